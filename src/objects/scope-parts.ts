// What a Namespace object and the Cluster object have in common: one storage engine, one API machinery, one set of
// watches, one loop of controllers.
import { apiVersionOf, type KubeObject } from "../apimachinery/json.ts";
import { LocalClient } from "../apiserver/local-client.ts";
import { ParsedObjects } from "../apiserver/parsed-objects.ts";
import type { Scope } from "../apiserver/scope.ts";
import { ScopeServer } from "../apiserver/scope-server.ts";
import { compileView } from "../apiserver/watch-view.ts";
import { controllerUser } from "../auth/user.ts";
import type { Client } from "../controllers/runtime/client.ts";
import type { Controller, ScopeIndex } from "../controllers/runtime/controller.ts";
import { enqueue } from "../controllers/runtime/enqueue.ts";
import { ControllerLoop } from "../controllers/runtime/loop.ts";
import type { Reach } from "../controllers/runtime/reach.ts";
import type { DurableHost } from "../platform/durable/host.ts";
import { Store } from "../storage/store.ts";
import type { WorkItem } from "../storage/types.ts";
import type { CompileView } from "../storage/view.ts";
import { WakeUp } from "../storage/wake-up.ts";
import { WatchHub, type WatchRequest, watchTag } from "../storage/watch-hub.ts";

export interface ScopeOptions extends Omit<Scope, "store" | "parsed" | "clock" | "random"> {
  readonly controllers: readonly Controller[];
  readonly reach: Reach;
  /** Opens a watch otherwise than on this scope's own log. */
  readonly openWatch?: (watch: WatchRequest) => Response;
}

export class ScopeParts {
  readonly store: Store;
  readonly wakeUp: WakeUp;
  readonly compile: CompileView;
  readonly hub: WatchHub;
  readonly scope: Scope;
  readonly server: ScopeServer;
  readonly loop: ControllerLoop;
  /** Whole collections that admission has asked for, until they change. */
  readonly #lists = new Map<string, readonly Readonly<KubeObject>[]>();
  /** A commit since the last look has left work for a controller. */
  #hasWork = false;

  constructor(host: DurableHost, options: ScopeOptions) {
    const { sql, clock, random, timers, sockets, log } = host;
    const { controllers, reach } = options;
    const parsed = new ParsedObjects();
    this.wakeUp = new WakeUp(host.alarm, clock);
    const workFor = enqueue({ controllers, clock, index: this.#index(), parse: (stored) => parsed.parse(stored) });
    this.store = new Store({ sql, clock, wakeUp: this.wakeUp, workFor: (changes) => this.#noteWork(workFor(changes)) });
    this.scope = { ...options, store: this.store, parsed, clock, random };
    this.loop = new ControllerLoop({
      ...host,
      controllers,
      reach,
      source: this.store.work,
      client: (controller) => this.client(controller),
    });
    this.store.onCommit((changes) => {
      for (const { collection } of changes) this.#lists.delete(collection);
    });
    // Before anybody else hears of a commit: a request's answer does not wait for what it causes.
    this.store.onCommit(() => this.#wakeLoop());
    this.compile = compileView(options.kinds, clock);
    this.hub = new WatchHub({ store: this.store, sockets, clock, timers, compile: this.compile });
    const openWatch = (watch: WatchRequest) => {
      const { socket, response } = sockets.accept(watchTag);
      this.hub.subscribe(socket, watch);
      return response;
    };
    this.server = new ScopeServer({ scope: this.scope, log, openWatch: options.openWatch ?? openWatch });
  }

  /** The scope's API, for a controller. */
  client(controller: string): Client & LocalClient {
    return new LocalClient(this.scope, controllerUser(controller)) as Client & LocalClient;
  }

  /** An object of the scope; shared, not to be changed. */
  find(collection: string, name: string): Readonly<KubeObject> | undefined {
    const stored = this.store.get(collection, name);
    return stored === undefined ? undefined : this.scope.parsed.parse(stored);
  }

  /** A collection's objects; shared, not to be changed. Kept until one changes: admission asks with every write. */
  all(collection: string): readonly Readonly<KubeObject>[] {
    const known = this.#lists.get(collection);
    if (known !== undefined) return known;
    const list = this.store.list(collection).objects.map((stored) => this.scope.parsed.parse(stored));
    this.#lists.set(collection, list);
    return list;
  }

  #index(): ScopeIndex {
    return {
      hasDependents: (uid) => this.store.dependents(uid).length > 0,
      find: (apiVersion, kind, name) => {
        const found = this.scope
          .kinds()
          .kinds.find((one) => one.kind === kind && apiVersionOf(one.group, one.version) === apiVersion);
        return found === undefined ? undefined : this.find(found.collection, name);
      },
    };
  }

  #noteWork(items: WorkItem[]): WorkItem[] {
    if (items.length > 0) this.#hasWork = true;
    return items;
  }

  #wakeLoop(): void {
    if (!this.#hasWork) return;
    this.#hasWork = false;
    this.loop.wake();
  }
}
