// A client of the API server under test: one method a verb, answers as they are, no retries.
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { type Event, Watch } from "./watch.ts";

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly { readonly uid: string; readonly name: string; readonly kind: string }[];
  readonly managedFields?: readonly { readonly manager: string; readonly operation: string }[];
}

/** An object as the server answers; the fields below are whatever its kind has. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  // biome-ignore lint/suspicious/noExplicitAny: tests read the fields of every kind, and a wrong path fails the test
  readonly [field: string]: any;
}

export interface ApiList {
  readonly kind: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly ApiObject[];
}

export interface Answer {
  readonly code: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** The server refused. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  // biome-ignore lint/suspicious/noExplicitAny: a Status, or whatever else the server answered
  readonly status: any;

  constructor(call: string, { code, text }: Answer) {
    super(`${call} answered ${code}: ${text.slice(0, 2000)}`);
    this.code = code;
    this.status = text.startsWith("{") ? JSON.parse(text) : {};
    this.reason = this.status.reason ?? "";
  }
}

export interface Call {
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Query = Readonly<Record<string, string | number | boolean>>;

export type PatchType = "json-patch" | "merge-patch" | "strategic-merge-patch" | "apply-patch";

/** What is told of a kubeconfig's first cluster and user. */
export interface Access {
  readonly server: string;
  readonly ca: string;
  readonly token: string;
}

/** Reads a kubeconfig that `npm start` or `skerry cluster kubeconfig` wrote. */
export function accessOf(kubeconfig: string): Access {
  const text = readFileSync(kubeconfig, "utf8");
  const field = (name: string) => new RegExp(`${name}: (\\S+)`).exec(text)?.[1] ?? "";
  return {
    server: field("server"),
    ca: Buffer.from(field("certificate-authority-data"), "base64").toString("utf8"),
    token: field("token"),
  };
}

export class Api {
  readonly access: Access;
  readonly #agent: Agent;

  constructor(access: Access) {
    this.access = access;
    this.#agent = new Agent({ keepAlive: true, ca: access.ca });
  }

  /** The same server as somebody else. */
  as(token: string): Api {
    return new Api({ ...this.access, token });
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Any request; every code is an answer. */
  async send(method: string, path: string, call: Call = {}): Promise<Answer> {
    const response = await this.#open(method, path, call, this.#agent);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { code: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString("utf8") };
  }

  // biome-ignore lint/suspicious/noExplicitAny: documents of all kinds
  async json(method: string, path: string, call: Call = {}): Promise<any> {
    const answer = await this.send(method, path, call);
    if (answer.code >= 400) throw new ApiError(`${method} ${path}`, answer);
    return JSON.parse(answer.text);
  }

  get(path: string, query: Query = {}): Promise<ApiObject> {
    return this.json("GET", path, { query });
  }

  list(path: string, query: Query = {}): Promise<ApiList> {
    return this.json("GET", path, { query });
  }

  create(path: string, body: object, query: Query = {}): Promise<ApiObject> {
    return this.json("POST", path, { body, query });
  }

  update(path: string, body: object, query: Query = {}): Promise<ApiObject> {
    return this.json("PUT", path, { body, query });
  }

  /** `body`: a text is sent as it is. */
  patch(path: string, body: object | string, type: PatchType = "merge-patch", query: Query = {}): Promise<ApiObject> {
    const media = type === "apply-patch" ? "application/apply-patch+yaml" : `application/${type}+json`;
    return this.json("PATCH", path, { body, type: media, query });
  }

  delete(path: string, body: object = {}, query: Query = {}): Promise<ApiObject> {
    return this.json("DELETE", path, { body, query });
  }

  /** Reads, changes and writes until nobody else wrote in between, as clients do. `change` edits in place. */
  async change(path: string, change: (object: ApiObject & { metadata: Metadata }) => void): Promise<ApiObject> {
    for (;;) {
      const object = await this.get(path);
      change(object);
      try {
        return await this.update(path, object);
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 409)) throw error;
      }
    }
  }

  /** Whether it is there. */
  async exists(path: string): Promise<boolean> {
    const { code, text } = await this.send("GET", path);
    if (code !== 200 && code !== 404) throw new Error(`${path} answered ${code}: ${text}`);
    return code === 200;
  }

  /** A watch of a collection; close it. */
  async watch(path: string, query: Query = {}): Promise<Watch> {
    const call = { query: { ...query, watch: true } };
    const response = await this.#open("GET", path, call, false);
    if (response.statusCode === 200) return new Watch(response);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString("utf8");
    throw new ApiError(`watch ${path}`, { code: response.statusCode ?? 0, headers: response.headers, text });
  }

  /** Makes `act` while watching, and answers the first event that `isIt`. */
  async seen(path: string, query: Query, act: () => Promise<unknown>, isIt: (event: Event) => boolean): Promise<Event> {
    const watch = await this.watch(path, query);
    try {
      await act();
      return await watch.until(isIt);
    } finally {
      watch.close();
    }
  }

  #open(method: string, path: string, call: Call, agent: Agent | false): Promise<IncomingMessage> {
    const { body, type = "application/json", accept = "application/json", query = {}, headers: more = {} } = call;
    const entries = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
    const search = entries.length === 0 ? "" : `?${new URLSearchParams(entries)}`;
    const headers: Record<string, string> = { accept, authorization: `Bearer ${this.access.token}`, ...more };
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    if (text !== undefined) {
      headers["content-type"] = type;
      // Node tells no length of a DELETE's body by itself.
      headers["content-length"] = String(Buffer.byteLength(text));
    }
    return new Promise((resolve, reject) => {
      const { server, ca } = this.access;
      const sent = request(server + path + search, { method, headers, agent, ca }, resolve);
      sent.on("error", (error: NodeJS.ErrnoException) => {
        // The server had closed an idle connection when this was sent over it, and has read nothing.
        if (sent.reusedSocket && error.code === "ECONNRESET") resolve(this.#open(method, path, call, agent));
        else reject(error);
      });
      sent.end(text);
    });
  }
}
