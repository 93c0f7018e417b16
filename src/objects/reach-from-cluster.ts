// What the cluster's own controllers may ask of its namespaces.
import { purgeCollection } from "../apiserver/purge-scope.ts";
import { controllerUser } from "../auth/user.ts";
import type { Client } from "../controllers/runtime/client.ts";
import type { NamespaceRemains, Reach } from "../controllers/runtime/reach.ts";
import type { Namespace } from "./namespace.ts";
import { ownerExists } from "./owner-exists.ts";
import { type ClientAnswer, remoteClient } from "./remote-client.ts";
import type { ScopeParts } from "./scope-parts.ts";

export interface ClusterSurroundings {
  parts(): ScopeParts;
  namespace(name: string): DurableObjectStub<Namespace>;
  /** The feed forgets a namespace whose rows are gone. False: it still holds something of it, ask again. */
  forget(name: string): boolean;
}

/** How controllers that write elsewhere are known there. */
const writer = "cluster";

export function clusterReach({ parts, namespace, forget }: ClusterSurroundings): Reach {
  const toCluster = (): Client => parts().client(writer);
  const toNamespace = (name: string): Client =>
    remoteClient(name, writer, (call) => namespace(name).callClient(call) as Promise<ClientAnswer>);
  return {
    cluster: toCluster,
    namespace: toNamespace,
    ownerExists: (...owner) =>
      ownerExists({ cluster: toCluster, namespace: toNamespace, kinds: () => parts().scope.kinds() }, ...owner),
    async settleService() {
      throw new Error("services are of namespaces");
    },
    purgeNamespace: (name) => namespace(name).purge() as Promise<NamespaceRemains>,
    purgeCollection: (name, collection) =>
      name === ""
        ? purgeCollection(parts().scope, controllerUser(writer), collection)
        : namespace(name).purgeCollection(collection),
    async dropNamespace(name) {
      const dropped = await namespace(name).drop();
      if (!dropped || !forget(name)) throw new Error(`namespace ${name} is not done with the feed yet`);
    },
  };
}
