// A set in which the named fields on the way to a member are members too.
// Kubernetes: sigs.k8s.io/structured-merge-diff fieldpath/set.go EnsureNamedFieldsAreMembers, typed/reconcile_schema.go
import type { Schema } from "../schema/schema.ts";
import { asMember, type Draft, type FieldSet, isEmptySet, leaf } from "./field-set.ts";
import { fieldSchema, isNamedField, itemsOf, relationOf } from "./relation.ts";

/** Pruning treats a struct's field like its contents: when all that is in it goes, it goes. */
export function withNamedFields(set: FieldSet, schema: Schema): FieldSet {
  const named: Draft = {};
  for (const element in set) {
    const node = set[element] as FieldSet;
    if (element === "." || isEmptySet(node)) {
      named[element] = node;
      continue;
    }
    const below = withNamedFields(node, schemaBelow(schema, element));
    named[element] = element.startsWith("f:") && isNamedField(schema, element.slice(2)) ? asMember(below) : below;
  }
  return named;
}

function schemaBelow(schema: Schema, element: string): Schema {
  return element.startsWith("f:") ? fieldSchema(schema, element.slice(2)) : itemsOf(schema);
}

/**
 * A set made when the schema was finer: what has become atomic is owned as a whole by whoever owned part of it.
 * The set itself when nothing changed.
 */
export function reconciledSet(set: FieldSet, schema: Schema): FieldSet {
  let changed: Draft | undefined;
  for (const element in set) {
    const node = set[element] as FieldSet;
    if (element === "." || isEmptySet(node)) continue;
    const below = schemaBelow(schema, element);
    const reconciled = relationOf(below) === "leaf" ? leaf : reconciledSet(node, below);
    if (reconciled === node) continue;
    changed ??= { ...set };
    changed[element] = reconciled;
  }
  return changed ?? set;
}
