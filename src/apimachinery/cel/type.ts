// CEL's types: what an expression and its parts are declared to be.

/** `sizeMax`, here and below: how many characters, elements or entries it may have by its schema. */
export type CelType = SimpleType | ListType | MapType | ObjectType | OpaqueType | TypeType | ParameterType;

export type SimpleKind =
  | "dyn"
  | "null"
  | "bool"
  | "int"
  | "uint"
  | "double"
  | "string"
  | "bytes"
  | "timestamp"
  | "duration"
  | "error";

export interface SimpleType {
  readonly kind: SimpleKind;
  readonly sizeMax?: number;
}

export interface ListType {
  readonly kind: "list";
  readonly element: CelType;
  readonly sizeMax?: number;
  /** x-kubernetes-list-type: how it compares and is added to. */
  readonly listKind?: ListKind;
}

export type ListKind = { readonly type: "set" } | { readonly type: "map"; readonly keys: readonly string[] };

export interface MapType {
  readonly kind: "map";
  readonly key: CelType;
  readonly value: CelType;
  readonly sizeMax?: number;
}

/** An object with known fields, which are asked for only when an expression names them. */
export interface ObjectType {
  readonly kind: "object";
  readonly name: string;
  /** By the name that an expression uses (escaped); undefined: there is none such. */
  property(name: string): Property | undefined;
  /** The escaped name of a JSON field; undefined: expressions cannot see it. */
  escaped(key: string): string | undefined;
  readonly sizeMax?: number;
}

export interface Property {
  readonly type: CelType;
  /** The JSON field. */
  readonly key: string;
}

/** `optional_type(int)`, `kubernetes.Quantity`: no fields, only functions. */
export interface OpaqueType {
  readonly kind: "opaque";
  readonly name: string;
  readonly parameters: readonly CelType[];
}

/** A type as a value: `int`, `type(x)`. */
export interface TypeType {
  readonly kind: "type";
  readonly of: CelType;
}

/** A function's type parameter, and while checking a type that is not known yet. */
export interface ParameterType {
  readonly kind: "parameter";
  readonly name: string;
}

export const dynType: CelType = { kind: "dyn" };
export const nullType: CelType = { kind: "null" };
export const boolType: CelType = { kind: "bool" };
export const intType: CelType = { kind: "int" };
export const uintType: CelType = { kind: "uint" };
export const doubleType: CelType = { kind: "double" };
export const stringType: CelType = { kind: "string" };
export const bytesType: CelType = { kind: "bytes" };
export const timestampType: CelType = { kind: "timestamp" };
export const durationType: CelType = { kind: "duration" };
/** Of a part that has a problem, so that it causes no second one. */
export const errorType: CelType = { kind: "error" };

export function listType(element: CelType): ListType {
  return { kind: "list", element };
}
export function mapType(key: CelType, value: CelType): MapType {
  return { kind: "map", key, value };
}
export function opaqueType(name: string, ...parameters: readonly CelType[]): OpaqueType {
  return { kind: "opaque", name, parameters };
}
export function optionalType(of: CelType): OpaqueType {
  return opaqueType("optional_type", of);
}

/** An object type of fields that are named as they are. A field that is a function is only called when asked for. */
export function objectType(name: string, fields: Readonly<Record<string, CelType | (() => CelType)>>): ObjectType {
  return {
    kind: "object",
    name,
    property(key) {
      const type = Object.hasOwn(fields, key) ? fields[key] : undefined;
      return type === undefined ? undefined : { type: typeof type === "function" ? type() : type, key };
    },
    escaped: (key) => (Object.hasOwn(fields, key) ? key : undefined),
  };
}

const simpleNames: Readonly<Partial<Record<SimpleKind, string>>> = { error: "!error!" };

/** As cel-go's messages name a type. */
export function typeText(type: CelType): string {
  switch (type.kind) {
    case "list":
      return `list(${typeText(type.element)})`;
    case "map":
      return `map(${typeText(type.key)}, ${typeText(type.value)})`;
    case "object":
      return type.name;
    case "opaque":
      return type.parameters.length === 0 ? type.name : `${type.name}(${type.parameters.map(typeText).join(", ")})`;
    case "type":
      return `type(${typeText(type.of)})`;
    case "parameter":
      return type.name;
    default:
      return simpleNames[type.kind] ?? type.kind;
  }
}
