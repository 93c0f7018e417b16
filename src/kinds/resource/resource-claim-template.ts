// ResourceClaimTemplate: a template of ResourceClaims for pods.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, nameColumn } from "../columns.ts";
import type { ResourceClaimTemplate } from "../facts/types.gen.ts";
import { checkImmutable, type Errors } from "../field-checks.ts";
import { checkClaimSpec, setClaimSpecDefaults } from "./claim-spec.ts";

export const resourceClaimTemplate = builtinKind<ResourceClaimTemplate>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceClaimTemplate",
  plural: "resourceclaimtemplates",
  scope: "Namespaced",
  answersDeleted: true,
  strategy: {
    setDefaults: ({ spec }) => setClaimSpecDefaults(spec?.spec),
    validateCreate: validateTemplate,
    validateUpdate: (object, old) => {
      const errors = validateTemplate(object);
      checkImmutable(errors, "spec", object.spec, old.spec);
      return errors;
    },
  },
  columns: [nameColumn, ageColumn],
});

function validateTemplate({ spec }: ResourceClaimTemplate): Errors {
  const errors: Errors = [];
  checkClaimSpec(errors, "spec.spec", spec?.spec);
  return errors;
}
