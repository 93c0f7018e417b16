// NamespaceLifecycle: nothing is created in a namespace that is being deleted, and three namespaces can't be deleted.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go
import { forbidden, StatusError } from "../../apimachinery/status-error.ts";
import type { AdmissionRequest, AdmissionStep } from "./step.ts";

const immortal = ["default", "kube-system", "kube-public"];

/** `isTerminating`: of the scope's own namespace. */
export function namespaceLifecycle(isTerminating: () => boolean): AdmissionStep {
  return {
    name: "NamespaceLifecycle",
    validate(request) {
      if (request.operation === "DELETE") return refuseImmortal(request);
      if (request.operation !== "CREATE" || request.kind.scope !== "Namespaced" || !isTerminating()) return;
      const { kind, name, namespace } = request;
      const detail = `unable to create new content in namespace ${namespace} because it is being terminated`;
      const error = forbidden({ group: kind.group, resource: kind.plural }, name, detail);
      throw new StatusError(error.code, error.reason, error.message, {
        ...error.details,
        causes: [{ reason: "NamespaceTerminating", message: `namespace ${namespace} is being terminated`, field: "metadata.namespace" }],
      });
    },
  };
}

function refuseImmortal({ kind, name }: AdmissionRequest): void {
  if (kind.collection !== "namespaces" || !immortal.includes(name)) return;
  throw forbidden({ group: "", resource: "namespaces" }, name, "this namespace may not be deleted");
}
