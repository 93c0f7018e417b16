// Makes a built-in `Kind` from what is particular to it; the rest is what most kinds have in common.

import type { FieldError } from "../apimachinery/field-error.ts";
import { type KubeObject, qualifiedResource } from "../apimachinery/json.ts";
import type { Schema } from "../apimachinery/schema/schema.ts";
import { defaultColumns } from "./columns.ts";
import { schemaOfKind } from "./facts/schema-of.ts";
import type { Kind, RuleContext, ScalePaths, Strategy, Verb } from "./kind.ts";

/** What a kind must say of itself; everything else has the common value. Its rules may be written for its own type. */
type Particulars<Type extends KubeObject> = Pick<Kind, "group" | "version" | "kind" | "plural" | "scope"> &
  Partial<Omit<Kind, "schema" | "singular" | "strategy" | "selectableFields" | "graceSeconds">> & {
    readonly strategy?: TypedStrategy<Type>;
    readonly selectableFields?: Readonly<Record<string, (object: Type) => string>>;
    readonly graceSeconds?: (object: Type, requested: number | undefined) => number;
  };

/** `Strategy` for one type. */
interface TypedStrategy<Type> {
  setDefaults?(object: Type): void;
  prepareForCreate?(object: Type, context: RuleContext): void;
  prepareForUpdate?(object: Type, old: Type, context: RuleContext): void;
  prepareForStatusUpdate?(object: Type, old: Type, context: RuleContext): void;
  validateCreate?(object: Type, context: RuleContext): FieldError[];
  validateUpdate?(object: Type, old: Type, context: RuleContext): FieldError[];
  validateStatusUpdate?(object: Type, old: Type, context: RuleContext): FieldError[];
  warnings?(object: Type, old: Type | undefined): string[];
}

const allVerbs: readonly Verb[] = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/** Where workloads with replicas keep them. */
export const replicaScale: ScalePaths = {
  specReplicas: "spec.replicas",
  statusReplicas: "status.replicas",
  selector: "spec.selector",
};

export function builtinKind<Type extends KubeObject = KubeObject>(particulars: Particulars<Type>): Kind {
  const { group, version, kind, plural, strategy = {}, selectableFields = {}, graceSeconds, ...others } = particulars;
  let schema: Schema | undefined;
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    collection: qualifiedResource({ group, resource: plural }),
    storageVersion: version,
    verbs: allVerbs,
    nameRule: "dns-subdomain",
    subresources: {},
    hasGeneration: false,
    columns: defaultColumns,
    ...others,
    // Decoding by the kind's schema makes every object of it a `Type`.
    strategy: strategy as Strategy,
    selectableFields: selectableFields as Kind["selectableFields"],
    ...(graceSeconds === undefined ? {} : { graceSeconds: graceSeconds as NonNullable<Kind["graceSeconds"]> }),
    // Schemas are built when first asked for: a cold isolate must not pay for eighty kinds.
    get schema(): Schema {
      schema ??= schemaOfKind(group, version, kind);
      return schema;
    },
  };
}
