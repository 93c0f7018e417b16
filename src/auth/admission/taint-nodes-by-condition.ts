// TaintNodesByCondition: a new node takes no pods until it has said that it is ready.
// Kubernetes: plugin/pkg/admission/nodetaint/admission.go
import type { NodeSpec } from "../../kinds/facts/types.gen.ts";
import type { AdmissionStep } from "./step.ts";

const notReady = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" } as const;

export const taintNodesByCondition: AdmissionStep = {
  name: "TaintNodesByCondition",
  mutate({ operation, kind, subresource, object }) {
    if (operation !== "CREATE" || kind.collection !== "nodes" || subresource !== "" || object === undefined) return;
    const spec = (object["spec"] ?? {}) as NodeSpec;
    const known = (spec.taints ?? []).some((taint) => taint.key === notReady.key && taint.effect === notReady.effect);
    object["spec"] = known ? spec : { ...spec, taints: [...(spec.taints ?? []), { ...notReady }] };
  },
};
