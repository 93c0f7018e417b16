// pods/resize and pods/ephemeralcontainers: what of a running pod they change, and what they leave alone.
import { describe, expect, test } from "vitest";
import { type ControllerScope, controllerScope } from "../../../test/fixtures/controller-scope.ts";
import { pods } from "../../kinds/kind-refs.ts";

const amounts = (cpu: string) => ({ requests: { cpu, memory: "16Mi" }, limits: { cpu, memory: "16Mi" } });

async function scope(): Promise<ControllerScope> {
  const at = controllerScope({ controllers: [] });
  const spec = { nodeName: "n", containers: [{ name: "c", image: "i", resources: amounts("100m") }] };
  await at.client.create(pods, { metadata: { name: "web" }, spec });
  return at;
}

const path = (part: string) => `/api/v1/namespaces/default/pods/web/${part}`;

describe("pods/resize", () => {
  test("changes resources and nothing else, and counts as a new generation", async () => {
    const at = await scope();
    const pod = await at.read(pods, "web");
    const container = { ...pod.spec?.containers[0], image: "other", resources: amounts("200m") };
    const answer = await at.call("PUT", path("resize"), { ...pod, spec: { ...pod.spec, containers: [container] } });
    expect(answer).toMatchObject({ code: 200, body: { metadata: { generation: 2 } } });
    const after = await at.read(pods, "web");
    expect(after.spec?.containers[0]).toMatchObject({ image: "i", resources: amounts("200m") });
  });

  test("what would change the class of the pod is refused", async () => {
    const at = await scope();
    const pod = await at.read(pods, "web");
    const resources = { requests: { cpu: "50m", memory: "16Mi" }, limits: { cpu: "100m", memory: "16Mi" } };
    const container = { ...pod.spec?.containers[0], resources };
    const answer = await at.call("PUT", path("resize"), { ...pod, spec: { ...pod.spec, containers: [container] } });
    expect(answer.code).toBe(422);
    expect(JSON.stringify(answer.body)).toContain("Pod QOS Class may not change as a result of resizing");
  });

  test("an older resourceVersion is a conflict", async () => {
    const at = await scope();
    const pod = await at.read(pods, "web");
    const stale = { ...pod, metadata: { ...pod.metadata, resourceVersion: "1" } };
    expect((await at.call("PUT", path("resize"), stale)).code).toBe(409);
  });
});

describe("pods/ephemeralcontainers", () => {
  test("adds containers, completed; those that are there may not go", async () => {
    const at = await scope();
    const pod = await at.read(pods, "web");
    const ephemeralContainers = [{ name: "debug", image: "i" }];
    const answer = await at.call("PUT", path("ephemeralcontainers"), {
      ...pod,
      spec: { ...pod.spec, ephemeralContainers },
    });
    expect(answer).toMatchObject({ code: 200, body: { metadata: { generation: 2 } } });
    const after = await at.read(pods, "web");
    expect(after.spec?.ephemeralContainers).toMatchObject([
      { name: "debug", terminationMessagePath: "/dev/termination-log" },
    ]);
    expect((await at.call("PUT", path("ephemeralcontainers"), { ...after, spec: pod.spec })).code).toBe(422);
  });
});

test("a pod that is bound is still of its first generation", async () => {
  const at = controllerScope({ controllers: [] });
  await at.client.create(pods, { metadata: { name: "web" }, spec: { containers: [{ name: "c", image: "i" }] } });
  const body = { apiVersion: "v1", kind: "Binding", metadata: { name: "web" }, target: { kind: "Node", name: "n" } };
  expect((await at.call("POST", path("binding"), body)).code).toBe(201);
  expect(await at.read(pods, "web")).toMatchObject({ metadata: { generation: 1 }, spec: { nodeName: "n" } });
});

describe("applied", () => {
  const apply = { "content-type": "application/apply-patch+yaml" };
  const named = { apiVersion: "v1", kind: "Pod", metadata: { name: "web", labels: { not: "here" } } };

  test("resources are owned by who applied them, under the subresource", async () => {
    const at = await scope();
    const configuration = {
      ...named,
      spec: { containers: [{ name: "c", image: "other", resources: amounts("200m") }] },
    };
    const where = `${path("resize")}?fieldManager=sizer`;
    const refused = await at.call("PATCH", where, configuration, apply);
    expect(refused.code).toBe(409);
    const { code, body } = await at.call("PATCH", `${where}&force=true`, configuration, apply);
    expect(code).toBe(200);
    expect(body.spec.containers).toMatchObject([{ image: "i", resources: amounts("200m") }]);
    expect(body.metadata.labels).toBeUndefined();
    const entry = body.metadata.managedFields.find((one: { manager: string }) => one.manager === "sizer");
    expect(entry).toMatchObject({ operation: "Apply", subresource: "resize" });
    expect(JSON.stringify(entry.fieldsV1)).toContain("f:resources");
    expect(JSON.stringify(entry.fieldsV1)).not.toMatch(/f:image|f:labels/);
  });

  test("containers for debugging join", async () => {
    const at = await scope();
    const configuration = { ...named, spec: { ephemeralContainers: [{ name: "debug", image: "i" }] } };
    const { code, body } = await at.call(
      "PATCH",
      `${path("ephemeralcontainers")}?fieldManager=d`,
      configuration,
      apply,
    );
    expect(code).toBe(200);
    expect(body.spec.ephemeralContainers).toMatchObject([{ name: "debug" }]);
    expect(body.spec.containers).toHaveLength(1);
    const entry = body.metadata.managedFields.find((one: { manager: string }) => one.manager === "d");
    expect(entry).toMatchObject({ operation: "Apply", subresource: "ephemeralcontainers" });
  });

  test("to a pod that there isn't, nothing is", async () => {
    const at = await scope();
    const other = { ...named, metadata: { name: "none" }, spec: { ephemeralContainers: [] } };
    const where = "/api/v1/namespaces/default/pods/none/ephemeralcontainers?fieldManager=d";
    expect((await at.call("PATCH", where, other, apply)).code).toBe(404);
  });
});
