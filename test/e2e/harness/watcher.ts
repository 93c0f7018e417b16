// Follows a collection as client libraries do: list, watch, and after a cut watch on from the last revision.
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient, ApiObject } from "./api-client.ts";

interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: ApiObject;
}

interface List {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly ApiObject[];
}

/** `namespace/name` -> revision. */
export type State = ReadonlyMap<string, string>;

export class Watcher {
  readonly #client: ApiClient;
  readonly #path: string;
  readonly #query: string;
  readonly #state = new Map<string, string>();
  readonly #faults: string[] = [];
  #revision = "0";
  #events = 0;
  #cuts = 0;
  #stopped = false;
  #end: () => void = () => {};
  #running: Promise<void> = Promise.resolve();

  /** `path` is a collection; `query` are further parameters, such as a selector. */
  constructor(client: ApiClient, path: string, query = "") {
    this.#client = client;
    this.#path = path;
    this.#query = query;
  }

  /** Broken promises of the server, in words: out of order, twice, a change of what isn't there. */
  get faults(): readonly string[] {
    return this.#faults;
  }
  get events(): number {
    return this.#events;
  }
  /** How often the stream ended without our wish. */
  get cuts(): number {
    return this.#cuts;
  }
  get state(): State {
    return this.#state;
  }

  async start(): Promise<void> {
    const list = (await this.#client.call({ method: "GET", path: `${this.#path}?${this.#query}` }))
      .body as unknown as List;
    for (const item of list.items) this.#state.set(keyOf(item), item.metadata.resourceVersion);
    this.#revision = list.metadata.resourceVersion;
    this.#running = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#end();
    await this.#running;
  }

  async #follow(): Promise<void> {
    while (!this.#stopped) {
      await this.#watch().catch(() => {});
      if (this.#stopped) return;
      this.#cuts++;
      await sleep(100);
    }
  }

  async #watch(): Promise<void> {
    const query = `${this.#query}&watch=true&allowWatchBookmarks=true&resourceVersion=${this.#revision}`;
    const stream = await this.#client.stream(`${this.#path}?${query}`);
    this.#end = () => stream.destroy();
    let rest = "";
    for await (const chunk of stream) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") this.#take(JSON.parse(line) as WatchEvent);
    }
  }

  #take({ type, object }: WatchEvent): void {
    if (type === "ERROR") {
      this.#faults.push(`an error: ${JSON.stringify(object)}`);
      return;
    }
    const { resourceVersion } = object.metadata;
    const grown = BigInt(resourceVersion) - BigInt(this.#revision);
    if (grown < 0n || (grown === 0n && type !== "BOOKMARK")) {
      this.#faults.push(`${type} ${keyOf(object)} at ${resourceVersion} after ${this.#revision}`);
    }
    this.#revision = resourceVersion;
    if (type === "BOOKMARK") return;
    this.#events++;
    const known = this.#state.has(keyOf(object));
    if (known === (type === "ADDED"))
      this.#faults.push(`${type} of ${keyOf(object)}, which was ${known ? "" : "not "}there`);
    if (type === "DELETED") this.#state.delete(keyOf(object));
    else this.#state.set(keyOf(object), resourceVersion);
  }
}

export function keyOf(object: ApiObject): string {
  return `${object.metadata.namespace}/${object.metadata.name}`;
}

/** The state as a list shows it. */
export async function listedState(client: ApiClient, path: string, query = ""): Promise<State> {
  const list = (await client.call({ method: "GET", path: `${path}?${query}` })).body as unknown as List;
  return new Map(list.items.map((item) => [keyOf(item), item.metadata.resourceVersion]));
}
