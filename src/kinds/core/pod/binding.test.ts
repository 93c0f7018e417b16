import { expect, test } from "vitest";
import { fieldErrorText } from "../../../apimachinery/field-error.ts";
import type { Binding, Pod } from "../../facts/types.gen.ts";
import { bindPod, validateBinding } from "./binding.ts";

const now = "2026-01-01T00:00:00Z";
const binding: Binding = { metadata: { name: "p", labels: { zone: "a" } }, target: { kind: "Node", name: "n1" } };
const pod: Pod = {
  metadata: { name: "p", labels: { app: "web" } },
  spec: { containers: [] },
  status: {
    nominatedNodeName: "n2",
    conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "full" }],
  },
};

test("a bound pod has its node, its labels and the condition", () => {
  const outcome = bindPod(pod, binding, now);
  expect(outcome).toEqual({
    type: "bound",
    pod: {
      metadata: { name: "p", labels: { app: "web", zone: "a" } },
      spec: { containers: [], nodeName: "n1" },
      status: { conditions: [{ type: "PodScheduled", status: "True", lastTransitionTime: now }] },
    },
  });
  expect(pod.spec?.nodeName).toBeUndefined();
});

test.each<[string, Pod]>([
  ['pod p is already assigned to node "n0"', { ...pod, spec: { containers: [], nodeName: "n0" } }],
  ["pod p has non-empty .spec.schedulingGates", { ...pod, spec: { containers: [], schedulingGates: [{ name: "g" }] } }],
  [
    "pod p is being deleted, cannot be assigned to a host",
    { ...pod, metadata: { name: "p", deletionTimestamp: "2026-01-01T00:00:00Z" } },
  ],
])("refused: %s", (message, refused) => {
  expect(bindPod(refused, binding, now)).toEqual({ type: "refused", message });
});

test("a binding names a node", () => {
  const errors = validateBinding({ target: { kind: "Pod", name: "" } });
  expect(errors.map(fieldErrorText)).toEqual([
    'target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>"',
    "target.name: Required value",
  ]);
});
