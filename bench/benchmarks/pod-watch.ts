// Starts pods and sees, as any client does, what becomes of them and when.
import { type Connection, type Endpoint, openConnection, type Request } from "../load/connection.ts";

export interface StartedPod {
  /** From the request on: until a watcher sees it bound to a node, and until one sees it running. */
  readonly boundMs: number;
  readonly runningMs: number;
  /** Afterwards, from a request that changes a label until a watcher sees it changed. */
  readonly toldMs: number;
}

interface SeenPod {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly nodeName?: string };
  readonly status?: { readonly phase?: string };
}

type Wanted = (pod: SeenPod) => boolean;

const path = "/api/v1/namespaces/default/pods";
const patienceMs = 30_000;

export class PodWatch {
  readonly #requests: Connection;
  readonly #events: Connection;
  #rest = "";
  #waiting: { readonly wanted: Wanted; seen(atMs: number): void }[] = [];

  private constructor(requests: Connection, events: Connection) {
    this.#requests = requests;
    this.#events = events;
    // How it ends doesn't matter: whoever waits runs out of patience.
    events
      .stream({ method: "GET", path: `${path}?watch=true` }, (piece) => this.#read(piece.toString("utf8")))
      .catch(() => {});
  }

  static async open(endpoint: Endpoint): Promise<PodWatch> {
    return new PodWatch(await openConnection(endpoint), await openConnection(endpoint));
  }

  /** Starts a pod, watches it, and removes it. */
  async start(name: string, image: string): Promise<StartedPod> {
    const bound = this.#seen((pod) => pod.metadata.name === name && pod.spec.nodeName !== undefined);
    const running = this.#seen((pod) => pod.metadata.name === name && pod.status?.phase === "Running");
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name },
      spec: { containers: [{ name: "app", image, imagePullPolicy: "Never" }] },
    };
    const startMs = performance.now();
    await this.#send({ method: "POST", path, body: JSON.stringify(pod) });
    const boundMs = (await bound) - startMs;
    const runningMs = (await running) - startMs;
    const toldMs = await this.#change(name);
    const gone = { method: "DELETE", path: `${path}/${name}`, body: '{"gracePeriodSeconds":0}' };
    await this.#send(gone);
    return { boundMs, runningMs, toldMs };
  }

  close(): void {
    this.#requests.close();
    this.#events.close();
  }

  async #change(name: string): Promise<number> {
    const changed = this.#seen((pod) => pod.metadata.name === name && pod.metadata.labels?.["changed"] === "yes");
    const contentType = "application/merge-patch+json";
    const startMs = performance.now();
    const body = '{"metadata":{"labels":{"changed":"yes"}}}';
    await this.#send({ method: "PATCH", path: `${path}/${name}`, body, contentType });
    return (await changed) - startMs;
  }

  async #send(request: Request): Promise<void> {
    const { code, text } = await this.#requests.send(request);
    if (code >= 300) throw new Error(`${request.method} ${request.path} answered ${code}: ${text.slice(0, 500)}`);
  }

  /** When the first such pod came. Rejects when none comes in time. */
  #seen(wanted: Wanted): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("a pod did not become what it should in time")), patienceMs);
      const seen = (atMs: number) => {
        clearTimeout(timer);
        resolve(atMs);
      };
      this.#waiting.push({ wanted, seen });
    });
  }

  #read(text: string): void {
    const nowMs = performance.now();
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") continue;
      const { object } = JSON.parse(line) as { object: SeenPod };
      this.#waiting = this.#waiting.filter(({ wanted, seen }) => {
        if (!wanted(object)) return true;
        seen(nowMs);
        return false;
      });
    }
  }
}
