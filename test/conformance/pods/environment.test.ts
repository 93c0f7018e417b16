// Variables from config maps, secrets, and the pod itself.
import { expect } from "vitest";
import { once, script } from "./harness/containers.ts";
import { makeContent } from "./harness/content.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import type { Pods } from "./harness/pods.ts";

/** The variables that a container has. A shell would hide those that it can't name. */
async function variables(pods: Pods, fields: object): Promise<Record<string, string>> {
  return parsed(await pods.output({ name: "env", spec: once(script("", { command: ["env"], ...fields })) }));
}

function parsed(text: string): Record<string, string> {
  const lines = text.trim().split("\n");
  return Object.fromEntries(lines.map((line) => [line.replace(/=.*/, ""), line.replace(/^[^=]*=/, "")]));
}

const sources = [
  { title: "[sig-node] ConfigMap", resource: "configmaps", key: "configMapKeyRef", whole: "configMapRef" },
  { title: "[sig-node] Secrets", resource: "secrets", key: "secretKeyRef", whole: "secretRef" },
] as const;
const titles = {
  configmaps: {
    one: "should be consumable via environment variable [NodeConformance]",
    all: "should be consumable via the environment [NodeConformance]",
    prefixes: "should be consumable as environment variable names with various prefixes",
  },
  secrets: {
    one: "should be consumable from pods in env vars [NodeConformance]",
    all: "should be consumable via the environment [NodeConformance]",
    prefixes: "should be consumable as environment variable names variable names with various prefixes",
  },
} as const;

for (const { title, resource, key, whole } of sources) {
  const names = titles[resource];

  podConformance(`${title} ${names.one} [Conformance]`, async ({ api, namespace, pods }) => {
    await makeContent(api, namespace, { resource }, "content", { "data-1": "value-1" });
    const env = [{ name: "DATA", valueFrom: { [key]: { name: "content", key: "data-1" } } }];
    expect(await variables(pods, { env })).toMatchObject({ DATA: "value-1" });
  });

  podConformance(`${title} ${names.all} [Conformance]`, async ({ api, namespace, pods }) => {
    await makeContent(api, namespace, { resource }, "content", { data: "value", other: "value-2" });
    const envFrom = [{ [whole]: { name: "content" } }, { prefix: "p_", [whole]: { name: "content" } }];
    const expected = { data: "value", other: "value-2", p_data: "value", p_other: "value-2" };
    expect(await variables(pods, { envFrom })).toMatchObject(expected);
  });

  podConformance(`${title} ${names.prefixes} [Conformance]`, async ({ api, namespace, pods }) => {
    await makeContent(api, namespace, { resource }, "content", { "data-1": "value-1", "data.2": "value-2" });
    const prefixes = ["p-", "p.", "p_1."];
    const envFrom = prefixes.map((prefix) => ({ prefix, [whole]: { name: "content" } }));
    const found = await variables(pods, { envFrom });
    for (const prefix of prefixes) {
      expect(found[`${prefix}data-1`]).toBe("value-1");
      expect(found[`${prefix}data.2`]).toBe("value-2");
    }
  });
}

podConformance(
  "[sig-node] Variable Expansion should allow composing env vars into new env vars [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const env = [
      { name: "FOO", value: "foo-value" },
      { name: "BAR", value: "bar-value" },
      { name: "FOOBAR", value: "$(FOO);;$(BAR)" },
    ];
    expect(await variables(pods, { env })).toMatchObject({ FOOBAR: "foo-value;;bar-value" });
  },
);

function field(name: string, fieldPath: string): object {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

podConformance(
  "[sig-node] Downward API should provide pod name, namespace and IP address as env vars [NodeConformance] [Conformance]",
  async ({ namespace, pods }) => {
    const env = [
      field("POD_NAME", "metadata.name"),
      field("POD_NAMESPACE", "metadata.namespace"),
      field("POD_IP", "status.podIP"),
    ];
    const found = await variables(pods, { env });
    const { podIP } = (await pods.get("env")).status;
    expect(found).toMatchObject({ POD_NAME: "env", POD_NAMESPACE: namespace, POD_IP: podIP });
  },
);

podConformance(
  "[sig-node] Downward API should provide host IP as an env var [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const found = await variables(pods, { env: [field("HOST_IP", "status.hostIP")] });
    expect(found["HOST_IP"]).toBe((await pods.get("env")).status.hostIP);
    expect(found["HOST_IP"]).toMatch(/^\d+(\.\d+){3}$/);
  },
);

podConformance(
  "[sig-node] Downward API should provide hostIPs as an env var [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const found = await variables(pods, { env: [field("HOST_IPS", "status.hostIPs")] });
    const { hostIPs } = (await pods.get("env")).status;
    expect(found["HOST_IPS"]).toBe(hostIPs.map(({ ip }: { ip: string }) => ip).join(","));
  },
);

podConformance(
  "[sig-node] Downward API should provide pod UID as env vars [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const found = await variables(pods, { env: [field("POD_UID", "metadata.uid")] });
    expect(found["POD_UID"]).toBe((await pods.get("env")).metadata.uid);
  },
);

const resourceNames = { CPU_LIMIT: "limits.cpu", MEMORY_LIMIT: "limits.memory" };
const resourceVariables = Object.entries({
  ...resourceNames,
  CPU_REQUEST: "requests.cpu",
  MEMORY_REQUEST: "requests.memory",
}).map(([name, resource]) => ({ name, valueFrom: { resourceFieldRef: { resource } } }));

podConformance(
  "[sig-node] Downward API should provide container's limits.cpu/memory and requests.cpu/memory as env vars [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const resources = { requests: { cpu: "250m", memory: "32Mi" }, limits: { cpu: "1250m", memory: "64Mi" } };
    expect(await variables(pods, { env: resourceVariables, resources })).toMatchObject({
      CPU_LIMIT: "2",
      MEMORY_LIMIT: "67108864",
      CPU_REQUEST: "1",
      MEMORY_REQUEST: "33554432",
    });
  },
);

podConformance(
  "[sig-node] Downward API should provide default limits.cpu/memory from node allocatable [NodeConformance] [Conformance]",
  async ({ api, pods }) => {
    const env = resourceVariables.filter(({ name }) => name in resourceNames);
    const found = await variables(pods, { env });
    const { nodeName } = (await pods.get("env")).spec;
    const { allocatable } = (await api.get(`/api/v1/nodes/${nodeName}`)).status;
    expect(found).toMatchObject({
      CPU_LIMIT: allocatable.cpu,
      MEMORY_LIMIT: String(Number.parseInt(allocatable.memory, 10) * 1024),
    });
  },
);

podConformance(
  "[sig-node] Pods should contain environment variables for services [NodeConformance] [Conformance]",
  async ({ api, namespace, pods }) => {
    await api.create(`/api/v1/namespaces/${namespace}/services`, {
      metadata: { name: "fooservice" },
      spec: { ports: [{ port: 8765, targetPort: 8080 }], selector: { name: "server-envvars" } },
    });
    const service = await api.get(`/api/v1/namespaces/${namespace}/services/fooservice`);
    const { clusterIP } = service.spec;
    expect(await variables(pods, {})).toMatchObject({
      FOOSERVICE_SERVICE_HOST: clusterIP,
      FOOSERVICE_SERVICE_PORT: "8765",
      FOOSERVICE_PORT: `tcp://${clusterIP}:8765`,
      FOOSERVICE_PORT_8765_TCP: `tcp://${clusterIP}:8765`,
      FOOSERVICE_PORT_8765_TCP_PROTO: "tcp",
      FOOSERVICE_PORT_8765_TCP_PORT: "8765",
      FOOSERVICE_PORT_8765_TCP_ADDR: clusterIP,
    });
  },
);
