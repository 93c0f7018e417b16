// Which objects of a collection a list, a watch or a deletecollection means: by label and field selectors.
import {
  type FieldRequirement,
  matchesFields,
  parseFieldSelector,
  requiredValue,
} from "../apimachinery/field-selector.ts";
import { apiVersionOf, type KubeObject } from "../apimachinery/json.ts";
import { matchesLabels, parseLabelSelector, SelectorError } from "../apimachinery/label-selector.ts";
import { badRequest } from "../apimachinery/status-error.ts";
import type { Kind } from "../kinds/kind.ts";

export interface Selectors {
  /** The text form; "" selects everything. */
  readonly labelSelector: string;
  readonly fieldSelector: string;
}

export interface Selection {
  /** The only name that can match, when the field selector pins one. */
  readonly name: string | undefined;
  /** Whether an object is meant; undefined when everything is, so that no object needs to be read for it. */
  readonly matches: ((object: Readonly<KubeObject>) => boolean) | undefined;
}

const everything: Selection = { name: undefined, matches: undefined };

/** Throws BadRequest for a selector that does not parse, or a field that the kind can't be selected by. */
export function selection(kind: Kind, { labelSelector, fieldSelector }: Selectors): Selection {
  if (labelSelector === "" && fieldSelector === "") return everything;
  const labels = labelSelector === "" ? undefined : parsed(() => parseLabelSelector(labelSelector));
  const fields = fieldSelector === "" ? [] : parsed(() => parseFieldSelector(fieldSelector));
  refuseUnknownFields(kind, fields);
  return {
    name: requiredValue(fields, "metadata.name"),
    matches: (object) =>
      (labels === undefined || matchesLabels(labels, object.metadata?.labels)) &&
      matchesFields(fields, (field) => fieldValue(kind, object, field)),
  };
}

function parsed<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}

function refuseUnknownFields(kind: Kind, fields: readonly FieldRequirement[]): void {
  for (const { field } of fields) {
    if (field === "metadata.name" || field === "metadata.namespace") continue;
    if (kind.selectableFields[field] !== undefined) continue;
    // Kubernetes: apiextensions-apiserver/pkg/apiserver/conversion/converter.go ConvertFieldLabel
    if (kind.custom !== undefined) throw badRequest(`field label not supported: ${field}`);
    // Kubernetes: runtime/scheme.go ConvertFieldLabel, DefaultMetaV1FieldSelectorConversion
    throw badRequest(
      Object.keys(kind.selectableFields).length === 0
        ? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
        : `field label not supported: ${field} (${kind.kind} in ${apiVersionOf(kind.group, kind.version)})`,
    );
  }
}

function fieldValue(kind: Kind, object: Readonly<KubeObject>, field: string): string {
  if (field === "metadata.name") return object.metadata?.name ?? "";
  if (field === "metadata.namespace") return object.metadata?.namespace ?? "";
  return kind.selectableFields[field]?.(object) ?? "";
}
