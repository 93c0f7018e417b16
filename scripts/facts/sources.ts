// Reads the two inputs of the facts: upstream's published OpenAPI document and the protobuf field numbers.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface SwaggerSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, SwaggerSchema>>;
  readonly required?: readonly string[];
  readonly items?: SwaggerSchema;
  readonly additionalProperties?: SwaggerSchema;
  readonly "x-kubernetes-group-version-kind"?: readonly GroupVersionKind[];
  readonly "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: "atomic" | "granular";
  readonly "x-kubernetes-patch-strategy"?: string;
  readonly "x-kubernetes-patch-merge-key"?: string;
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export interface SwaggerOperation {
  readonly "x-kubernetes-action"?: string;
  readonly "x-kubernetes-group-version-kind"?: GroupVersionKind;
  readonly parameters?: readonly { readonly in?: string; readonly schema?: SwaggerSchema }[];
  readonly responses?: Readonly<Record<string, { readonly schema?: SwaggerSchema }>>;
}

export interface Swagger {
  readonly definitions: Readonly<Record<string, SwaggerSchema>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, SwaggerOperation>>>>;
}

/** By message and field as upstream's .proto names them: number, type, and whether it repeats or is a map's value. */
export type ProtobufMessages = Readonly<Record<string, ProtobufMessage>>;
export type ProtobufMessage = Readonly<Record<string, readonly [number, string, ("repeated" | "map")?]>>;

export interface Sources {
  readonly swagger: Swagger;
  readonly protobuf: ProtobufMessages;
}

/** Where the inputs are when neither an argument nor SKERRY_REFERENCE says so: beside the repository. */
export const defaultReferenceFolder = "../shared/reference";

export function readSources(folder: string): Sources {
  const json = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  return { swagger: json("swagger.json"), protobuf: json("protobuf-fields.json") };
}
