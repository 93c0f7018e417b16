// The API of one scope, as its object serves it: requests that the Worker has authenticated, and watches' sockets.
import { pathNotFound, StatusError } from "../apimachinery/status-error.ts";
import type { User } from "../auth/user.ts";
import type { Log } from "../platform/log.ts";
import type { WatchRequest } from "../storage/watch-hub.ts";
import { admitConnection } from "./connect/admit-connection.ts";
import { readConnection } from "./connect/connection.ts";
import { withConversions } from "./conversion/with-conversions.ts";
import type { HeldKind } from "./custom/custom-kinds.ts";
import { errorResponse } from "./error-response.ts";
import {
  afterHeader,
  connectedHeader,
  connectHeader,
  countHeader,
  customsHeader,
  fromHeader,
  limitHeader,
  linesHeader,
  nextHeader,
  partHeader,
  revisionHeader,
  userHeader,
} from "./internal-headers.ts";
import { listPieces } from "./list-document.ts";
import { readPage } from "./list-scope.ts";
import { outputFormat } from "./output-format.ts";
import type { ApiRequest } from "./request.ts";
import { type ResourceRequest, requestInfo } from "./request-info.ts";
import type { Scope } from "./scope.ts";
import { selection } from "./selection.ts";
import { serve } from "./serve.ts";
import { readIncludeObject } from "./table.ts";
import { initialLines, watchRequest } from "./watch-scope.ts";

export interface ScopeServerOptions {
  readonly scope: Scope;
  readonly log: Log;
  /** Answers an upgrade with a socket of the object's, on which the watch is told from then on. */
  readonly openWatch: (watch: WatchRequest) => Response;
}

const nothingHeld = () => {};

/** Users by their header: the same few come over and over. */
const usersMax = 500;

export class ScopeServer {
  readonly #scope: Scope;
  readonly #log: Log;
  readonly #openWatch: (watch: WatchRequest) => Response;
  readonly #users = new Map<string, User>();

  constructor({ scope, log, openWatch }: ScopeServerOptions) {
    this.#scope = scope;
    this.#log = log;
    this.#openWatch = openWatch;
  }

  /** Never throws. */
  async handle(request: Request): Promise<Response> {
    let release = nothingHeld;
    try {
      const { read, held } = await this.#read(request);
      release = held.release;
      const { headers } = request;
      const refresh = this.#scope.refresh?.[read.kind.collection];
      if (refresh !== undefined) await refresh();
      const connection = headers.get(connectHeader);
      if (connection !== null) return await this.#connect(request, read, connection);
      if (headers.has(partHeader)) return await withConversions(this.#scope, () => this.#part(read, headers));
      if (read.info.verb !== "watch") return await serve(this.#scope, read, (error) => this.#failed(request, error));
      const at = headers.get(linesHeader);
      if (at !== null) return await withConversions(this.#scope, () => this.#lines(read, at));
      return this.#openWatch(watchRequest(read, Number(headers.get(fromHeader))));
    } catch (error) {
      if (!(error instanceof StatusError)) this.#failed(request, error);
      return errorResponse(error);
    } finally {
      release();
    }
  }

  /** The object that a client wants to connect to, once admission has let it. */
  async #connect(request: Request, read: ApiRequest, connection: string): Promise<Response> {
    const query = await admitConnection(this.#scope, read, readConnection(connection));
    const response = await serve(this.#scope, read, (error) => this.#failed(request, error));
    if (query !== undefined) response.headers.set(connectedHeader, query);
    return response;
  }

  /** The request as the verbs see it. Throws when its path names nothing that this scope has. */
  async #read(request: Request): Promise<{ readonly read: ApiRequest; readonly held: HeldKind }> {
    const { path, query } = readTarget(request.url);
    const watching = query !== noQuery && isTrue(query.get("watch"));
    const info = requestInfo(request.method, path, watching);
    if (info.type !== "resource") throw pathNotFound();
    const { headers } = request;
    const contentType = headers.get("content-type") ?? "";
    const held = this.#builtin(info) ?? (await this.#hold(info, headers));
    const { kind } = held;
    this.#checkScope(info, kind);
    const read: ApiRequest = {
      info,
      kind,
      query,
      user: this.#user(headers.get(userHeader) ?? ""),
      contentType,
      accept: headers.get("accept") ?? "",
      userAgent: headers.get("user-agent") ?? "",
      body: request.method === "GET" ? "" : await bodyOf(request, contentType),
      warnings: kind.deprecation === undefined ? [] : [kind.deprecation],
    };
    return { read, held };
  }

  /** A built-in kind is at hand. */
  #builtin({ group, version, resource }: ResourceRequest): HeldKind | undefined {
    const kind = this.#scope.kinds().byResource(group, version, resource);
    return kind === undefined || kind.custom !== undefined ? undefined : { kind, release: nothingHeld };
  }

  /** A custom one may have to be asked for. */
  async #hold({ group, version, resource: plural }: ResourceRequest, headers: Headers): Promise<HeldKind> {
    const atLeast = headers.get(customsHeader);
    const name = { group, version, plural };
    const held = await this.#scope.customs?.hold(name, atLeast === null ? undefined : Number(atLeast));
    if (held === undefined) throw pathNotFound();
    return held;
  }

  #checkScope(info: ResourceRequest, kind: ApiRequest["kind"]): void {
    const own = (kind.scope === "Namespaced") === (this.#scope.namespace !== "");
    // The cluster also serves watches across its namespaces.
    const across = this.#scope.namespace === "" && info.verb === "watch" && info.name === "";
    if (!own && !across) throw pathNotFound();
  }

  #user(header: string): User {
    const known = this.#users.get(header);
    if (known !== undefined) return known;
    if (this.#users.size >= usersMax) this.#users.clear();
    const user = JSON.parse(header) as User;
    this.#users.set(header, user);
    return user;
  }

  /** A part of a list that spans namespaces: bare pieces, for the Worker to put together. */
  #part(request: ApiRequest, headers: Headers): Response {
    const { kind, query } = request;
    const limit = headers.get(limitHeader);
    const selectors = {
      labelSelector: query.get("labelSelector") ?? "",
      fieldSelector: query.get("fieldSelector") ?? "",
    };
    const page = readPage(this.#scope, kind, {
      selection: selection(kind, selectors),
      revision: Number(headers.get(partHeader)),
      after: decodeURIComponent(headers.get(afterHeader) ?? ""),
      limit: limit === null ? undefined : Number(limit),
    });
    if ("type" in page) return new Response(null, { status: 410 });
    const options = { includeObject: readIncludeObject(query), nowMs: this.#scope.clock.now() };
    const pieces = listPieces(kind, outputFormat(request.accept), page.items, options);
    const next = page.next === undefined ? {} : { [nextHeader]: encodeURIComponent(page.next) };
    return new Response(pieces, { headers: { [countHeader]: String(page.items.length), ...next } });
  }

  #lines(request: ApiRequest, at: string): Response {
    const { lines, revision } = initialLines(this.#scope, request, at === "now" ? undefined : Number(at));
    return new Response(lines, { headers: { [revisionHeader]: String(revision) } });
  }

  #failed(request: Request, error: unknown): void {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log.error("a request failed", { method: request.method, url: request.url, error: stack });
  }
}

/** The query of requests without one; shared. */
const noQuery = new URLSearchParams();

/** Of a URL that the Worker has made: nothing in it needs to be normalised. */
function readTarget(url: string): { readonly path: string; readonly query: URLSearchParams } {
  const pathStart = url.indexOf("/", "https://".length);
  const queryStart = url.indexOf("?", pathStart);
  if (queryStart < 0) return { path: url.slice(pathStart), query: noQuery };
  return { path: url.slice(pathStart, queryStart), query: new URLSearchParams(url.slice(queryStart)) };
}

function isTrue(text: string | null): boolean {
  return text !== null && text.toLowerCase() !== "false" && text !== "0";
}

async function bodyOf(request: Request, contentType: string): Promise<string | Uint8Array> {
  if (request.method === "HEAD" || request.body === null) return "";
  if (contentType.startsWith("application/vnd.kubernetes.protobuf")) return new Uint8Array(await request.arrayBuffer());
  return request.text();
}
