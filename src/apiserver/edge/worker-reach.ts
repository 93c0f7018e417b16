// How the Worker reaches servers outside of the control plane: services and nodes are read from the objects, in the
// control plane's own name, for a client need not be allowed to read them.
import { labelSelectorText, matcherFromSet } from "../../apimachinery/label-selector.ts";
import { controllerUser } from "../../auth/user.ts";
import type { EndpointSlice, Node, Service } from "../../kinds/facts/types.gen.ts";
import type { Random } from "../../platform/random.ts";
import type { EdgeHost, LinkStub } from "../../tunnel/edge/host.ts";
import { userHeader } from "../internal-headers.ts";
import type { ServerReach } from "../server-reach.ts";
import type { ClusterStubs, ScopeStub } from "./cluster-stubs.ts";
import { refusal } from "./refusal.ts";

export interface WorkerReachHost {
  readonly random: Random;
  readonly edge: EdgeHost;
  link(cluster: string, node: string): LinkStub;
}

const headers = { [userHeader]: JSON.stringify(controllerUser("aggregator")) };

/** Any of these may carry a call out. */
const readyNodesMax = 5;

export function workerReach({ random, edge, link }: WorkerReachHost, stubs: ClusterStubs): ServerReach {
  return {
    random,
    edge,
    link: (node) => link(stubs.id, node),
    async nodes() {
      const list = await read<{ items: readonly Node[] }>(stubs.cluster, "/api/v1/nodes");
      const isReady = ({ status }: Node) =>
        status?.conditions?.some((one) => one.type === "Ready" && one.status === "True") === true;
      const ready = (list?.items ?? []).filter(isReady);
      return ready.slice(0, readyNodesMax).map(({ metadata }) => metadata?.name ?? "");
    },
    async service(namespace, name) {
      const stub = stubs.namespace(namespace);
      const service = await read<Service>(
        stub,
        `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}`,
      );
      if (service === undefined) return undefined;
      const selector = labelSelectorText(matcherFromSet({ "kubernetes.io/service-name": name }));
      const list = await read<{ items: readonly EndpointSlice[] }>(
        stub,
        `/apis/discovery.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/endpointslices?labelSelector=${encodeURIComponent(selector)}`,
      );
      return { service, slices: list?.items ?? [] };
    },
    fetch: (request) => fetch(request),
  };
}

/** Undefined: there is no such thing. Throws what the object refuses with otherwise. */
async function read<Type>(stub: ScopeStub, path: string): Promise<Type | undefined> {
  const response = await stub.fetch(`https://skerry${path}`, { headers });
  if (response.status === 404) return undefined;
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as Type;
}
