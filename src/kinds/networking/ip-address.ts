// IPAddress: an address taken by a Service.
import { forbiddenField, invalidValue, required } from "../../apimachinery/field-error.ts";
import { ipText, parseIp } from "../../apimachinery/ip-address.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { IPAddress } from "../facts/types.gen.ts";
import { checkImmutable, type Errors } from "../field-checks.ts";

export const ipAddress = builtinKind<IPAddress>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IPAddress",
  plural: "ipaddresses",
  shortNames: ["ip"],
  scope: "Cluster",
  // The name is an address: the rule below says in which form.
  nameRule: "path-segment",
  strategy: {
    validateCreate: validateIpAddress,
    validateUpdate: (object, old) => {
      const errors = validateIpAddress(object);
      checkImmutable(errors, "spec.parentRef", object.spec?.parentRef, old.spec?.parentRef);
      return errors;
    },
  },
  columns: [nameColumn, column<IPAddress>("ParentRef", "string", parent), ageColumn],
  selectableFields: { "spec.parentRef.name": ({ spec }) => spec?.parentRef?.name ?? "" },
});

/** `services/default/web` */
function parent({ spec }: IPAddress): string {
  const reference = spec?.parentRef;
  if (reference === undefined) return "<none>";
  const { group, resource, namespace, name } = reference;
  const type = (group ? `${resource}.${group}` : (resource ?? "")).toLowerCase();
  return [type, ...(namespace ? [namespace] : []), name].join("/");
}

/** Kubernetes: pkg/apis/networking/validation/validation.go ValidateIPAddress */
function validateIpAddress({ metadata, spec }: IPAddress): Errors {
  const errors: Errors = [];
  const name = metadata?.name ?? "";
  const address = parseIp(name);
  if (address === undefined) errors.push(invalidValue("metadata.name", name, "must be a valid IP address"));
  else if (ipText(address) !== name) {
    errors.push(invalidValue("metadata.name", name, `must be in canonical form ("${ipText(address)}")`));
  }
  const reference = spec?.parentRef;
  if (reference === undefined) errors.push(required("spec.parentRef"));
  else {
    if (!reference.resource) errors.push(required("spec.parentRef.resource"));
    if (!reference.name) errors.push(required("spec.parentRef.name"));
  }
  if (reference?.resource === "services" && !reference.namespace) {
    errors.push(required("spec.parentRef.namespace"));
  }
  if (metadata?.namespace) errors.push(forbiddenField("metadata.namespace", "not allowed on this type"));
  return errors;
}
