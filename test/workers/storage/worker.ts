// Durable Objects for tests of storage and feed: one that does nothing, and the simulation's actors on the real platform.
import { DurableObject } from "cloudflare:workers";
import { feedWatchTag } from "../../../src/feed/feed-watches.ts";
import { feedRules } from "../../../src/feed/rules.ts";
import { type DurableHost, durableHost } from "../../../src/platform/durable/host.ts";
import { logBounds } from "../../../src/storage/compaction.ts";
import { storageRules } from "../../../src/storage/rules.ts";
import { watchTag } from "../../../src/storage/watch-hub.ts";
import { silentLog } from "../../contract/feed-bench.ts";
import { ClusterActor, type ClusterConnect } from "../../simulation/actors/cluster-actor.ts";
import { NamespaceActor } from "../../simulation/actors/namespace-actor.ts";

interface Environment {
  readonly NAMESPACE: DurableObjectNamespace<NamespaceBox>;
  readonly CLUSTER: DurableObjectNamespace<ClusterBox>;
}

/** Tests work on its storage. */
export class Box extends DurableObject {}

abstract class ActorBox extends DurableObject<Environment> {
  readonly host: DurableHost;
  abstract readonly actor: NamespaceActor | ClusterActor;

  constructor(state: DurableObjectState, environment: Environment) {
    super(state, environment);
    this.host = durableHost(state, silentLog);
  }

  async call(method: string, argument: unknown): Promise<unknown> {
    return await this.actor.handle(method, argument);
  }

  override fetch(request: Request): Response {
    const watch = JSON.parse(new URL(request.url).searchParams.get("watch") ?? "{}") as ClusterConnect;
    const { socket, response } = this.host.sockets.accept(watch.isAcross ? feedWatchTag : watchTag);
    this.actor.connect(socket, watch);
    return response;
  }

  override webSocketMessage(socket: WebSocket, message: string): void {
    this.actor.message(this.host.sockets.of(socket), message);
  }

  override webSocketClose(socket: WebSocket): void {
    this.actor.closed(this.host.sockets.of(socket));
  }

  override alarm(): void {
    this.actor.alarm();
  }
}

const rules = { bounds: logBounds, storageRules, feedRules, onCommit: () => {} };

export class NamespaceBox extends ActorBox {
  readonly actor: NamespaceActor;

  constructor(state: DurableObjectState, environment: Environment) {
    super(state, environment);
    const [cluster, namespace] = (state.id.name as string).split("/") as [string, string];
    const call = (method: string, argument: unknown) =>
      environment.CLUSTER.get(environment.CLUSTER.idFromName(cluster)).call(method, argument) as never;
    this.actor = new NamespaceActor(this.host, {
      ...rules,
      namespace,
      feed: { open: (name) => call("open", name), report: (report) => call("report", report) },
      earlierLease: undefined,
      reset: () => {},
    });
  }
}

export class ClusterBox extends ActorBox {
  readonly actor: ClusterActor;

  constructor(state: DurableObjectState, environment: Environment) {
    super(state, environment);
    const call = (namespace: string, method: string, argument: unknown) => {
      const id = environment.NAMESPACE.idFromName(`${state.id.name}/${namespace}`);
      return environment.NAMESPACE.get(id).call(method, argument) as never;
    };
    this.actor = new ClusterActor(this.host, {
      ...rules,
      members: {
        advance: (namespace, request) => call(namespace, "advance", request),
        gather: (namespace, request) => call(namespace, "gather", request),
      },
      subscribers: { deliver: async () => ({ cursor: undefined }) },
    });
  }
}

export default {
  fetch(): Response {
    return new Response("nothing here");
  },
};
