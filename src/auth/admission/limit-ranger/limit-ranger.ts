// LimitRanger: pods and claims get their namespace's defaults, and keep to its bounds.
// Kubernetes: plugin/pkg/admission/limitranger/admission.go
import { forbidden } from "../../../apimachinery/status-error.ts";
import type { LimitRange, PersistentVolumeClaim, Pod } from "../../../kinds/facts/types.gen.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "../step.ts";
import { brokenByClaim, brokenByPod } from "./constraints.ts";
import { giveDefaults } from "./defaults.ts";

const rangesCollection = "limitranges";

export function limitRanger(host: AdmissionHost): AdmissionStep {
  const ranges = () => host.all(rangesCollection) as readonly LimitRange[];
  return {
    name: "LimitRanger",
    mutate(request) {
      const { kind, operation, subresource, object } = request;
      if (kind.collection !== "pods" || operation !== "CREATE" || subresource !== "" || object === undefined) return;
      for (const range of ranges()) giveDefaults(range, object as Pod);
    },
    validate(request) {
      const { kind, object, old } = request;
      if (!isBound(request) || object === undefined || old?.metadata?.deletionTimestamp !== undefined) return;
      for (const range of ranges()) {
        const broken =
          kind.collection === "pods"
            ? brokenByPod(range, object as Pod, old as Pod | undefined)
            : brokenByClaim(range, object as PersistentVolumeClaim, old as PersistentVolumeClaim | undefined);
        if (broken.length > 0) throw refusal(request, broken);
      }
    },
  };
}

/** A pod's resources change by a resize alone; a claim's by any update. */
function isBound({ kind, operation, subresource }: AdmissionRequest): boolean {
  if (kind.collection === "persistentvolumeclaims") return subresource === "" && operation !== "DELETE";
  if (kind.collection !== "pods") return false;
  return operation === "CREATE" ? subresource === "" : operation === "UPDATE" && subresource === "resize";
}

function refusal({ kind, name, object }: AdmissionRequest, broken: readonly string[]): Error {
  const texts = [...new Set(broken)];
  const detail = texts.length === 1 ? (texts[0] as string) : `[${texts.join(", ")}]`;
  const resource = { group: kind.group, resource: kind.plural };
  return forbidden(resource, name || (object?.metadata?.generateName ?? ""), detail);
}
