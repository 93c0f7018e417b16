// A custom resource's versions as `Kind`s: from here on nobody asks whether a kind is built in.
import type { Json, KubeObject } from "../../apimachinery/json.ts";
import { apiVersionOf } from "../../apimachinery/json.ts";
import { applyDefaults } from "../../apimachinery/schema/apply-defaults.ts";
import { prune } from "../../apimachinery/schema/prune.ts";
import type { Schema } from "../../apimachinery/schema/schema.ts";
import type { Kind, Verb } from "../kind.ts";
import { customColumns } from "./custom-columns.ts";
import type { CustomResource, CustomVersion } from "./custom-resource.ts";
import { customStrategy } from "./custom-strategy.ts";
import { valueAtPath } from "./simple-path.ts";

const verbs: readonly Verb[] = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
/** Of a resource that is on its way out. */
const lastVerbs: readonly Verb[] = ["delete", "deletecollection", "get", "list", "watch"];

/** Thrown by who reads a schema that nobody has loaded: a write meets versions that its own request does not name. */
export class SchemaMissing extends Error {
  readonly custom: CustomResource;
  readonly version: string;

  constructor(custom: CustomResource, version: string) {
    super(`the schema of ${custom.name} ${version} is not loaded`);
    this.custom = custom;
    this.version = version;
  }
}

export interface CustomKinds {
  /** In the definition's order. */
  readonly served: readonly Kind[];
  /** The shape that objects lie in, where it is not served. */
  readonly stored: Kind | undefined;
}

/** A version's schema; undefined while nobody has loaded it. */
type SchemaOf = (version: string) => Schema | undefined;

export function customKinds(resource: CustomResource, schemaOf: SchemaOf): CustomKinds {
  const kinds = resource.versions.map((version) => customKind(resource, version, schemaOf));
  const isServed = (_: Kind, index: number) => resource.versions[index]?.served === true;
  return { served: kinds.filter(isServed), stored: kinds.find((kind, index) => !isServed(kind, index)) };
}

function customKind(resource: CustomResource, version: CustomVersion, schemaOf: SchemaOf): Kind {
  const { group } = resource;
  const { status, scale, deprecation } = version;
  const schema = (): Schema => {
    const loaded = schemaOf(version.name);
    if (loaded === undefined) throw new SchemaMissing(resource, version.name);
    return loaded;
  };
  return {
    group,
    version: version.name,
    kind: resource.kind,
    listKind: resource.listKind,
    plural: resource.plural,
    singular: resource.singular,
    shortNames: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    scope: resource.scope,
    collection: resource.name,
    storageVersion: resource.storageVersion,
    get schema() {
      return schema();
    },
    verbs: resource.terminating ? lastVerbs : verbs,
    nameRule: "dns-subdomain",
    subresources: { ...(status ? { status } : {}), ...(scale === undefined ? {} : { scale }) },
    hasGeneration: true,
    needsResourceVersion: true,
    strategy: customStrategy({ hasStatus: status === true, scale, schema }),
    columns: customColumns(version.columns),
    selectableFields: selectable(version.selectableFields ?? []),
    ...(deprecation === undefined ? {} : { deprecation }),
    ...(resource.webhookConversion ? {} : { convert: renamer(group, schemaOf) }),
    custom: resource,
  };
}

/** Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go GetAttrs */
function selectable(paths: readonly string[]): Kind["selectableFields"] {
  return Object.fromEntries(
    paths.map((path) => [
      path.replace(/^\./, ""),
      (object: KubeObject) => {
        const value = valueAtPath(object, path);
        return value === undefined || value === null ? "" : String(value);
      },
    ]),
  );
}

/**
 * `None`: a version differs in its name, and in what its schema keeps.
 * Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/conversion/nop_converter.go
 */
function renamer(group: string, schemaOf: SchemaOf): NonNullable<Kind["convert"]> {
  return (object, toApiVersion) => {
    if (object.apiVersion === toApiVersion) return object;
    const version = toApiVersion.slice(group.length + 1);
    const renamed = { ...object, apiVersion: apiVersionOf(group, version) };
    // A watch that outlived the schema's stay shows what is stored, under the version's name.
    const schema = schemaOf(version);
    return schema === undefined ? renamed : pruned(schema, renamed);
  };
}

function pruned(schema: Schema, object: KubeObject): KubeObject {
  return prune(schema, object as unknown as Json).value as unknown as KubeObject;
}

/** An object that was stored under an earlier schema, as the schema says now. Not changed itself. */
export function asOfNow(kind: Kind, object: Readonly<KubeObject>): Readonly<KubeObject> {
  const { schema } = kind;
  return applyDefaults(schema, pruned(schema, object) as unknown as Json) as unknown as KubeObject;
}
