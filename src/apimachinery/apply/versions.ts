// An object in the versions that its managers speak.
// Kubernetes: managedfields/internal/versionconverter.go
import type { JsonObject } from "../json.ts";
import type { Schema } from "../schema/schema.ts";

/** Between the versions of one kind. Where there is but one, `oneVersion` does. */
export interface Versions {
  /** Undefined: the version is no longer served. */
  schemaOf(apiVersion: string): Schema | undefined;
  /** The object (whose own apiVersion says where it comes from) in another version that has a schema. */
  convert(object: JsonObject, apiVersion: string): JsonObject;
}

export function oneVersion(apiVersion: string, schema: Schema): Versions {
  return {
    schemaOf: (asked) => (asked === apiVersion ? schema : undefined),
    convert: (object) => object,
  };
}

export interface Versioned {
  readonly object: JsonObject;
  readonly schema: Schema;
}

/** The object in a version; undefined when that is no longer served. */
export function inVersion(versions: Versions, object: JsonObject, apiVersion: string): Versioned | undefined {
  const schema = versions.schemaOf(apiVersion);
  if (schema === undefined) return undefined;
  const same = object["apiVersion"] === apiVersion || object["apiVersion"] === undefined;
  return { object: same ? object : versions.convert(object, apiVersion), schema };
}
