// One description of a value's shape, the same for built-in kinds (from the generated facts) and custom resources
// (from their OpenAPI v3 structural schema). Decoding, defaulting, validation, strategic merge, server-side apply,
// protobuf and OpenAPI all walk this.
import type { Json } from "../json.ts";

export type SchemaType = "object" | "array" | "string" | "integer" | "number" | "boolean";

export interface Schema {
  /** The definition's name for built-ins ("io.k8s.api.core.v1.PodSpec"): what OpenAPI refers to and messages name. */
  readonly name?: string;
  /** Absent: any JSON value. */
  readonly type?: SchemaType;
  /** int32, int64, double, byte, date-time, micro-time, quantity, int-or-string, and the formats of custom resources. */
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** The value's schema of a map. `true`: anything. */
  readonly additionalProperties?: Schema | true;
  readonly items?: Schema;
  readonly listType?: "atomic" | "set" | "map";
  readonly listMapKeys?: readonly string[];
  readonly mapType?: "atomic" | "granular";
  /** Strategic merge: "merge", "replace", "retainKeys" or "merge,retainKeys". */
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly nullable?: boolean;
  readonly intOrString?: boolean;
  readonly preserveUnknownFields?: boolean;
  readonly embeddedResource?: boolean;
  /** Properties of a built-in definition that Go does not write when they are false, 0, "" or empty: absent is the same. */
  readonly omittedWhenZero?: ReadonlySet<string>;
  /** Go's name of a built-in field's type where it is a name of its own: "v1.Protocol". Messages quote it. */
  readonly goType?: string;
  /** Protobuf field numbers of a built-in message, by property. */
  readonly protobuf?: Readonly<Record<string, ProtobufField>>;
  /** Value rules that only custom resources carry (bounds, patterns, combinators, CEL). */
  readonly rules?: SchemaRules;
}

export interface ProtobufField {
  readonly number: number;
  /** A scalar ("string", "int32", "bool", "bytes" ...), a message, `[]T` or `map[K]V`, as upstream's .proto names it. */
  readonly type: string;
  /** Numbers of the embedded messages it stands in, outermost first: their fields stand directly in the JSON object. */
  readonly within?: readonly number[];
}

export interface SchemaRules {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  /** x-kubernetes-validations */
  readonly validations?: readonly CelRule[];
}

export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}
