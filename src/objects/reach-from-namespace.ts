// What a namespace's controllers may ask of the rest of their cluster.
import { holdingsOf } from "../apiserver/allocation/reserve-service.ts";
import type { Client } from "../controllers/runtime/client.ts";
import type { Reach } from "../controllers/runtime/reach.ts";
import type { Service } from "../kinds/facts/types.gen.ts";
import type { Cluster } from "./cluster.ts";
import type { Namespace } from "./namespace.ts";
import { ownerExists } from "./owner-exists.ts";
import { type ClientAnswer, remoteClient } from "./remote-client.ts";
import type { ScopeParts } from "./scope-parts.ts";

export interface NamespaceSurroundings {
  readonly namespace: string;
  parts(): ScopeParts;
  cluster(): DurableObjectStub<Cluster>;
  sibling(name: string): DurableObjectStub<Namespace>;
}

/** How controllers that write elsewhere are known there. */
const writer = "namespaced";

export function namespaceReach({ namespace, parts, cluster, sibling }: NamespaceSurroundings): Reach {
  const toCluster = (): Client =>
    remoteClient("", writer, (call) => cluster().callClient(call) as Promise<ClientAnswer>);
  const toNamespace = (name: string): Client =>
    name === namespace
      ? parts().client(writer)
      : remoteClient(name, writer, (call) => sibling(name).callClient(call) as Promise<ClientAnswer>);
  const onlyCluster = async (): Promise<never> => {
    throw new Error("only the cluster's controllers take namespaces away");
  };
  return {
    cluster: toCluster,
    namespace: toNamespace,
    ownerExists: (...owner) =>
      ownerExists({ cluster: toCluster, namespace: toNamespace, kinds: () => parts().scope.kinds() }, ...owner),
    async settleService(name, service) {
      const needed = service === undefined ? { addresses: [], nodePorts: [] } : holdingsOf(service as Service);
      await cluster().settleService({ namespace, name }, needed);
    },
    purgeNamespace: onlyCluster,
    purgeCollection: onlyCluster,
    dropNamespace: onlyCluster,
  };
}
