// Lease: a heartbeat or a lock.
import { invalidValue, required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { Lease } from "../facts/types.gen.ts";
import { checkNonNegative, checkPositive, type Errors } from "../field-checks.ts";

export const lease = builtinKind<Lease>({
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  scope: "Namespaced",
  needsResourceVersion: true,
  createsOnUpdate: true,
  strategy: { validateCreate: validateLease, validateUpdate: validateLease },
  columns: [nameColumn, column<Lease>("Holder", "string", ({ spec }) => spec?.holderIdentity ?? ""), ageColumn],
});

/** Kubernetes: pkg/apis/coordination/validation/validation.go ValidateLeaseSpec */
function validateLease({ spec }: Lease): Errors {
  const errors: Errors = [];
  if (spec?.leaseDurationSeconds !== undefined) {
    checkPositive(errors, "spec.leaseDurationSeconds", spec.leaseDurationSeconds);
  }
  checkNonNegative(errors, "spec.leaseTransitions", spec?.leaseTransitions);
  if (spec?.preferredHolder && !spec.strategy) {
    const detail = "`preferredHolder` may be specified only if `strategy` is defined";
    errors.push(invalidValue("spec.preferredHolder", spec.preferredHolder, detail));
  }
  if (spec?.strategy === "") errors.push(required("spec.strategy"));
  return errors;
}
