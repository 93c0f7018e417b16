// Makes a built-in `Kind` from what is particular to it; the rest is what most kinds have in common.
import { qualifiedResource } from "../apimachinery/json.ts";
import type { Schema } from "../apimachinery/schema/schema.ts";
import { defaultColumns } from "./columns.ts";
import { schemaOfKind } from "./facts/schema-of.ts";
import type { Kind, ScalePaths, Verb } from "./kind.ts";

/** What a kind must say of itself; everything else has the common value. */
type Particulars = Pick<Kind, "group" | "version" | "kind" | "plural" | "scope"> &
  Partial<Omit<Kind, "schema" | "singular">>;

const allVerbs: readonly Verb[] = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/** Where workloads with replicas keep them. */
export const replicaScale: ScalePaths = {
  specReplicas: "spec.replicas",
  statusReplicas: "status.replicas",
  selector: "spec.selector",
};

export function builtinKind(particulars: Particulars): Kind {
  const { group, version, kind, plural } = particulars;
  return {
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    collection: qualifiedResource({ group, resource: plural }),
    storageVersion: version,
    verbs: allVerbs,
    nameRule: "dns-subdomain",
    subresources: {},
    hasGeneration: false,
    strategy: {},
    columns: defaultColumns,
    selectableFields: {},
    ...particulars,
    // Schemas are built when first asked for: a cold isolate must not pay for eighty kinds.
    get schema(): Schema {
      const schema = schemaOfKind(group, version, kind);
      if (schema === undefined) throw new Error(`no schema of ${group}/${version} ${kind}`);
      return schema;
    },
  };
}
