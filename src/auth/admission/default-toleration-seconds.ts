// DefaultTolerationSeconds: a pod stays on a node that went away for five minutes, unless it says otherwise.
// Kubernetes: plugin/pkg/admission/defaulttolerationseconds/admission.go
import type { PodSpec, Toleration } from "../../kinds/facts/types.gen.ts";
import type { AdmissionStep } from "./step.ts";

const keys = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
const tolerationSeconds = 300;

/** A toleration of everything, or of this key, for NoExecute. */
function tolerates(toleration: Toleration, key: string): boolean {
  const effect = toleration.effect ?? "";
  return (toleration.key === key || !toleration.key) && (effect === "NoExecute" || effect === "");
}

export const defaultTolerationSeconds: AdmissionStep = {
  name: "DefaultTolerationSeconds",
  mutate({ operation, kind, subresource, object }) {
    if (operation === "DELETE" || kind.collection !== "pods" || subresource !== "" || object === undefined) return;
    const spec = object["spec"] as PodSpec;
    for (const key of keys) {
      if ((spec.tolerations ?? []).some((one) => tolerates(one, key))) continue;
      const added: Toleration = { key, operator: "Exists", effect: "NoExecute", tolerationSeconds };
      spec.tolerations = [...(spec.tolerations ?? []), added];
    }
  },
};
