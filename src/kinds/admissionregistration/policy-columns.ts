// Cells of policies and their bindings. Kubernetes: pkg/printers/internalversion/printers.go
import type { KubeObject } from "../../apimachinery/json.ts";
import { ageColumn, column, nameColumn, selectorText } from "../columns.ts";
import type { ParamKind, ParamRef } from "../facts/types.gen.ts";

interface Policy extends KubeObject {
  readonly spec?: { readonly paramKind?: ParamKind };
}

interface PolicyBinding extends KubeObject {
  readonly spec?: { readonly policyName?: string; readonly paramRef?: ParamRef };
}

export const paramKindColumn = column<Policy>("ParamKind", "string", ({ spec }) => {
  const kind = spec?.paramKind;
  return kind === undefined ? "<unset>" : `${kind.apiVersion ?? ""}/${kind.kind ?? ""}`;
});

export const policyBindingColumns = [
  nameColumn,
  column<PolicyBinding>("PolicyName", "string", ({ spec }) => spec?.policyName ?? ""),
  column<PolicyBinding>("ParamRef", "string", ({ spec }) => paramRefText(spec?.paramRef)),
  ageColumn,
];

function paramRefText(ref: ParamRef | undefined): string {
  if (ref === undefined) return "<unset>";
  if (ref.name) return ref.namespace ? `${ref.namespace}/${ref.name}` : `*/${ref.name}`;
  return ref.selector === undefined ? "<unset>" : selectorText(ref.selector);
}
