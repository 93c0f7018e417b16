import { expect, test } from "vitest";
import type { ResourceRequirements } from "../../facts/types.gen.ts";
import { computeQosClass, type QosClass, qosClass } from "./qos-class.ts";

const full = { cpu: "1", memory: "1Gi" };

test.each<[QosClass, ResourceRequirements[]]>([
  ["BestEffort", [{}]],
  ["BestEffort", [{ requests: { cpu: "0" } }]],
  ["BestEffort", [{ requests: { "example.com/gpu": "1" }, limits: { "example.com/gpu": "1" } }]],
  ["Burstable", [{ requests: { cpu: "1" } }]],
  ["Burstable", [{ requests: full, limits: full }, {}]],
  ["Burstable", [{ requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "2", memory: "1Gi" } }]],
  ["Guaranteed", [{ requests: full, limits: full }]],
  ["Guaranteed", [{ requests: { cpu: "1000m", memory: "1Gi" }, limits: full }]],
])("%s: %j", (expected, resources) => {
  expect(computeQosClass({ containers: resources.map((one, index) => ({ name: `c${index}`, resources: one })) })).toBe(
    expected,
  );
});

test("the pod's own resources decide when there are some", () => {
  const containers = [{ name: "a" }];
  expect(computeQosClass({ containers, resources: { requests: full, limits: full } })).toBe("Guaranteed");
});

test("what was noted at creation stays", () => {
  expect(qosClass({ spec: { containers: [] }, status: { qosClass: "Burstable" } })).toBe("Burstable");
});
