// Creates, patches and deletes config maps in many namespaces at a given rate, and remembers what was acknowledged.
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiAnswer, ApiCall, ApiClient } from "./api-client.ts";

export interface WriterOptions {
  readonly client: ApiClient;
  readonly namespaces: readonly string[];
  readonly callsPerSecond: number;
  readonly durationMs: number;
  /** Answers that never came are no failure: the server is being killed. */
  readonly mayLoseAnswers?: boolean;
}

export interface WriterReport {
  readonly calls: number;
  /** What went wrong, in words. */
  readonly failures: readonly string[];
  /** Calls whose answers never came. */
  readonly lost: number;
  /** `namespace/name` -> revision of the last acknowledged write of those that must be there; undefined: must not. */
  readonly acknowledged: ReadonlyMap<string, string | undefined>;
}

/** Objects alive per namespace: enough that patches and deletions find some. */
const aliveMax = 40;

function collection(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/configmaps`;
}

export async function write(options: WriterOptions): Promise<WriterReport> {
  const { client, namespaces, callsPerSecond, durationMs, mayLoseAnswers = false } = options;
  const alive = new Map<string, string[]>(namespaces.map((namespace) => [namespace, []]));
  const acknowledged = new Map<string, string | undefined>();
  const failures: string[] = [];
  const running = new Set<Promise<void>>();
  let serial = 0;
  let lost = 0;

  async function attempt(
    key: string,
    call: ApiCall,
    expected: number,
    done: (answer: ApiAnswer) => void,
  ): Promise<void> {
    let answer: ApiAnswer;
    try {
      answer = await client.call(call);
    } catch (error) {
      lost++;
      // Whether it was done is unknown from now on.
      acknowledged.delete(key);
      if (!mayLoseAnswers) failures.push(`${call.method} ${call.path}: ${String(error)}`);
      return;
    }
    if (answer.code === expected) done(answer);
    else if (!mayLoseAnswers || answer.code < 500)
      failures.push(`${call.method} ${call.path} answered ${answer.code}: ${JSON.stringify(answer.body)}`);
    else acknowledged.delete(key);
  }

  function next(): Promise<void> {
    const index = serial++;
    const namespace = namespaces[index % namespaces.length] as string;
    const names = alive.get(namespace) as string[];
    const turn = Math.floor(index / namespaces.length) % 4;
    const chosen = names[(index * 7) % Math.max(1, names.length)];
    if (chosen === undefined || (turn < 2 && names.length < aliveMax)) {
      const name = `w${index}`;
      const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { n: "0" } };
      const key = `${namespace}/${name}`;
      return attempt(key, { method: "POST", path: collection(namespace), body }, 201, ({ body: made }) => {
        acknowledged.set(key, (made["metadata"] as { resourceVersion: string }).resourceVersion);
        names.push(name);
      });
    }
    // One call at a time per object, so that it's known which was the last.
    names.splice(names.indexOf(chosen), 1);
    const key = `${namespace}/${chosen}`;
    const path = `${collection(namespace)}/${chosen}`;
    if (turn === 3) return attempt(key, { method: "DELETE", path }, 200, () => acknowledged.set(key, undefined));
    const patch = { method: "PATCH", path, body: { data: { n: String(index) } }, type: "application/merge-patch+json" };
    return attempt(key, patch, 200, ({ body: made }) => {
      acknowledged.set(key, (made["metadata"] as { resourceVersion: string }).resourceVersion);
      names.push(chosen);
    });
  }

  const startedMs = Date.now();
  while (Date.now() - startedMs < durationMs) {
    const due = ((Date.now() - startedMs) / 1000) * callsPerSecond;
    while (serial < due) {
      const call = next();
      running.add(call);
      void call.finally(() => running.delete(call));
    }
    await sleep(10);
  }
  await Promise.all(running);
  return { calls: serial, failures, lost, acknowledged };
}
