import { expect } from "vitest";
import { eventually } from "../harness/eventually.ts";
import { story } from "../harness/story.ts";
import { type WebhookServer, webhookServer } from "../harness/webhook-server.ts";

interface Wanted {
  readonly kind: "Mutating" | "Validating";
  readonly client: object;
  readonly resource: string;
  readonly more?: object;
}

/** Asked about this namespace only. */
function configuration(
  namespace: string,
  { caBundle }: WebhookServer,
  { kind, client, resource, more }: Wanted,
): string {
  const name = `${namespace}-${kind.toLowerCase()}`;
  return JSON.stringify({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: `${kind}WebhookConfiguration`,
    metadata: { name },
    webhooks: [
      {
        name: `${name}.example.com`,
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        clientConfig: { ...client, caBundle },
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        rules: [{ operations: ["*"], apiGroups: [""], apiVersions: ["v1"], resources: [resource] }],
        ...more,
      },
    ],
  });
}

story("webhooks change and refuse what is written, by address and by service", async ({ tools, namespace }) => {
  const server = await webhookServer([`hook.${namespace}.svc`]);
  const url = (path: string) => ({ url: `https://127.0.0.1:${server.port}${path}` });
  const configure = (wanted: Wanted) => tools.apply(configuration(namespace, server, wanted));
  const map = (name: string) => tools.tryKubectl("create", "configmap", name, "--from-literal=key=value");
  try {
    await configure({ kind: "Mutating", client: url("/mutate"), resource: "configmaps" });
    let made = 0;
    await eventually(async () => {
      await tools.kubectl("create", "configmap", `m${made++}`);
      const { metadata } = (await tools.getJson("configmap", `m${made - 1}`)) as { metadata: { labels?: object } };
      expect(metadata.labels).toEqual({ mutated: "yes" });
    });

    await configure({ kind: "Validating", client: url("/deny"), resource: "configmaps" });
    const refused = `admission webhook "${namespace}-validating.example.com" denied the request: not in this namespace`;
    await eventually(async () => expect((await map(`v${made++}`)).stderr).toContain(refused));
    expect((await tools.tryKubectl("delete", "configmap", "m0")).stderr).toContain(refused);

    const patience = { timeoutSeconds: 1 };
    await configure({ kind: "Validating", client: url("/slow"), resource: "configmaps", more: patience });
    await eventually(async () => expect((await map(`s${made++}`)).stderr).toContain("context deadline exceeded"));
    const open = { ...patience, failurePolicy: "Ignore" };
    await configure({ kind: "Validating", client: url("/slow"), resource: "configmaps", more: open });
    await eventually(async () => expect((await map(`s${made++}`)).code).toBe(0));

    const service = { service: { name: "hook", namespace, path: "/deny" } };
    await configure({ kind: "Validating", client: service, resource: "secrets" });
    const secret = () => tools.tryKubectl("create", "secret", "generic", `x${made++}`);
    await eventually(async () => expect((await secret()).stderr).toContain('service "hook" not found'));
    for (const object of await serviceOf(tools, server.port)) await tools.apply(JSON.stringify(object));
    await eventually(async () => expect((await secret()).stderr).toContain(refused));
    expect(server.asked).toContain("DELETE configmaps m0");
  } finally {
    for (const kind of ["mutating", "validating"]) {
      await tools.tryKubectl("delete", `${kind}webhookconfiguration`, `${namespace}-${kind}`);
    }
    await server.close();
  }
});

/** A service whose only endpoint is the webhook on this host. */
async function serviceOf(tools: { kubectl(...words: string[]): Promise<string> }, port: number): Promise<object[]> {
  const address = await tools.kubectl("get", "nodes", "-o", "jsonpath={.items[0].status.addresses[0].address}");
  const slice = {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: "hook-1", labels: { "kubernetes.io/service-name": "hook" } },
    addressType: "IPv4",
    ports: [{ name: "", port }],
    endpoints: [{ addresses: [address] }],
  };
  const service = { apiVersion: "v1", kind: "Service", metadata: { name: "hook" }, spec: { ports: [{ port: 443 }] } };
  return [service, slice];
}
