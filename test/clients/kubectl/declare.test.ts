// What `apply` and its relatives do beyond one object: folders, kustomizations, pruning by label, mistakes.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { clientStory } from "../harness/client-story.ts";
import { widgetDefinition } from "../harness/widget-definition.ts";

const configMap = (name: string, data: object, labels = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, labels },
  data,
});

clientStory("apply a folder, prune by label", async ({ tools, file, folder }) => {
  const labels = { set: "mine" };
  file("one.json", configMap("one", { a: "1" }, labels));
  file("two.json", configMap("two", { a: "1" }, labels));
  await tools.apply(JSON.stringify(configMap("not-mine", {})));
  expect(await tools.kubectl("apply", "-f", folder)).toBe("configmap/one created\nconfigmap/two created\n");
  file("two.json", configMap("one", { a: "2" }, labels));
  file("one.json", configMap("one", { a: "2" }, labels));
  const prune = ["apply", "-f", folder, "--prune", "-l", "set=mine", "--prune-allowlist=core/v1/ConfigMap"];
  const dry = await tools.kubectl(...prune, "--dry-run=server");
  expect(dry).toContain("configmap/two pruned (server dry run)\n");
  expect(await tools.kubectl(...prune)).toContain("configmap/two pruned\n");
  const left = await tools.kubectl("get", "configmaps", "-o", "name");
  expect(left).toContain("configmap/not-mine\n");
  expect(left).not.toContain("configmap/two\n");
});

clientStory("apply takes over what server-side apply owned, and the other way round", async ({ tools, file }) => {
  const path = file("one.json", configMap("one", { kept: "1", going: "1" }));
  await tools.kubectl("apply", "-f", path);
  file("one.json", configMap("one", { kept: "1" }));
  await tools.kubectl("apply", "-f", path, "--server-side");
  const data = () => tools.kubectl("get", "configmap", "one", "-o", "jsonpath={.data}");
  expect(await data()).toBe('{"kept":"1"}');
  file("one.json", configMap("one", { other: "1" }));
  await tools.kubectl("apply", "-f", path);
  expect(await data()).toBe('{"other":"1"}');
  await tools.kubectl("apply", "set-last-applied", "-f", path);
  expect(await tools.kubectl("diff", "-f", path)).toBe("");
});

clientStory("kustomize: print, apply, get, diff and delete", async ({ tools, folder }) => {
  const base = join(folder, "base");
  mkdirSync(base);
  writeFileSync(join(base, "one.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: '1'}\n");
  const kustomization = [
    "namePrefix: my-",
    "labels: [{pairs: {made: by-kustomize}}]",
    "resources: [one.yaml]",
    "configMapGenerator: [{name: drawn, literals: [b=2], options: {disableNameSuffixHash: true}}]",
  ];
  writeFileSync(join(base, "kustomization.yaml"), `${kustomization.join("\n")}\n`);
  expect(await tools.kubectl("kustomize", base)).toContain("name: my-drawn\n");
  const missing = await tools.tryKubectl("diff", "-k", base);
  expect([missing.code, missing.stdout]).toEqual([1, expect.stringMatching(/^\+ {2}name: my-one$/m)]);
  expect(await tools.kubectl("apply", "-k", base)).toBe("configmap/my-drawn created\nconfigmap/my-one created\n");
  expect(await tools.kubectl("get", "-k", base)).toMatch(/^my-drawn +1 .*\nmy-one +1 /m);
  expect(await tools.kubectl("get", "cm", "-l", "made=by-kustomize", "-o", "name")).toBe(
    "configmap/my-drawn\nconfigmap/my-one\n",
  );
  expect(await tools.kubectl("diff", "-k", base)).toBe("");
  expect(await tools.kubectl("delete", "-k", base)).toMatch(/"my-drawn" deleted.*\n.*"my-one" deleted/);
});

clientStory("a field that no schema knows is refused, warned of or let through", async ({ kubectlWith }) => {
  const input = JSON.stringify({ ...configMap("one", {}), dat: { a: "1" } });
  const apply = (...parameters: string[]) => kubectlWith({ input }, "apply", "-f", "-", ...parameters);
  const strict = await apply();
  expect([strict.code, strict.stderr]).toEqual([
    1,
    expect.stringContaining('strict decoding error: unknown field "dat"'),
  ]);
  const warned = await apply("--validate=warn");
  expect(warned).toMatchObject({
    code: 0,
    stdout: "configmap/one created\n",
    stderr: 'Warning: unknown field "dat"\n',
  });
  expect(await apply("--validate=false")).toMatchObject({ code: 0, stderr: "" });
});

clientStory("warnings can be made errors", async ({ kubectlWith, tools }) => {
  const env = [
    { name: "A", value: "1" },
    { name: "A", value: "2" },
  ];
  const containers = [{ name: "main", image: "example.com/a:1", env }];
  const input = JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "twice" }, spec: { containers } });
  const { code, stderr } = await kubectlWith({ input }, "create", "-f", "-", "--warnings-as-errors");
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^Warning: spec.containers\[0\].env\[1\]: hides previous definition of "A".*\nerror: 1 warning received\n$/,
  );
  const deprecated = await tools.tryKubectl("get", "endpoints");
  expect(deprecated.stderr).toContain(
    "Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
  );
});

clientStory("many objects in one file, one of them wrong", async ({ kubectlWith }) => {
  const bad = { ...configMap("Not_A_Name", {}) };
  const input = [configMap("one", {}), bad, configMap("two", {})].map((one) => JSON.stringify(one)).join("\n---\n");
  const { code, stdout, stderr } = await kubectlWith({ input }, "create", "-f", "-");
  expect(code).toBe(1);
  expect(stdout).toBe("configmap/one created\nconfigmap/two created\n");
  expect(stderr).toMatch(/^The ConfigMap "Not_A_Name" is invalid: metadata.name: Invalid value: "Not_A_Name"/);
});

clientStory("a list in a file, and a definition with its first object", async ({ tools, file, namespace }) => {
  const items = [configMap("one", {}), configMap("two", {})];
  const list = file("list.json", { apiVersion: "v1", kind: "List", items });
  expect(await tools.kubectl("apply", "-f", list)).toBe("configmap/one created\nconfigmap/two created\n");
  expect(JSON.parse(await tools.kubectl("get", "-f", list, "-o", "json")).items).toHaveLength(2);
  expect(await tools.kubectl("delete", "-f", list)).toMatch(/"one" deleted.*\n.*"two" deleted/);

  const group = `${namespace}.clients.example.com`;
  const first = { apiVersion: `${group}/v1`, kind: "Widget", metadata: { name: "first" }, spec: {} };
  const both = file("both.json", { apiVersion: "v1", kind: "List", items: [widgetDefinition(group), first] });
  // As with any server, the first time kubectl does not know the kind yet; the definition is made all the same.
  const early = await tools.tryKubectl("apply", "-f", both);
  expect(early.stderr).toContain('no matches for kind "Widget"');
  await tools.kubectl("wait", `crd/widgets.${group}`, "--for=condition=Established", "--timeout=10s");
  expect(await tools.kubectl("apply", "-f", both)).toContain(`widget.${group}/first created\n`);
});

clientStory("what is made on the client is applied on the server", async ({ tools, kubectlWith }) => {
  const words = ["create", "deployment", "web", "--image=example.com/web:1", "--dry-run=client", "-o", "yaml"];
  const input = await tools.kubectl(...words);
  expect((await kubectlWith({ input }, "apply", "-f", "-")).stdout).toBe("deployment.apps/web created\n");
  await tools.kubectl("wait", "deployment/web", "--for=jsonpath={.status.unavailableReplicas}=1", "--timeout=10s");
  await tools.kubectl("delete", "deployment", "web", "--cascade=foreground", "--timeout=20s");
  expect(await tools.kubectl("get", "replicasets", "-o", "name")).toBe("");
});

clientStory("orphans stay when their owner is deleted without them", async ({ tools }) => {
  await tools.kubectl("create", "deployment", "web", "--image=example.com/web:1");
  await tools.kubectl("wait", "deployment/web", "--for=jsonpath={.status.unavailableReplicas}=1", "--timeout=10s");
  await tools.kubectl("delete", "deployment", "web", "--cascade=orphan", "--timeout=20s");
  const owner = "jsonpath={.items[*].metadata.ownerReferences}";
  expect(await tools.kubectl("get", "replicasets", "-o", "name")).toMatch(/^replicaset.apps\/web-/);
  expect(await tools.kubectl("get", "replicasets", "-o", owner)).toBe("");
});

clientStory("raw requests", async ({ tools, kubectlWith, namespace }) => {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const created = await kubectlWith(
    { input: JSON.stringify(configMap("raw", {})) },
    "create",
    "--raw",
    path,
    "-f",
    "-",
  );
  expect(JSON.parse(created.stdout).metadata.name).toBe("raw");
  expect(JSON.parse(await tools.kubectl("get", "--raw", `${path}/raw`)).kind).toBe("ConfigMap");
  expect(JSON.parse(await tools.kubectl("delete", "--raw", `${path}/raw`)).status).toBe("Success");
});
