// How a request is refused by a policy.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/errors.go NewForbidden; policy/validating/dispatcher.go
import { forbidden, StatusError, type StatusReason } from "../../../apimachinery/status-error.ts";
import type { AdmissionRequest } from "../step.ts";

const codes: Readonly<Record<string, number>> = { Forbidden: 403, Unauthorized: 401, RequestEntityTooLarge: 413 };

/** Refused by a ValidatingAdmissionPolicy. */
export function denied(request: AdmissionRequest, message: string, reason = "Invalid"): StatusError {
  const plain = refusal(request, message);
  return new StatusError(codes[reason] ?? 422, reason as StatusReason, plain.message, {
    ...plain.details,
    causes: [{ message }],
  });
}

/** Refused by MutatingAdmissionPolicies: the first message counts, the others are told beside it. */
export function deniedByMutations(
  request: AdmissionRequest,
  messages: readonly string[],
  reason: string | undefined,
): StatusError {
  const plain = refusal(request, "admission request denied by policy");
  return new StatusError(403, (reason ?? "Forbidden") as StatusReason, messages[0] ?? "", {
    ...plain.details,
    causes: messages.map((message) => ({ message })),
  });
}

function refusal({ kind, name, object }: AdmissionRequest, message: string): StatusError {
  const known = name || object?.metadata?.generateName || "Unknown";
  return forbidden({ group: kind.group, resource: kind.plural }, known, message);
}
