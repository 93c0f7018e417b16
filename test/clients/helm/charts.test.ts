// A chart with a custom kind, hooks and a test, applied by the server as helm 4 does and by the client as helm 3 did.
import { join } from "node:path";
import { expect } from "vitest";
import { eventually } from "../../e2e/harness/eventually.ts";
import { clientStory } from "../harness/client-story.ts";

const chart = join(import.meta.dirname, "chart");
const waiting = ["--wait", "--timeout", "30s"];
const definition = "gadgets.helm.clients.example.com";

const modes = [
  { mode: "applied by the server", flags: [] },
  { mode: "applied by the client", flags: ["--server-side=false"] },
];

interface Revision {
  readonly revision: number;
  readonly status: string;
  readonly description: string;
}

clientStory.for(modes)("a chart's life, $mode", async ({ flags }, { tools, namespace }) => {
  const { helm, kubectl } = tools;
  const of = (kind: string, path: string) => kubectl("get", kind, "-o", `jsonpath=${path}`);
  const installed = await helm("install", "shop", chart, ...flags, ...waiting);
  expect(installed).toMatch(/^STATUS: deployed\nREVISION: 1\n[\s\S]*^hello from shop, revision 1$/m);
  expect(await of(`${definition}/shop`, "{.spec.size}")).toBe("small");
  // What the templates asked of the server.
  expect(await of("configmap/shop-capable", "{.data.version} {.data.account}")).toMatch(/^v1\.36\.\S+ default$/);
  // The hooks: one goes when it has succeeded, one stays.
  expect((await tools.tryKubectl("get", "configmap", "shop-pre-install")).code).toBe(1);
  expect(await of("configmap/shop-post-install", "{.data.greeting}")).toBe("hello");

  await helm("upgrade", "shop", chart, ...flags, ...waiting, "--set", "size=large", "--set", "greeting=hi");
  expect(await of(`${definition}/shop`, "{.spec.size}")).toBe("large");
  expect(await of("deployment/shop", "{..image}")).toBe("example.com/large:1");
  expect(await of("configmap/shop-pre-upgrade", "{.data.greeting}")).toBe("hi");
  expect(JSON.parse(await helm("get", "values", "shop", "-o", "json"))).toEqual({ size: "large", greeting: "hi" });
  expect(await helm("get", "manifest", "shop")).toContain("image: example.com/large:1\n");
  expect(await helm("get", "hooks", "shop")).toContain("helm.sh/hook: pre-install\n");
  expect(await helm("get", "notes", "shop")).toContain("hi from shop, revision 2");

  await helm("rollback", "shop", "1", ...flags, ...waiting);
  expect(await of(`${definition}/shop`, "{.spec.size}")).toBe("small");
  expect(await of("configmap/shop-settings", "{.data.greeting}")).toBe("hello");
  const history = JSON.parse(await helm("history", "shop", "-o", "json")) as Revision[];
  expect(history.map(({ revision, status }) => `${revision} ${status}`)).toEqual([
    "1 superseded",
    "2 superseded",
    "3 deployed",
  ]);
  expect(history[2]?.description).toBe("Rollback to 1");
  expect(await helm("list", "-o", "json")).toContain(`"namespace":"${namespace}"`);
  expect(await helm("status", "shop")).toMatch(/^shop +0\/0 /m);

  await helm("uninstall", "shop", ...waiting);
  expect(await kubectl("get", `deployments,services,${definition}`, "-o", "name")).toBe("");
  expect(await of("configmap/shop-post-delete", "{.data.greeting}")).toBe("hello");
  // helm leaves definitions, and what belongs to them, to people.
  expect(await kubectl("get", "crd", definition, "-o", "name")).toContain(definition);
  expect(JSON.parse(await helm("list", "-o", "json"))).toEqual([]);
});

clientStory("an upgrade that fails is rolled back when that is asked for", async ({ tools }) => {
  await tools.helm("install", "shop", chart, ...waiting);
  const broken = ["--set", "replicas=1", "--rollback-on-failure", "--timeout", "2s"];
  await expect(tools.helm("upgrade", "shop", chart, ...broken)).rejects.toThrow(/UPGRADE FAILED/);
  expect(await tools.kubectl("get", "deployment", "shop", "-o", "jsonpath={.spec.replicas}")).toBe("0");
  const history = JSON.parse(await tools.helm("history", "shop", "-o", "json")) as Revision[];
  expect(history.map(({ status }) => status)).toEqual(["superseded", "failed", "deployed"]);
  await expect(tools.helm("upgrade", "shop", chart, "--set", "size=huge")).rejects.toThrow(
    /'\/size': value must be one of/,
  );
});

clientStory("a chart's test, whose pod the story plays", async ({ tools }) => {
  await tools.helm("install", "shop", chart, ...waiting);
  const testing = tools.helm("test", "shop", "--timeout", "30s");
  await eventually(() => tools.kubectl("get", "pod", "shop-test"));
  const status = JSON.stringify({ status: { phase: "Succeeded" } });
  await tools.kubectl("patch", "pod", "shop-test", "--subresource=status", "--type=merge", "-p", status);
  expect(await testing).toMatch(/^TEST SUITE: +shop-test\n[\s\S]*^Phase: +Succeeded$/m);
});
