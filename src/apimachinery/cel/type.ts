// CEL's types: what an expression and its parts are declared to be.

export type CelType =
  | { readonly kind: ScalarKind }
  | { readonly kind: "list"; readonly element: CelType; readonly bounds?: Bounds }
  | { readonly kind: "map"; readonly key: CelType; readonly value: CelType; readonly bounds?: Bounds }
  | { readonly kind: "string" | "bytes" | "timestamp" | "duration"; readonly bounds?: Bounds }
  | ObjectType
  /** `optional_type(int)`, `kubernetes.Quantity`: no fields, only functions. */
  | { readonly kind: "opaque"; readonly name: string; readonly parameters: readonly CelType[] }
  /** A type as a value: `int`, `type(x)`. */
  | { readonly kind: "type"; readonly of: CelType }
  /** A function's type parameter while checking. */
  | { readonly kind: "parameter"; readonly name: string };

export type ScalarKind = "dyn" | "null" | "bool" | "int" | "uint" | "double" | "error";

/** How large a value may be by its schema; what the worst cost is reckoned from. */
export interface Bounds {
  readonly elementsMax: number;
}

/** An object with known fields. They are asked for by name only when an expression names them. */
export interface ObjectType {
  readonly kind: "object";
  readonly name: string;
  /** By the name that an expression uses (escaped); undefined: there is none such. */
  field(name: string): CelType | undefined;
  readonly bounds?: Bounds;
}
