// A simulated cluster: its objects on their disks, the calls between them, and the model that watches over all.
import type { ClusterListCalls, PartAnswer } from "../../src/feed/cluster-list.ts";
import type { FeedCalls, MemberCalls, PickAnswer } from "../../src/feed/messages.ts";
import { type FeedRules, feedRules, floorAbove, type Lease } from "../../src/feed/rules.ts";
import type { Host } from "../../src/platform/host.ts";
import { type NodeSql, openNodeSql } from "../../src/platform/node/sql.ts";
import { type Chaos, calm } from "../../src/platform/simulated/chaos.ts";
import { Network } from "../../src/platform/simulated/network.ts";
import { type SimulatedInstance, SimulatedObject } from "../../src/platform/simulated/object.ts";
import type { World } from "../../src/platform/simulated/world.ts";
import type { LogBounds } from "../../src/storage/compaction.ts";
import { type StorageRules, storageRules } from "../../src/storage/rules.ts";
import type { Change } from "../../src/storage/types.ts";
import { ClusterActor } from "./actors/cluster-actor.ts";
import { NamespaceActor } from "./actors/namespace-actor.ts";
import { SchedulerActor, type SchedulerCalls, schedulerCollections } from "./actors/scheduler-actor.ts";
import { Model } from "./model.ts";

/** Rules of the code under test that are taken out. */
export interface Broken {
  readonly storage?: Partial<StorageRules>;
  readonly feed?: Partial<FeedRules>;
  readonly chaos?: Partial<Chaos>;
}

export interface SimulatedClusterOptions {
  readonly world: World;
  readonly namespaces: readonly string[];
  readonly bounds: LogBounds;
  /** How far ahead the feed's floor is kept. */
  readonly strideMs: number;
  /** How much may wait in the feed. */
  readonly bufferBytesMax: number;
  readonly broken: Broken;
}

type Create = (
  host: Host,
  object: SimulatedObject,
  onCommit: (changes: readonly Change[]) => void,
) => SimulatedInstance;

/** Watchers are few here, and their events are gathered all the same. */
function gatherMsOfFew(watchers: number): number {
  return watchers * 150;
}

export class SimulatedCluster {
  readonly world: World;
  readonly model = new Model();
  readonly network: Network;
  readonly cluster: SimulatedObject;
  readonly scheduler: SimulatedObject;
  readonly namespaces = new Map<string, SimulatedObject>();
  readonly #options: SimulatedClusterOptions;
  readonly #disks = new Map<string, NodeSql>();
  #chaos: Chaos = calm;

  constructor(options: SimulatedClusterOptions) {
    this.world = options.world;
    this.#options = options;
    this.network = new Network(options.world, () => this.#chaos);
    const rules = {
      bounds: options.bounds,
      storageRules: { ...storageRules, gatherMs: gatherMsOfFew, ...options.broken.storage },
      feedRules: {
        ...feedRules,
        floorToKeep: (handed: number, kept: number) => floorAbove(handed, kept, options.strideMs),
        ...options.broken.feed,
      },
    };
    this.cluster = this.#object("cluster", "", (host, object, onCommit) => {
      return new ClusterActor(host, {
        ...rules,
        onCommit,
        bufferBytesMax: options.bufferBytesMax,
        members: this.#memberCalls(object),
        subscribers: { deliver: (_name, batch) => this.#call(object, this.scheduler, "deliver", batch) },
      });
    });
    for (const name of options.namespaces) this.namespaces.set(name, this.#namespace(name, rules));
    this.scheduler = this.#object("scheduler", undefined, (host, object) => {
      return new SchedulerActor(host, this.#schedulerCalls(object));
    });
  }

  get objects(): SimulatedObject[] {
    return [this.cluster, this.scheduler, ...this.namespaces.values()];
  }

  setChaos(chaos: Chaos): void {
    this.#chaos = { ...chaos, ...this.#options.broken.chaos };
  }

  /** The scope's object: a namespace, or the cluster for "". */
  scope(name: string): SimulatedObject {
    const object = name === "" ? this.cluster : this.namespaces.get(name);
    if (object === undefined) throw new Error(`no namespace ${name}`);
    return object;
  }

  /** How clients and objects list across namespaces. */
  listCalls(from?: SimulatedObject): ClusterListCalls<string[]> {
    return {
      pick: (request) => this.#call<PickAnswer>(from, this.cluster, "pick", request),
      part: (namespace, request) => this.#call<PartAnswer<string[]>>(from, this.scope(namespace), "part", request),
    };
  }

  close(): void {
    for (const disk of this.#disks.values()) disk.close();
  }

  /** By scope, the objects' texts as they are on disk. */
  get disks(): Map<string, string[]> {
    const texts = new Map<string, string[]>();
    for (const [scope, sql] of this.#disks) {
      const isMade = sql.row("SELECT 1 FROM sqlite_master WHERE name = 'objects'") !== undefined;
      const rows = isMade ? sql.rows("SELECT v.text FROM objects o JOIN versions v ON v.revision = o.revision") : [];
      texts.set(
        scope,
        rows.map(([text]) => text as string),
      );
    }
    return texts;
  }

  #call<Answer>(
    from: SimulatedObject | undefined,
    to: SimulatedObject,
    method: string,
    argument: unknown,
  ): Promise<Answer> {
    const options = from === undefined ? {} : { from };
    return this.network.call(to, method, argument, options) as Promise<Answer>;
  }

  #memberCalls(from: SimulatedObject): MemberCalls {
    return {
      advance: (namespace, request) => this.#call(from, this.scope(namespace), "advance", request),
      gather: (namespace, request) => this.#call(from, this.scope(namespace), "gather", request),
    };
  }

  #feedCalls(from: SimulatedObject): FeedCalls {
    return {
      open: (namespace) => this.#call(from, this.cluster, "open", namespace),
      report: (report) => this.#call(from, this.cluster, "report", report),
    };
  }

  #schedulerCalls(from: SimulatedObject): SchedulerCalls {
    return {
      ...this.listCalls(from),
      nodes: (revision) => this.#call(from, this.cluster, "nodes", revision),
      subscribe: (revision) => {
        const argument = { name: "scheduler", collections: schedulerCollections, from: revision };
        return this.#call(from, this.cluster, "subscribe", argument);
      },
    };
  }

  #namespace(
    name: string,
    rules: { bounds: LogBounds; storageRules: StorageRules; feedRules: FeedRules },
  ): SimulatedObject {
    let earlier: NamespaceActor | undefined;
    return this.#object(name, name, (host, object, onCommit) => {
      const earlierLease: Lease | undefined = earlier?.member.lease;
      const feed = this.#feedCalls(object);
      const reset = () => object.reset();
      earlier = new NamespaceActor(host, { ...rules, namespace: name, feed, earlierLease, onCommit, reset });
      return earlier;
    });
  }

  /** `scope`: whose history its commits are. */
  #object(name: string, scope: string | undefined, create: Create): SimulatedObject {
    const sql = openNodeSql();
    this.#disks.set(scope ?? name, sql);
    const pending: Change[] = [];
    return new SimulatedObject({
      world: this.world,
      name,
      sql,
      random: this.world.random.fork(),
      chaos: () => this.#chaos,
      create: (host, object) => create(host, object, (changes) => pending.push(...changes)),
      onDurable: () => {
        if (pending.length > 0) this.model.durable(scope ?? name, pending.splice(0));
      },
      onLost: () => {
        pending.length = 0;
      },
    });
  }
}
