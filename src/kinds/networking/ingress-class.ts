// IngressClass: names the controller of Ingresses.
import { forbiddenField, notSupported, required, tooLong } from "../../apimachinery/field-error.ts";
import {
  isDns1123Label,
  isDns1123Subdomain,
  isDomainPrefixedPath,
  isPathSegmentName,
} from "../../apimachinery/names.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { IngressClass } from "../facts/types.gen.ts";
import { checkImmutable, checkMessages, type Errors } from "../field-checks.ts";

const controllerLengthMax = 250;

export const ingressClass = builtinKind<IngressClass>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IngressClass",
  plural: "ingressclasses",
  scope: "Cluster",
  hasGeneration: true,
  strategy: {
    setDefaults: ({ spec }) => {
      if (spec?.parameters !== undefined) spec.parameters.scope ??= "Cluster";
    },
    validateCreate: validateIngressClass,
    validateUpdate: (object, old) => {
      const errors: Errors = [];
      checkImmutable(errors, "spec.controller", object.spec?.controller, old.spec?.controller);
      checkParameters(errors, object);
      return errors;
    },
  },
  columns: [
    nameColumn,
    column<IngressClass>("Controller", "string", ({ spec }) => spec?.controller ?? ""),
    column<IngressClass>("Parameters", "string", parameters),
    ageColumn,
  ],
});

function parameters({ spec }: IngressClass): string {
  const reference = spec?.parameters;
  if (reference === undefined) return "<none>";
  const group = reference.apiGroup === undefined ? "" : `.${reference.apiGroup}`;
  return `${reference.kind}${group}/${reference.name}`;
}

/** Kubernetes: pkg/apis/networking/validation/validation.go ValidateIngressClassSpec */
function validateIngressClass(object: IngressClass): Errors {
  const errors: Errors = [];
  const controller = object.spec?.controller ?? "";
  if (controller.length > controllerLengthMax) errors.push(tooLong("spec.controller", controllerLengthMax));
  checkMessages(errors, "spec.controller", controller, isDomainPrefixedPath(controller));
  checkParameters(errors, object);
  return errors;
}

function checkParameters(errors: Errors, { spec }: IngressClass): void {
  const reference = spec?.parameters;
  if (reference === undefined) return;
  const at = "spec.parameters";
  const { apiGroup, kind, name, scope, namespace } = reference;
  if (apiGroup !== undefined) checkMessages(errors, `${at}.apiGroup`, apiGroup, isDns1123Subdomain(apiGroup));
  if (!kind) errors.push(required(`${at}.kind`, "kind is required"));
  else checkMessages(errors, `${at}.kind`, kind, isPathSegmentName(kind));
  if (!name) errors.push(required(`${at}.name`, "name is required"));
  else checkMessages(errors, `${at}.name`, name, isPathSegmentName(name));
  const isNamespaced = scope === "Namespace";
  if (scope === undefined) errors.push(required(`${at}.scope`));
  else if (!isNamespaced && scope !== "Cluster") {
    errors.push(notSupported(`${at}.scope`, scope, ["Cluster", "Namespace"]));
  }
  if (isNamespaced && !namespace) {
    errors.push(required(`${at}.namespace`, "`parameters.scope` is set to 'Namespace'"));
  }
  if (scope === "Cluster" && namespace !== undefined) {
    errors.push(forbiddenField(`${at}.namespace`, "`parameters.scope` is set to 'Cluster'"));
  }
  if (namespace) checkMessages(errors, `${at}.namespace`, namespace, isDns1123Label(namespace));
}
