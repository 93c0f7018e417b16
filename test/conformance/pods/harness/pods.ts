// The pods of one namespace, as tests make, wait for, read and enter them.
import type { Api, ApiObject } from "../../harness/api.ts";
import { type CommandResult, runInPod } from "./run-in-pod.ts";

/** A pod to be made; fields of the specification are as in the API. */
export interface PodManifest {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Starts of many pods side by side share two cores. */
const patienceMs = 100_000;

export class Pods {
  readonly #api: Api;
  readonly #namespace: string;

  constructor(api: Api, namespace: string) {
    this.#api = api;
    this.#namespace = namespace;
  }

  get collection(): string {
    return `/api/v1/namespaces/${this.#namespace}/pods`;
  }

  path(name: string): string {
    return `${this.collection}/${name}`;
  }

  get(name: string): Promise<ApiObject> {
    return this.#api.get(this.path(name));
  }

  create(manifest: PodManifest): Promise<ApiObject> {
    return this.#api.create(this.collection, podOf(manifest));
  }

  /** Makes it and waits until it is ready. */
  async run(manifest: PodManifest): Promise<ApiObject> {
    const { metadata } = await this.create(manifest);
    return this.ready(metadata.name);
  }

  ready(name: string): Promise<ApiObject> {
    return this.until(name, isReady);
  }

  /** Waits until it has succeeded or failed. */
  ended(name: string): Promise<ApiObject> {
    return this.until(name, ({ status }) => status.phase === "Succeeded" || status.phase === "Failed");
  }

  /** What a pod that is to succeed has written, of its first container unless told. */
  async output(manifest: PodManifest, container?: string): Promise<string> {
    const { metadata } = await this.create(manifest);
    const { status } = await this.ended(metadata.name);
    const text = await this.log(metadata.name, container === undefined ? {} : { container });
    if (status.phase !== "Succeeded") throw new Error(`the pod has failed: ${JSON.stringify(status)}\n${text}`);
    return text;
  }

  /** Waits until it is as wanted, by a watch. */
  until(name: string, isIt: (pod: ApiObject) => boolean, withinMs = patienceMs): Promise<ApiObject> {
    return watched(this.#api, this.collection, name, isIt, withinMs);
  }

  /** Waits until it is gone. */
  async gone(name: string, withinMs = patienceMs): Promise<void> {
    const watch = await this.#api.watch(this.collection, { fieldSelector: `metadata.name=${name}` });
    try {
      if (!(await this.#api.exists(this.path(name)))) return;
      await watch.until(({ type }) => type === "DELETED", withinMs);
    } finally {
      watch.close();
    }
  }

  delete(name: string, body: object = {}): Promise<ApiObject> {
    return this.#api.delete(this.path(name), body);
  }

  async log(name: string, query: Readonly<Record<string, string | number | boolean>> = {}): Promise<string> {
    const { code, text } = await this.#api.send("GET", `${this.path(name)}/log`, { query, accept: "*/*" });
    if (code !== 200) throw new Error(`the log of ${name} answered ${code}: ${text}`);
    return text;
  }

  /** Runs a command in a running container; its exit code is an answer. */
  exec(name: string, command: readonly string[], container?: string): Promise<CommandResult> {
    return runInPod(this.#api.access, this.path(name), command, container);
  }

  /** What a shell in it says to `script`, without the last line's end; throws unless that ends well. */
  async shell(name: string, script: string, container?: string): Promise<string> {
    const { stdout, stderr, code } = await this.exec(name, ["sh", "-c", script], container);
    if (code !== 0) throw new Error(`${script} answered ${code} in ${name}: ${stderr}${stdout}`);
    return stdout.replace(/\n$/, "");
  }
}

/** Waits by a watch until an object is as wanted. */
export async function watched(
  api: Api,
  collection: string,
  name: string,
  isIt: (object: ApiObject) => boolean,
  withinMs = patienceMs,
): Promise<ApiObject> {
  const watch = await api.watch(collection, { fieldSelector: `metadata.name=${name}` });
  let last: ApiObject | undefined;
  try {
    const event = await watch.until(({ type, object }) => {
      last = object;
      return type !== "DELETED" && isIt(object);
    }, withinMs);
    return event.object;
  } catch (error) {
    throw new Error(`${name} has not become as wanted; it was ${JSON.stringify(last?.["status"])}`, { cause: error });
  } finally {
    watch.close();
  }
}

export function isReady({ status }: ApiObject): boolean {
  return (status.conditions ?? []).some(
    (condition: { type: string; status: string }) => condition.type === "Ready" && condition.status === "True",
  );
}

/** The object of a manifest. A second is enough to end for what tests run. */
export function podOf({ name, labels, annotations, spec }: PodManifest): object {
  const metadata = name === undefined ? { generateName: "pod-" } : { name };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, labels, annotations },
    spec: { terminationGracePeriodSeconds: 1, ...spec },
  };
}
