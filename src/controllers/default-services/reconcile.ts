// Keeps the services that every cluster has, and the API server's endpoints.
import type { KubeObject } from "../../apimachinery/json.ts";
import { endpointSlices, endpoints, namespaces, services } from "../../kinds/kind-refs.ts";
import type { Client, KindRef } from "../runtime/client.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { isAlreadyThere, isNamespaceTerminating } from "../runtime/failures.ts";
import { mergeDiff } from "../runtime/merge-diff.ts";
import { mapped } from "../runtime/watch-rules.ts";
import {
  type ApiServerAddress,
  apiEndpointSlice,
  apiEndpoints,
  apiNamespace,
  apiService,
  apiServiceName,
  dnsNamespace,
  dnsService,
  dnsServiceName,
} from "./services.ts";

export interface DefaultServicesSettings {
  readonly apiClusterIp: string;
  readonly dnsClusterIp: string;
  readonly apiServer: () => ApiServerAddress;
}

/** Names of the services by the namespaces that they are in. */
const kept: Readonly<Record<string, string>> = { [apiNamespace]: apiServiceName, [dnsNamespace]: dnsServiceName };

/** In a namespace: makes them again. */
export function defaultServicesController(settings: DefaultServicesSettings): Controller {
  const lost = (kind: KindRef) =>
    mapped(kind, ({ type, name, object }) =>
      type === "DELETED" && kept[object.metadata?.namespace ?? ""] === name ? [object.metadata?.namespace] : [],
    );
  return {
    name: "default-services",
    scope: "Namespaced",
    watches: [lost(services), lost(endpoints), lost(endpointSlices)],
    async reconcile(_key, { client }) {
      await ensureIn(client, settings);
      return done;
    },
  };
}

/** In the cluster scope: makes them with their namespaces. */
export function firstDefaultServicesController(settings: DefaultServicesSettings): Controller {
  return {
    name: "default-services",
    scope: "Cluster",
    watches: [mapped(namespaces, ({ type, name }) => (type === "ADDED" && kept[name] !== undefined ? [name] : []))],
    async reconcile(name, { client, reach }) {
      if ((await client.get(namespaces, name)) !== undefined) await ensureIn(reach.namespace(name), settings);
      return done;
    },
  };
}

async function ensureIn(client: Client, settings: DefaultServicesSettings): Promise<void> {
  if (client.namespace === dnsNamespace) await ensure(client, services, dnsService(settings.dnsClusterIp));
  if (client.namespace !== apiNamespace) return;
  const address = settings.apiServer();
  await ensure(client, services, apiService(settings.apiClusterIp, address.port));
  if (address.addresses.length === 0) return;
  const { subsets } = apiEndpoints(address);
  await ensure(client, endpoints, apiEndpoints(address), { subsets });
  await ensure(client, endpointSlices, apiEndpointSlice(address), { endpoints: apiEndpointSlice(address).endpoints });
}

/** What is there stays as people made it, but for `content`, which is ours. */
async function ensure(client: Client, kind: KindRef, object: KubeObject, content: KubeObject = {}): Promise<void> {
  const name = object.metadata?.name ?? "";
  const current = await client.get(kind, name);
  if (current !== undefined) {
    const found = Object.fromEntries(Object.keys(content).map((key) => [key, current[key]]));
    const patch = mergeDiff(found, content);
    if (patch !== undefined) await client.patch(kind, name, patch);
    return;
  }
  try {
    await client.create(kind, object);
  } catch (error) {
    if (!isAlreadyThere(error) && !isNamespaceTerminating(error)) throw error;
  }
}
