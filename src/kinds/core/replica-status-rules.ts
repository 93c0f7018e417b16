// What the status of a workload with replicas may count.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateReplicationControllerStatus, pkg/apis/apps/validation
import { invalidValue } from "../../apimachinery/field-error.ts";
import { checkNonNegative, type Errors } from "../field-checks.ts";

interface Counts {
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly collisionCount?: number;
}

/** `parts` are counted among `replicas`; `readyName` is how upstream words the last complaint. */
export function checkReplicaStatus<Status extends Counts>(
  errors: Errors,
  status: Status,
  fields: { readonly counts: readonly (keyof Status & string)[]; readonly parts: readonly (keyof Status & string)[] },
  readyName = "readyReplicas",
): void {
  const count = (field: keyof Status & string): number => (status[field] as number | undefined) ?? 0;
  for (const field of fields.counts) checkNonNegative(errors, `status.${field}`, count(field));
  const replicas = status.replicas ?? 0;
  for (const field of fields.parts) {
    if (count(field) > replicas) {
      errors.push(invalidValue(`status.${field}`, count(field), "cannot be greater than status.replicas"));
    }
  }
  const available = status.availableReplicas ?? 0;
  if (available > (status.readyReplicas ?? 0)) {
    errors.push(invalidValue("status.availableReplicas", available, `cannot be greater than ${readyName}`));
  }
}

/** Collisions of names are counted up, so that no name comes again. */
export function checkCollisionCount(errors: Errors, count: number | undefined, old: number | undefined): void {
  if (old !== undefined && (count === undefined || count < old)) {
    errors.push(invalidValue("status.collisionCount", count ?? 0, "cannot be decremented"));
  }
}
