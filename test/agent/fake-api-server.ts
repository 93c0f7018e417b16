// A Kubernetes API server just large enough for an agent: objects in memory, lists, watches, status patches, graceful deletion.
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { KubeObject } from "../../src/apimachinery/json.ts";

interface Change {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly revision: number;
  readonly key: string;
  readonly object: KubeObject;
}

interface Watcher {
  readonly prefix: string;
  readonly matches: (object: KubeObject) => boolean;
  readonly response: ServerResponse;
}

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the agent sent
  readonly body: any;
}

export class FakeApiServer {
  readonly requests: Recorded[] = [];
  /** Answers these requests with the given code instead, while it returns one. */
  refuse: ((request: Recorded) => number | undefined) | undefined;
  url = "";
  #server: Server | undefined;
  #port = 0;
  #revision = 100;
  #oldest = 0;
  readonly #objects = new Map<string, KubeObject>();
  readonly #changes: Change[] = [];
  readonly #watchers = new Set<Watcher>();

  async start(): Promise<void> {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await once(this.#server.listen(this.#port, "127.0.0.1"), "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.#port}`;
  }

  /** Goes away with all connections; `start` comes back on the same port with the same objects. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#watchers.clear();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }

  /** Cuts all watches; with `forget`, their revisions are expired as well. */
  cutWatches({ forget }: { readonly forget: boolean }): void {
    if (forget) this.#oldest = ++this.#revision;
    for (const { response } of this.#watchers) response.destroy();
    this.#watchers.clear();
  }

  /** `path`: the object's own, "/api/v1/namespaces/default/pods/web". */
  get(path: string): KubeObject | undefined {
    return this.#objects.get(path);
  }

  all(collection: RegExp): KubeObject[] {
    return [...this.#objects].filter(([key]) => collection.test(key)).map(([, object]) => object);
  }

  put(path: string, object: KubeObject): KubeObject {
    const old = this.#objects.get(path);
    const metadata = {
      uid: `uid-${++this.#revision}`,
      creationTimestamp: timestamp(),
      ...old?.metadata,
      ...object.metadata,
      resourceVersion: String(++this.#revision),
    };
    const stored = { ...object, metadata };
    this.#objects.set(path, stored);
    this.#publish(old === undefined ? "ADDED" : "MODIFIED", path, stored);
    return stored;
  }

  /** As an API server deletes a pod that is bound: marked first, removed with grace 0. */
  delete(path: string, graceSeconds?: number): void {
    const object = this.#objects.get(path);
    if (object === undefined) return;
    const spec = object["spec"] as { nodeName?: string; terminationGracePeriodSeconds?: number } | undefined;
    const grace = spec?.nodeName === undefined ? 0 : (graceSeconds ?? spec.terminationGracePeriodSeconds ?? 30);
    if (grace > 0 && path.includes("/pods/")) {
      const deletionTimestamp = timestamp(grace * 1000);
      this.put(path, {
        ...object,
        metadata: { ...object.metadata, deletionTimestamp, deletionGracePeriodSeconds: grace },
      });
      return;
    }
    this.#objects.delete(path);
    const metadata = { ...object.metadata, resourceVersion: String(++this.#revision) };
    this.#publish("DELETED", path, { ...object, metadata });
  }

  #publish(type: Change["type"], key: string, object: KubeObject): void {
    const change = { type, revision: this.#revision, key, object };
    this.#changes.push(change);
    for (const watcher of this.#watchers) send(watcher, change);
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const url = new URL(request.url ?? "", "http://fake");
    const text = Buffer.concat(chunks).toString();
    const recorded: Recorded = {
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      body: text === "" ? undefined : JSON.parse(text),
    };
    this.requests.push(recorded);
    const refused = this.refuse?.(recorded);
    if (refused !== undefined) return fail(response, refused, "refused by the test");
    switch (recorded.method) {
      case "GET":
        return this.#read(recorded, response);
      case "POST":
        return this.#create(recorded, response);
      case "PATCH":
        return this.#patch(recorded, response);
      case "DELETE":
        return this.#remove(recorded, response);
      default:
        return fail(response, 405, "no such verb");
    }
  }

  #read({ path, query }: Recorded, response: ServerResponse) {
    const object = this.#objects.get(path);
    if (object !== undefined) return reply(response, 200, object);
    if (!isCollection(path)) return fail(response, 404, `${path} not found`);
    const matches = fieldMatcher(query.get("fieldSelector") ?? "");
    const prefix = `${path}/`;
    if (query.get("watch") === "true")
      return this.#watch(prefix, matches, Number(query.get("resourceVersion")), response);
    const items = [...this.#objects]
      .filter(([key, one]) => inCollection(key, prefix) && matches(one))
      .map(([, one]) => one);
    reply(response, 200, { metadata: { resourceVersion: String(this.#revision) }, items });
  }

  #watch(prefix: string, matches: Watcher["matches"], from: number, response: ServerResponse) {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.flushHeaders();
    if (from < this.#oldest) {
      response.end(`${JSON.stringify({ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired" } })}\n`);
      return;
    }
    const watcher: Watcher = { prefix, matches, response };
    for (const change of this.#changes) if (change.revision > from) send(watcher, change);
    this.#watchers.add(watcher);
    response.on("close", () => this.#watchers.delete(watcher));
  }

  #create({ path, body }: Recorded, response: ServerResponse) {
    const key = `${path}/${body.metadata.name}`;
    if (this.#objects.has(key)) return fail(response, 409, "already exists", "AlreadyExists");
    reply(response, 201, this.put(key, body));
  }

  #patch({ path, body }: Recorded, response: ServerResponse) {
    const key = path.replace(/\/status$/, "");
    const old = this.#objects.get(key);
    if (old === undefined) return fail(response, 404, `${path} not found`);
    if (body.metadata?.uid !== undefined && body.metadata.uid !== old.metadata?.uid)
      return fail(response, 409, "uid", "Conflict");
    reply(response, 200, this.put(key, merge(old, body) as KubeObject));
  }

  #remove({ path, body }: Recorded, response: ServerResponse) {
    const old = this.#objects.get(path);
    if (old === undefined) return fail(response, 404, `${path} not found`);
    const uid = body?.preconditions?.uid;
    if (uid !== undefined && uid !== old.metadata?.uid) return fail(response, 409, "uid", "Conflict");
    this.delete(path, body?.gracePeriodSeconds);
    reply(response, 200, old);
  }
}

/** Strategic merge, as far as pods need it: maps merge, conditions by type, other lists are replaced. */
function merge(old: unknown, patch: unknown, field = ""): unknown {
  if (Array.isArray(patch)) {
    const items = patch.filter((one) => one?.$patch === undefined);
    if (field !== "conditions") return items;
    const types = new Set(items.map(({ type }) => type));
    const known = (old as { type: string }[] | undefined) ?? [];
    const merged = items.map((item) =>
      merge(
        known.find(({ type }) => type === item.type),
        item,
      ),
    );
    return [...known.filter(({ type }) => !types.has(type)), ...merged];
  }
  if (patch === null || typeof patch !== "object") return patch;
  const merged: Record<string, unknown> = { ...(old as Record<string, unknown> | undefined) };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = merge(merged[name], value, name);
  }
  return merged;
}

function send({ prefix, matches, response }: Watcher, { type, key, object }: Change): void {
  if (inCollection(key, prefix) && matches(object)) response.write(`${JSON.stringify({ type, object })}\n`);
}

/** "/api/v1/pods/" also means the pods of every namespace. */
function inCollection(key: string, prefix: string): boolean {
  if (key.startsWith(prefix)) return true;
  const [, root, plural] = /^(.*)\/([^/]+)\/$/.exec(prefix) ?? [];
  return key.startsWith(`${root}/namespaces/`) && key.split("/").at(-2) === plural;
}

function isCollection(path: string): boolean {
  return /^\/(api\/v1|apis\/[^/]+\/[^/]+)(\/namespaces\/[^/]+)?\/[a-z]+$/.test(path);
}

function fieldMatcher(selector: string): (object: KubeObject) => boolean {
  const [path = "", value] = selector.split("=");
  if (selector === "") return () => true;
  return (object) => {
    let at: unknown = object;
    for (const step of path.split(".")) at = (at as Record<string, unknown> | undefined)?.[step];
    return at === value;
  };
}

function timestamp(offsetMs = 0): string {
  return `${new Date(Date.now() + offsetMs).toISOString().slice(0, 19)}Z`;
}

function reply(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, code: number, message: string, reason = code === 404 ? "NotFound" : ""): void {
  reply(response, code, { kind: "Status", apiVersion: "v1", status: "Failure", message, reason, code });
}
