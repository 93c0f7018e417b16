// The `proxy` subresources of pods, services and nodes: HTTP to what runs on a node, carried by its agent.
import { internalError } from "../../apimachinery/status-error.ts";
import type { EndpointSlice, Node, Pod, Service } from "../../kinds/facts/types.gen.ts";
import type { Random } from "../../platform/random.ts";
import { proxyThroughLink } from "../../tunnel/edge/proxy.ts";
import {
  nodeLocation,
  type ProxyLocation,
  type ProxyName,
  podLocation,
  serviceLocation,
  splitProxyName,
} from "../../tunnel/edge/proxy-location.ts";
import { userHeader } from "../internal-headers.ts";
import type { ScopeStub } from "./cluster-stubs.ts";
import { connected } from "./connected.ts";
import type { PodStreamsHost } from "./pod-streams.ts";
import { refusal } from "./refusal.ts";
import type { StreamOpener, StreamRequest } from "./streams.ts";

export interface ProxyStreamsHost extends PodStreamsHost {
  readonly random: Random;
}

type Locate = (host: ProxyStreamsHost, request: StreamRequest) => Promise<ProxyLocation>;

/** By collection. */
const locators: Readonly<Record<string, Locate>> = { pods: locatePod, services: locateService, nodes: locateNode };

export function proxyStreams(host: ProxyStreamsHost): StreamOpener {
  return {
    serves: (kind, info) => info.subresource === "proxy" && Object.hasOwn(locators, kind.collection),
    async open(streamed) {
      const { kind, request, stubs } = streamed;
      const locate = locators[kind.collection];
      if (locate === undefined) throw internalError(`${kind.collection} have no proxy`);
      const { node, destination } = await locate(host, streamed);
      const link = host.link(stubs.id, node);
      const clientAddress = request.headers.get("cf-connecting-ip");
      return proxyThroughLink({
        link,
        destination,
        request,
        prefix: prefixOf(streamed),
        ...(clientAddress === null ? {} : { clientAddress }),
        host: host.edge,
      });
    },
  };
}

/** The client's path up to and with "/proxy", as the client wrote it. */
function prefixOf({ url, prefix, kind }: StreamRequest): string {
  const segments = kind.scope === "Namespaced" ? 7 : 5;
  const own = url.pathname.slice(prefix.length).split("/");
  return prefix + own.slice(0, segments + 1).join("/");
}

async function locatePod(_host: ProxyStreamsHost, streamed: StreamRequest): Promise<ProxyLocation> {
  const wanted = splitProxyName(streamed.info.name, "pod");
  const { object: pod } = await connected<Pod>(streamed, namespaced(streamed, `pods/${wanted.name}`));
  return podLocation(pod, wanted);
}

async function locateService(host: ProxyStreamsHost, streamed: StreamRequest): Promise<ProxyLocation> {
  const wanted: ProxyName = splitProxyName(streamed.info.name, "service");
  const { object: service } = await connected<Service>(streamed, namespaced(streamed, `services/${wanted.name}`));
  const selector = encodeURIComponent(`kubernetes.io/service-name=${wanted.name}`);
  const group = `/apis/discovery.k8s.io/v1/namespaces/${streamed.info.namespace}`;
  const list = await read<{ items: EndpointSlice[] }>(streamed, `${group}/endpointslices?labelSelector=${selector}`);
  const slices = list.items.map(({ ports, endpoints }) => ({
    ...(ports ? { ports } : {}),
    ...(endpoints ? { endpoints } : {}),
  }));
  return serviceLocation({ spec: { ports: service.spec?.ports ?? [] } }, slices, wanted, host.random);
}

async function locateNode(_host: ProxyStreamsHost, streamed: StreamRequest): Promise<ProxyLocation> {
  const wanted = splitProxyName(streamed.info.name, "node");
  const { object: node } = await connected<Node>(streamed, `/api/v1/nodes/${encodeURIComponent(wanted.name)}`);
  return nodeLocation(node, wanted);
}

function namespaced({ info }: StreamRequest, path: string): string {
  const [resource, name = ""] = path.split("/");
  return `/api/v1/namespaces/${info.namespace}/${resource}/${encodeURIComponent(name)}`;
}

async function read<Type>({ stubs, info, caller }: StreamRequest, path: string): Promise<Type> {
  const stub: ScopeStub = info.namespace === "" ? stubs.cluster : stubs.namespace(info.namespace);
  const response = await stub.fetch(`https://skerry${path}`, { headers: { [userHeader]: caller.header } });
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as Type;
}
