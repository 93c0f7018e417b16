// All pods of this node: those that are wanted (the API server, or its last word on disk) and those that are there
// (Docker), each in the hands of its own worker.

import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { PodStatusWriter } from "../api/pod-status-writer.ts";
import type { Sink } from "../api/reflector.ts";
import type { PodNetwork } from "../network/pod-network.ts";
import type { Checkpoint, Checkpoints } from "./checkpoints.ts";
import { ORPHAN_GRACE_MS } from "./limits.ts";
import { identityOf, type PodIdentity } from "./pod-parts.ts";
import { PodWorker } from "./pod-worker.ts";
import type { PodRuntime } from "./runtime.ts";

export interface PodsOptions {
  readonly runtime: PodRuntime;
  readonly statuses: PodStatusWriter;
  readonly checkpoints: Checkpoints;
  readonly network: PodNetwork;
  /** Docker answers again after having been away. */
  readonly dockerBack: () => void;
}

export class Pods implements Sink<Pod> {
  readonly #options: PodsOptions;
  /** By uid. */
  readonly #workers = new Map<string, PodWorker>();
  /** The API server has told what is wanted: what it didn't name is not. */
  #synced = false;

  constructor(options: PodsOptions) {
    this.#options = options;
  }

  /** Looks at Docker, takes up what the checkpoints know, and goes on from there. Throws DockerError when Docker is away. */
  async start(): Promise<void> {
    const { runtime, checkpoints } = this.#options;
    const known = await checkpoints.load();
    await runtime.view.start({
      changed: (podUid) => this.#workers.get(podUid)?.noticed(),
      relisted: () => this.#collect(),
      reconnected: () => this.#options.dockerBack(),
    });
    runtime.probes.listen((podUid) => this.#workers.get(podUid)?.noticed());
    for (const checkpoint of known) {
      const worker = this.#employ(identityOf(checkpoint.pod), checkpoint);
      worker.update(checkpoint.pod);
      worker.start();
    }
    this.#collect();
  }

  /** The agent ends; containers go on. Settles when what is known of them is on disk. */
  async halt(): Promise<void> {
    this.#options.runtime.view.stop();
    for (const worker of this.#workers.values()) worker.halt();
    await this.#options.checkpoints.flushed();
  }

  /** Whether Docker answers. */
  get dockerReachable(): boolean {
    return this.#options.runtime.view.reachable;
  }

  get(podUid: string): Pod | undefined {
    return this.#workers.get(podUid)?.pod;
  }

  /** Of all that have not gone yet. */
  all(): Pod[] {
    return [...this.#workers.values()].flatMap(({ pod }) => (pod === undefined ? [] : [pod]));
  }

  /** This node ends a pod: eviction, say. */
  end(podUid: string, verdict: { readonly reason: string; readonly message: string }): void {
    this.#workers.get(podUid)?.end(verdict);
  }

  replace(pods: readonly Pod[]): void {
    const wanted = new Set(pods.map((pod) => identityOf(pod).uid));
    for (const [uid, worker] of this.#workers) if (!wanted.has(uid)) worker.vanish();
    for (const pod of pods) this.set(pod);
    this.#synced = true;
    this.#collect();
  }

  set(pod: Pod): void {
    const identity = identityOf(pod);
    const existing = this.#workers.get(identity.uid);
    const worker = existing ?? this.#employ(identity, undefined);
    worker.update(pod);
    this.#options.statuses.observed(pod);
    if (existing === undefined) worker.start();
  }

  delete(pod: Pod): void {
    this.#workers.get(identityOf(pod).uid)?.vanish(pod);
  }

  #employ(identity: PodIdentity, checkpoint: Checkpoint | undefined): PodWorker {
    const { runtime, statuses, checkpoints } = this.#options;
    const gone = () => {
      if (this.#workers.get(identity.uid) === worker) this.#workers.delete(identity.uid);
    };
    const worker = new PodWorker({ runtime, identity, statuses, checkpoints, checkpoint, gone });
    this.#workers.set(identity.uid, worker);
    return worker;
  }

  /** Containers of pods that nobody knows are stopped with nothing but their labels; network and volumes take back what no pod holds. */
  #collect(): void {
    const { runtime, network } = this.#options;
    const { view, clock, log } = runtime;
    if (!this.#synced) return;
    for (const uid of view.podUids()) {
      if (this.#workers.has(uid)) continue;
      const { sandboxes, containers } = view.pod(uid);
      const [any] = [...sandboxes, ...containers];
      if (any === undefined || clock.now() - any.createdAtMs < ORPHAN_GRACE_MS) continue;
      log.info("containers of an unknown pod are removed", { ...any.pod });
      const worker = this.#employ(any.pod, undefined);
      worker.vanish();
      worker.start();
    }
    const held = new Set([...this.#workers.keys(), ...view.podUids()]);
    for (const [name, one] of Object.entries({ network, volumes: runtime.volumes })) {
      one.collect(held).catch((error: unknown) => log.warn(`${name} not collected`, { error: String(error) }));
    }
  }
}
