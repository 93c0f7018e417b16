import { describe, expect, test } from "vitest";
import { fakeHost } from "../../../test/fixtures/admission-host.ts";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import { mergeTolerations } from "./merge-tolerations.ts";
import { runtimeClass } from "./runtime-class.ts";

const light: KubeObject = { kind: "RuntimeClass", metadata: { name: "light" }, handler: "h" };
const heavy: KubeObject = {
  kind: "RuntimeClass",
  metadata: { name: "heavy" },
  handler: "h",
  overhead: { podFixed: { memory: "64Mi" } },
  scheduling: { nodeSelector: { sandbox: "yes" }, tolerations: [{ key: "sandbox", operator: "Exists" }] },
};

function create(spec: object) {
  const api = apiScope({ admission: [runtimeClass(fakeHost({ objects: [light, heavy] }))] });
  const whole = { containers: [{ name: "c", image: "i" }], ...spec };
  return api.call("POST", "/api/v1/namespaces/default/pods", { metadata: { name: "p" }, spec: whole });
}

test("a pod gets its runtime's overhead, selector and tolerations", async () => {
  const own = { nodeSelector: { disk: "ssd" }, tolerations: [{ key: "gpu", operator: "Exists" }] };
  const { code, body } = await create({ runtimeClassName: "heavy", ...own });
  expect(code).toBe(201);
  expect(body.spec).toMatchObject({
    overhead: { memory: "64Mi" },
    nodeSelector: { disk: "ssd", sandbox: "yes" },
    tolerations: [{ key: "gpu" }, { key: "sandbox" }],
  });
  const plain = await create({ runtimeClassName: "light" });
  expect(plain).toMatchObject({ code: 201 });
  expect(plain.body.spec.overhead).toBeUndefined();
});

test.each([
  ["a class that there isn't", { runtimeClassName: "none" }, 'pod rejected: RuntimeClass "none" not found'],
  [
    "an overhead of its own",
    { runtimeClassName: "heavy", overhead: { memory: "1Mi" } },
    "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
  ],
  [
    "an overhead without a class",
    { overhead: { memory: "1Mi" } },
    "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead",
  ],
  [
    "a selector that says otherwise",
    { runtimeClassName: "heavy", nodeSelector: { sandbox: "no" } },
    "conflict: runtimeClass.scheduling.nodeSelector[sandbox] = yes; pod.spec.nodeSelector[sandbox] = no",
  ],
])("a pod is refused for %s", async (_name, spec, detail) => {
  const { code, body } = await create(spec);
  expect([code, body.message]).toEqual([403, `pods "p" is forbidden: ${detail}`]);
});

describe("tolerations", () => {
  const all = { operator: "Exists" };
  const key = { key: "a", operator: "Exists" };
  const value = { key: "a", operator: "Equal", value: "1", effect: "NoSchedule" };
  const minute = { key: "a", operator: "Exists", effect: "NoExecute", tolerationSeconds: 60 };
  const hour = { ...minute, tolerationSeconds: 3600 };

  test.each([
    ["the same once", [key], [key], [key]],
    ["one that covers another, wherever it stands", [value], [key], [key]],
    ["one that covers another, first", [all], [value, key], [all]],
    ["those that differ", [value], [{ ...value, value: "2" }], [value, { ...value, value: "2" }]],
    ["of one that is the same but for its time, the longer", [minute], [hour], [hour]],
  ])("keep %s", (_name, first, second, merged) => {
    expect(mergeTolerations(first, second)).toEqual(merged);
  });
});
