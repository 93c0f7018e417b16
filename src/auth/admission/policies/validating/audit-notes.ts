// The notes that one policy leaves in the audit log, of all its bindings and parameters.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/validating/dispatcher.go auditAnnotationCollector
import { isLongerThan } from "../../../../apimachinery/byte-length.ts";
import type { AdmissionRequest } from "../../step.ts";
import { auditNoteBytesMax } from "../limits.ts";

export class AuditNotes {
  readonly #values = new Map<string, Set<string>>();

  add(key: string, value: string): void {
    const values = this.#values.get(key) ?? new Set();
    this.#values.set(key, values.add(cut(value)));
  }

  /** Several values of one key are one note. */
  tell(request: Pick<AdmissionRequest, "annotate">, policyName: string): void {
    for (const [key, values] of this.#values) request.annotate(`${policyName}/${key}`, [...values].join(", "));
  }
}

function cut(value: string): string {
  if (!isLongerThan(value, auditNoteBytesMax)) return value;
  // What is left of a character that the cut goes through is dropped.
  const bytes = new TextEncoder().encode(value).subarray(0, auditNoteBytesMax);
  return new TextDecoder().decode(bytes, { stream: true });
}
