// ServiceCIDR: a range that Services take addresses from.
import { invalidValue, required } from "../../apimachinery/field-error.ts";
import { isValidCidr, parseCidr } from "../../apimachinery/ip-address.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { ServiceCIDR } from "../facts/types.gen.ts";
import { checkMessages, type Errors, immutableMessage } from "../field-checks.ts";

const rangesMax = 2;

export const serviceCidr = builtinKind<ServiceCIDR>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "ServiceCIDR",
  plural: "servicecidrs",
  scope: "Cluster",
  subresources: { status: true },
  strategy: { validateCreate: validateServiceCidr, validateUpdate },
  columns: [nameColumn, column<ServiceCIDR>("CIDRs", "string", ({ spec }) => (spec?.cidrs ?? []).join(",")), ageColumn],
});

/** Kubernetes: pkg/apis/networking/validation/validation.go ValidateServiceCIDR */
function validateServiceCidr({ spec }: ServiceCIDR): Errors {
  const errors: Errors = [];
  const ranges = spec?.cidrs ?? [];
  if (ranges.length === 0) return [required("spec.cidrs", "at least one CIDR required")];
  if (ranges.length > rangesMax) return [invalidValue("spec", spec, "may only hold up to 2 values")];
  ranges.forEach((range, index) => {
    checkMessages(errors, `spec.cidrs[${index}]`, range, isValidCidr(range));
  });
  if (new Set(ranges.map((range) => parseCidr(range)?.address.family)).size !== ranges.length) {
    errors.push(invalidValue("spec", spec, "may specify no more than one IP for each IP family"));
  }
  return errors;
}

/** A range can get a second one of the other family, and nothing else. */
function validateUpdate(object: ServiceCIDR, old: ServiceCIDR): Errors {
  const after = object.spec?.cidrs ?? [];
  const before = old.spec?.cidrs ?? [];
  const kept = before.every((range, index) => range === after[index]);
  if (kept && (after.length === before.length || (before.length === 1 && after.length === 2))) {
    return after.length === before.length ? [] : validateServiceCidr(object);
  }
  return [invalidValue("spec.cidrs", after, immutableMessage)];
}
