// What admission reaches beyond its scope: webhooks through the node links, objects of other scopes, and the
// cluster's configurations.
import type { KubeObject } from "../apimachinery/json.ts";
import { labelSelectorText, matcherFromSet } from "../apimachinery/label-selector.ts";
import { Conversions } from "../apiserver/conversion/conversions.ts";
import type { CustomKinds } from "../apiserver/custom/custom-kinds.ts";
import type { ServerReach } from "../apiserver/server-reach.ts";
import { webhookClient } from "../apiserver/webhook-client.ts";
import type { AdmissionHost, AdmissionReader } from "../auth/admission/step.ts";
import type { Client, KindRef } from "../controllers/runtime/client.ts";
import type { Reach } from "../controllers/runtime/reach.ts";
import type { Environment } from "../environment.ts";
import { type AdmissionConfigurations, admissionCollections } from "../kinds/cluster-facts.ts";
import type { Node } from "../kinds/facts/types.gen.ts";
import type { Kind } from "../kinds/kind.ts";
import { endpointSlices, nodes, services } from "../kinds/kind-refs.ts";
import type { DurableHost } from "../platform/durable/host.ts";
import type { Change } from "../storage/types.ts";
import type { LinkStub } from "../tunnel/edge/host.ts";
import { workersEdgeHost } from "../tunnel/edge/workers-host.ts";
import { nodeLinkName } from "../tunnel/relay/paths.ts";
import type { ScopeParts } from "./scope-parts.ts";

/** Any of these may carry a call out; more would only be read in vain. */
const readyNodesMax = 5;

export interface Surroundings {
  readonly environment: Environment;
  readonly cluster: string;
  readonly host: DurableHost;
  reach(): Reach;
  /** Nodes that are ready. */
  readyNodes(): Promise<readonly string[]>;
}

/** The parts of an `AdmissionHost` that lead out of the scope. */
export function admissionSurroundings(surroundings: Surroundings): Pick<AdmissionHost, "webhooks" | "reader"> {
  return {
    webhooks: webhookClient(serverReach(surroundings), surroundings.host.timers),
    reader: admissionReader(surroundings.reach),
  };
}

/** How custom resources are converted by webhooks. */
export function conversionsOf(surroundings: Surroundings, customs: CustomKinds): Conversions {
  const { host } = surroundings;
  return new Conversions({
    customs,
    random: host.random,
    webhooks: webhookClient(serverReach(surroundings), host.timers),
  });
}

/** How an object reaches servers outside of the control plane. */
export function serverReach({ environment, cluster, host, reach, readyNodes }: Surroundings): ServerReach {
  const { NODE_LINK } = environment;
  return {
    random: host.random,
    edge: workersEdgeHost({ timers: host.timers, clock: host.clock }),
    link: (node) => NODE_LINK.get(NODE_LINK.idFromName(nodeLinkName({ cluster, node }))) as unknown as LinkStub,
    nodes: readyNodes,
    async service(namespace, name) {
      const client = reach().namespace(namespace);
      const service = await client.get(services, name);
      if (service === undefined) return undefined;
      const labelSelector = labelSelectorText(matcherFromSet({ "kubernetes.io/service-name": name }));
      return { service, slices: await client.list(endpointSlices, { labelSelector }) };
    },
    fetch: (request) => fetch(request),
  };
}

/** The names of a few nodes that are ready, of the cluster's own store. */
export async function readyNodeNames(cluster: Client): Promise<string[]> {
  const ready = (node: Readonly<Node>) =>
    node.status?.conditions?.some((one) => one.type === "Ready" && one.status === "True") === true;
  const found = (await cluster.list(nodes)).filter(ready).map((node) => node.metadata?.name ?? "");
  return found.slice(0, readyNodesMax);
}

function admissionReader(reach: () => Reach): AdmissionReader {
  const client = (namespace: string) => (namespace === "" ? reach().cluster() : reach().namespace(namespace));
  return {
    get: (kind, namespace, name) => client(namespace).get(refOf(kind), name),
    list: (kind, namespace, labelSelector) => client(namespace).list(refOf(kind), { labelSelector }),
  };
}

function refOf({ group, version, kind, plural, scope }: Kind): KindRef {
  return { group, version, kind, plural, namespaced: scope === "Namespaced" };
}

/** The configurations as the cluster's store has them: read once after each change. */
export class StoredConfigurations {
  readonly #parts: () => ScopeParts;
  #read: AdmissionConfigurations | undefined;

  constructor(parts: () => ScopeParts) {
    this.#parts = parts;
  }

  get current(): AdmissionConfigurations {
    this.#read ??= this.#fromStore();
    return this.#read;
  }

  /** What has been committed. */
  note(changes: readonly Pick<Change, "collection">[]): void {
    const collections: readonly string[] = Object.values(admissionCollections);
    if (changes.some(({ collection }) => collections.includes(collection))) this.#read = undefined;
  }

  #fromStore(): AdmissionConfigurations {
    const { store, scope } = this.#parts();
    const all = (collection: string) => store.list(collection).objects.map((one) => compact(scope.parsed.parse(one)));
    const read = Object.entries(admissionCollections).map(([key, collection]) => [key, all(collection)]);
    return Object.fromEntries(read) as unknown as AdmissionConfigurations;
  }
}

/** Who wrote which field is of no use to admission, and would be carried to every namespace. */
function compact(object: Readonly<KubeObject>): KubeObject {
  const { managedFields: _managedFields, annotations: _annotations, ...metadata } = object.metadata ?? {};
  const { status: _status, ...rest } = object;
  return { ...rest, metadata };
}
