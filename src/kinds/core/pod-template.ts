// PodTemplate: a stored pod template.
import { builtinKind } from "../builtin-kind.ts";
import { column, containerImages, containerNames, labelsText, nameColumn } from "../columns.ts";
import type { PodTemplate } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";
import { setPodTemplateDefaults } from "./pod/pod-defaults.ts";
import { checkPodTemplate } from "./pod/pod-template-rules.ts";
import { podSpecWarnings } from "./pod/pod-warnings.ts";

export const podTemplate = builtinKind<PodTemplate>({
  group: "",
  version: "v1",
  kind: "PodTemplate",
  plural: "podtemplates",
  scope: "Namespaced",
  answersDeleted: true,
  hasGeneration: true,
  strategy: {
    setDefaults: (object) => setPodTemplateDefaults(object.template),
    validateCreate: validatePodTemplate,
    validateUpdate: validatePodTemplate,
    warnings: ({ template }) => podSpecWarnings("template.spec", template?.metadata, template?.spec),
  },
  columns: [
    nameColumn,
    column<PodTemplate>("Containers", "string", ({ template }) => containerNames(template?.spec?.containers)),
    column<PodTemplate>("Images", "string", ({ template }) => containerImages(template?.spec?.containers)),
    column<PodTemplate>("Pod Labels", "string", ({ template }) => labelsText(template?.metadata?.labels)),
  ],
});

function validatePodTemplate({ template }: PodTemplate): Errors {
  const errors: Errors = [];
  checkPodTemplate(errors, "template", template ?? {});
  return errors;
}
