// A custom resource in two versions, converted by a webhook: written in one, read and watched in the other.
import { expect } from "vitest";
import { story } from "../harness/story.ts";
import { type WebhookServer, webhookServer } from "../harness/webhook-server.ts";

function definition(group: string, { port, caBundle }: WebhookServer): string {
  const version = (name: string, field: string) => ({
    name,
    served: true,
    storage: name === "v1",
    additionalPrinterColumns: [{ name: field, type: "string", jsonPath: `.spec.${field}` }],
    schema: {
      openAPIV3Schema: {
        type: "object",
        properties: { spec: { type: "object", properties: { [field]: { type: "string" } } } },
      },
    },
  });
  const clientConfig = { url: `https://127.0.0.1:${port}/convert`, caBundle };
  return JSON.stringify({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `fences.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural: "fences", kind: "Fence" },
      conversion: { strategy: "Webhook", webhook: { conversionReviewVersions: ["v1"], clientConfig } },
      versions: [version("v1", "color"), version("v2", "paint")],
    },
  });
}

story("a webhook converts what is written in one version and watched in another", async ({ tools, namespace }) => {
  const group = `${namespace}.example.com`;
  const server = await webhookServer([]);
  try {
    await tools.apply(definition(group, server));
    await tools.kubectl("wait", `crd/fences.${group}`, "--for=condition=Established", "--timeout=5s");
    const fence = { apiVersion: `${group}/v1`, kind: "Fence", metadata: { name: "one" }, spec: { color: "red" } };
    await tools.apply(JSON.stringify(fence));
    expect(await tools.kubectl("get", `fences.v2.${group}`)).toMatch(/NAME +PAINT\none +red/);

    const painted = tools.kubectl(
      "wait",
      `fences.v2.${group}/one`,
      "--for=jsonpath={.spec.paint}=blue",
      "--timeout=20s",
    );
    await tools.kubectl("patch", `fences.v1.${group}`, "one", "--type=merge", "-p", '{"spec":{"color":"blue"}}');
    expect(await painted).toContain("condition met");
    await tools.kubectl("patch", `fences.v2.${group}`, "one", "--type=merge", "-p", '{"spec":{"paint":"green"}}');
    expect(await tools.kubectl("get", `fences.v1.${group}`, "one", "-o", "jsonpath={.spec}")).toBe('{"color":"green"}');
    expect(server.asked).toContain(`CONVERT 1 to ${group}/v2`);
  } finally {
    await tools.tryKubectl("delete", "crd", `fences.${group}`, "--timeout=20s");
    await server.close();
  }
});
