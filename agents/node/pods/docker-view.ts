// What Docker has of this agent's pods, kept current by its events, and by a full look once a minute.
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { Docker } from "../docker/client.ts";
import { type ContainerEvent, containerEvents } from "../docker/container-events.ts";
import { inspectContainer } from "../docker/inspect-container.ts";
import { type ContainerSummary, listContainers } from "../docker/list-containers.ts";
import { label } from "./container/container-name.ts";
import { EVENTS_RETRY_MS, INSPECTS_MAX, RELIST_MS } from "./limits.ts";
import { newestFirst, nothingObserved, type ObservedContainer, type ObservedPod, observe } from "./observed.ts";

export interface DockerViewOptions {
  readonly docker: Docker;
  readonly agentId: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

export interface DockerViewListener {
  /** Something of the pod has changed. */
  changed(podUid: string): void;
  /** A full look is done: after Docker came back, and once a minute. */
  relisted(): void;
  /** Docker answers again after having been away: what it shares with us may be gone (images, firewall rules). */
  reconnected(): void;
}

export class DockerView {
  readonly #options: DockerViewOptions;
  readonly #containers = new Map<string, ObservedContainer>();
  /** By pod uid. */
  readonly #pods = new Map<string, Map<string, ObservedContainer>>();
  readonly #outOfMemory = new Set<string>();
  readonly #stopper = new AbortController();
  #listener: DockerViewListener = { changed() {}, relisted() {}, reconnected() {} };
  #sinceMs: number;
  #reachable = false;

  constructor(options: DockerViewOptions) {
    this.#options = options;
    this.#sinceMs = options.clock.now();
  }

  /** Looks once, then follows. Throws DockerError when Docker can't be asked the first time. */
  async start(listener: DockerViewListener): Promise<void> {
    this.#listener = listener;
    await this.relist();
    void this.#follow();
    void this.#relistForEver();
  }

  stop(): void {
    this.#stopper.abort();
  }

  /** Whether Docker answered when it was last asked. */
  get reachable(): boolean {
    return this.#reachable;
  }

  pod(uid: string): ObservedPod {
    const all = this.#pods.get(uid);
    if (all === undefined) return nothingObserved;
    const sorted = [...all.values()].sort(newestFirst);
    return {
      sandboxes: sorted.filter(({ type }) => type === "podsandbox"),
      containers: sorted.filter(({ type }) => type === "container"),
    };
  }

  podUids(): string[] {
    return [...this.#pods.keys()];
  }

  /** Asks Docker about one container, now. Undefined when it is gone. */
  async refresh(id: string): Promise<ObservedContainer | undefined> {
    const details = await inspectContainer(this.#options.docker, id);
    const observed = details === undefined ? undefined : observe(details);
    if (observed === undefined) this.forget(id);
    else this.#put({ ...observed, oomKilled: observed.oomKilled || this.#outOfMemory.has(id) });
    return this.#containers.get(id);
  }

  /** It has been removed. */
  forget(id: string): void {
    const known = this.#containers.get(id);
    this.#outOfMemory.delete(id);
    if (known === undefined) return;
    this.#containers.delete(id);
    const pod = this.#pods.get(known.pod.uid);
    pod?.delete(id);
    if (pod?.size === 0) this.#pods.delete(known.pod.uid);
    this.#listener.changed(known.pod.uid);
  }

  /** The whole truth: what has appeared, changed or gone since. Throws DockerError. */
  async relist(): Promise<void> {
    const { docker, agentId } = this.#options;
    try {
      const listed = await listContainers(docker, { labels: [`${label.agent}=${agentId}`] });
      this.#reachable = true;
      const ids = new Set(listed.map(({ Id }) => Id));
      for (const id of [...this.#containers.keys()]) if (!ids.has(id)) this.forget(id);
      const changed = listed.filter((one) => this.#differs(one)).map(({ Id }) => Id);
      for (let at = 0; at < changed.length; at += INSPECTS_MAX) {
        // One that hangs costs only itself: the others go on.
        await Promise.allSettled(changed.slice(at, at + INSPECTS_MAX).map((id) => this.refresh(id)));
      }
      this.#listener.relisted();
    } catch (error) {
      this.#reachable = false;
      throw error;
    }
  }

  #differs({ Id, State }: ContainerSummary): boolean {
    const known = this.#containers.get(Id);
    if (known === undefined) return true;
    return (known.state === "running") !== (State === "running");
  }

  #put(observed: ObservedContainer): void {
    const { id, pod } = observed;
    const known = this.#containers.get(id);
    this.#containers.set(id, observed);
    const ofPod = this.#pods.get(pod.uid) ?? new Map<string, ObservedContainer>();
    this.#pods.set(pod.uid, ofPod.set(id, observed));
    if (JSON.stringify(known) !== JSON.stringify(observed)) this.#listener.changed(pod.uid);
  }

  async #follow(): Promise<void> {
    const { docker, agentId, timers, log } = this.#options;
    const { signal } = this.#stopper;
    const labels = [`${label.agent}=${agentId}`];
    const actions = ["start", "die", "oom", "destroy"];
    while (!signal.aborted) {
      try {
        for await (const event of containerEvents(docker, { labels, actions, since: this.#sinceMs / 1000, signal })) {
          this.#reachable = true;
          await this.#take(event);
        }
      } catch (error) {
        if (!signal.aborted) log.warn("Docker's events interrupted", { error: String(error) });
      }
      if (signal.aborted) return;
      this.#reachable = false;
      await timers.sleep(EVENTS_RETRY_MS);
      // Docker keeps only the latest events, and none over a restart.
      await this.relist().then(
        () => this.#listener.reconnected(),
        () => undefined,
      );
    }
  }

  async #take({ Action, Actor, timeNano }: ContainerEvent): Promise<void> {
    this.#sinceMs = Math.max(this.#sinceMs, timeNano / 1e6);
    const known = this.#containers.get(Actor.ID);
    if (Action === "destroy") return this.forget(Actor.ID);
    if (Action === "oom") this.#outOfMemory.add(Actor.ID);
    // Already seen, by whoever started or stopped it.
    if (Action === "start" && known?.state === "running") return;
    if (Action === "die" && known?.state === "exited") return;
    await this.refresh(Actor.ID).catch((error: unknown) => {
      this.#options.log.warn("container not inspected", { id: Actor.ID, error: String(error) });
    });
  }

  async #relistForEver(): Promise<void> {
    const { timers, log } = this.#options;
    while (!this.#stopper.signal.aborted) {
      await timers.sleep(RELIST_MS);
      if (this.#stopper.signal.aborted) return;
      await this.relist().catch((error: unknown) => log.warn("Docker not listed", { error: String(error) }));
    }
  }
}
