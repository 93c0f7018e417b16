// What a Namespace object and the Cluster object have in common: one storage engine, one API machinery, one set of watches.
import type { KubeObject } from "../apimachinery/json.ts";
import { ParsedObjects } from "../apiserver/parsed-objects.ts";
import type { Scope } from "../apiserver/scope.ts";
import { ScopeServer } from "../apiserver/scope-server.ts";
import { compileView } from "../apiserver/watch-view.ts";
import type { DurableHost } from "../platform/durable/host.ts";
import { Store } from "../storage/store.ts";
import type { Change, WorkItem } from "../storage/types.ts";
import type { CompileView } from "../storage/view.ts";
import { WakeUp } from "../storage/wake-up.ts";
import { WatchHub, type WatchRequest, watchTag } from "../storage/watch-hub.ts";

export interface ScopeParts {
  readonly store: Store;
  readonly wakeUp: WakeUp;
  readonly compile: CompileView;
  readonly hub: WatchHub;
  readonly scope: Scope;
  readonly server: ScopeServer;
  /** An object of the scope; shared, not to be changed. */
  find(collection: string, name: string): Readonly<KubeObject> | undefined;
}

export interface ScopeOptions extends Omit<Scope, "store" | "parsed" | "clock" | "random"> {
  /** The work of controllers that a commit causes. */
  readonly workFor: (changes: readonly Change[]) => readonly WorkItem[];
  /** Opens a watch otherwise than on this scope's own log; undefined: on it. */
  readonly openWatch?: (watch: WatchRequest) => Response;
}

export function scopeParts(host: DurableHost, options: ScopeOptions): ScopeParts {
  const { sql, clock, random, sockets, log } = host;
  const wakeUp = new WakeUp(host.alarm, clock);
  const store = new Store({ sql, clock, wakeUp, workFor: options.workFor });
  const compile = compileView(options.kinds, clock);
  const hub = new WatchHub({ store, sockets, clock, compile });
  const scope: Scope = { ...options, store, parsed: new ParsedObjects(), clock, random };
  function openWatch(watch: WatchRequest): Response {
    const { socket, response } = sockets.accept(watchTag);
    hub.subscribe(socket, watch);
    return response;
  }
  const server = new ScopeServer({ scope, log, openWatch: options.openWatch ?? openWatch });
  function find(collection: string, name: string): Readonly<KubeObject> | undefined {
    const stored = store.get(collection, name);
    return stored === undefined ? undefined : scope.parsed.parse(stored);
  }
  return { store, wakeUp, compile, hub, scope, server, find };
}
