// A step's refusal, in the words that clients know: `pods "x" is forbidden: DETAIL`.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/errors.go NewForbidden
import { forbidden, type StatusError } from "../../apimachinery/status-error.ts";
import type { AdmissionRequest } from "./step.ts";

export function refused({ kind, name, object }: AdmissionRequest, detail: string): StatusError {
  const shown = name || object?.metadata?.name || object?.metadata?.generateName || "Unknown";
  return forbidden({ group: kind.group, resource: kind.plural }, shown, detail);
}
