// ResourceClaim: a request for devices.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { ResourceClaim } from "../facts/types.gen.ts";
import { checkImmutable, type Errors } from "../field-checks.ts";
import { checkClaimSpec, setClaimSpecDefaults } from "./claim-spec.ts";

export const resourceClaim = builtinKind<ResourceClaim>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceClaim",
  plural: "resourceclaims",
  scope: "Namespaced",
  answersDeleted: true,
  subresources: { status: true },
  strategy: {
    setDefaults: ({ spec }) => setClaimSpecDefaults(spec),
    validateCreate: validateClaim,
    validateUpdate: (object, old) => {
      const errors = validateClaim(object);
      checkImmutable(errors, "spec", object.spec, old.spec);
      return errors;
    },
  },
  columns: [nameColumn, column<ResourceClaim>("State", "string", stateOf), ageColumn],
});

function validateClaim({ spec }: ResourceClaim): Errors {
  const errors: Errors = [];
  checkClaimSpec(errors, "spec", spec);
  return errors;
}

/** Kubernetes: pkg/printers/internalversion/printers.go resourceClaimState */
function stateOf({ metadata, status }: ResourceClaim): string {
  const states: string[] = [];
  if (metadata?.deletionTimestamp !== undefined) states.push("deleted");
  if (status?.allocation === undefined) {
    if (metadata?.deletionTimestamp === undefined) states.push("pending");
  } else {
    states.push("allocated");
    if ((status.reservedFor ?? []).length > 0) states.push("reserved");
  }
  return states.join(",");
}
