// Services over pods, and what is asked of them.
import type { Api, ApiObject } from "../../harness/api.ts";
import { until } from "../../harness/until.ts";
import { pausing, tool } from "./containers.ts";
import type { Pods } from "./pods.ts";

export interface Where {
  readonly api: Api;
  readonly namespace: string;
  readonly pods: Pods;
}

export function servicesOf(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/services`;
}

export function makeService({ api, namespace }: Where, name: string, spec: object): Promise<ApiObject> {
  return api.create(servicesOf(namespace), { metadata: { name }, spec });
}

/** A pod that answers HTTP at 8080 and datagrams at 8081. */
export function server({ pods }: Where, name: string, labels = { app: "server" }): Promise<ApiObject> {
  const readinessProbe = { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 };
  const containers = [tool(["serve", "8080", "udp:8081"], { readinessProbe })];
  return pods.run({ name, labels, spec: { containers } });
}

/** A pod to ask from, with a shell, and at `port` a server that asks others. */
export function asker({ pods }: Where, port = 8080, more: object = {}): Promise<ApiObject> {
  const containers = [pausing(), tool(["serve", String(port)], { name: "tool" })];
  return pods.run({ name: "asker", labels: { app: "asker" }, spec: { containers, ...more } });
}

/** What the answer to a GET from a pod is. */
export function fetchFrom({ pods }: Where, pod: string, url: string): Promise<string> {
  return pods.shell(pod, `busybox timeout 5 wget -qO- '${url}'`, "main");
}

/** Asks until each of `names` has answered. */
export async function untilAnswer(where: Where, pod: string, url: string, names: readonly string[]): Promise<void> {
  const left = new Set(names);
  await until(async () => {
    left.delete(await fetchFrom(where, pod, url));
    return left.size === 0;
  }, 60_000);
}

/** The node's address, by which its ports are reached. */
export async function nodeAddress(api: Api): Promise<string> {
  const [node] = (await api.list("/api/v1/nodes")).items;
  return node?.["status"].addresses.find(({ type }: { type: string }) => type === "InternalIP").address;
}

/** What EndpointSlices say of a service: `ADDRESS:PORT` of those that are ready. */
export async function endpointsOf({ api, namespace }: Where, service: string): Promise<string[]> {
  const { items } = await api.list(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
    labelSelector: `kubernetes.io/service-name=${service}`,
  });
  const found = items.flatMap(({ endpoints, ports }) =>
    (endpoints ?? []).flatMap((endpoint: { addresses: string[]; conditions?: { ready?: boolean } }) =>
      endpoint.conditions?.ready === false
        ? []
        : endpoint.addresses.flatMap((address) =>
            (ports ?? []).map(({ port }: { port: number }) => `${address}:${port}`),
          ),
    ),
  );
  return [...new Set(found)].sort();
}

export async function untilEndpoints(where: Where, service: string, wanted: readonly string[]): Promise<void> {
  const text = JSON.stringify([...wanted].sort());
  await until(async () => JSON.stringify(await endpointsOf(where, service)) === text, 60_000);
}
