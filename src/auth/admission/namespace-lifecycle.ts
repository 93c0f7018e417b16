// NamespaceLifecycle: nothing is created in a namespace that is being deleted, and three namespaces can't be deleted.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go
import { forbidden, StatusError } from "../../apimachinery/status-error.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "./step.ts";

const immortal = ["default", "kube-system", "kube-public"];

export function namespaceLifecycle(host: AdmissionHost): AdmissionStep {
  return {
    name: "NamespaceLifecycle",
    validate(request) {
      if (request.operation === "DELETE") refuseImmortal(request);
      // Questions may be asked of a namespace that is going.
      else if (request.operation === "CREATE" && request.kind.group !== "authorization.k8s.io")
        refuseTerminating(host, request);
    },
  };
}

function refuseImmortal({ kind, name }: AdmissionRequest): void {
  if (kind.collection !== "namespaces" || !immortal.includes(name)) return;
  throw forbidden({ group: "", resource: "namespaces" }, name, "this namespace may not be deleted");
}

function refuseTerminating(host: AdmissionHost, { kind, name, namespace }: AdmissionRequest): void {
  if (host.facts()?.namespace.metadata?.deletionTimestamp === undefined) return;
  const detail = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const error = forbidden({ group: kind.group, resource: kind.plural }, name, detail);
  const cause = {
    reason: "NamespaceTerminating",
    message: `namespace ${namespace} is being terminated`,
    field: "metadata.namespace",
  };
  throw new StatusError(error.code, error.reason, error.message, { ...error.details, causes: [cause] });
}
