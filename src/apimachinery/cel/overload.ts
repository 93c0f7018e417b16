// Functions as libraries declare them: a signature in a line, and what it does.
import {
  boolType,
  bytesType,
  type CelType,
  doubleType,
  durationType,
  dynType,
  intType,
  listType,
  mapType,
  nullType,
  opaqueType,
  optionalType,
  stringType,
  timestampType,
  uintType,
} from "./type.ts";
import {
  type CelValue,
  Duration,
  ListValue,
  MapValue,
  OpaqueValue,
  Optional,
  Timestamp,
  TypeValue,
  Uint,
} from "./value.ts";

// biome-ignore lint/suspicious/noExplicitAny: each body takes the values that its signature says; `fits` has seen to it
export type Body = (...operands: any[]) => CelValue;

export interface Overload {
  /** cel-go's name of it, which cost models go by: `starts_with_string`. */
  readonly id: string;
  /** `startsWith`, `optional.of`, `_+_`. */
  readonly name: string;
  readonly isMethod: boolean;
  /** A method's target first. */
  readonly parameters: readonly CelType[];
  readonly result: CelType;
  readonly run: Body;
}

const simple: Readonly<Record<string, CelType>> = {
  dyn: dynType,
  null: nullType,
  bool: boolType,
  int: intType,
  uint: uintType,
  double: doubleType,
  string: stringType,
  bytes: bytesType,
  timestamp: timestampType,
  duration: durationType,
};

/** `declareFunction("bool_to", "string(bool): string", ...)` */
export function declareFunction(id: string, signature: string, run: Body): Overload {
  return declared(id, signature, run, false);
}

/** `declareMethod("starts_with_string", "string.startsWith(string): bool", ...)` */
export function declareMethod(id: string, signature: string, run: Body): Overload {
  return declared(id, signature, run, true);
}

function declared(id: string, signature: string, run: Body, isMethod: boolean): Overload {
  const open = signature.lastIndexOf("(");
  const close = signature.lastIndexOf("): ");
  const head = signature.slice(0, open);
  const dot = isMethod ? head.lastIndexOf(".") : -1;
  const texts = split(signature.slice(open + 1, close));
  if (isMethod) texts.unshift(head.slice(0, dot));
  return {
    id,
    name: head.slice(dot + 1),
    isMethod,
    parameters: texts.map(typeFromText),
    result: typeFromText(signature.slice(close + 3)),
    run,
  };
}

/** At the commas that stand outside of brackets. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "<") depth++;
    else if (text[i] === ">") depth--;
    else if (text[i] === "," && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === "" ? parts : [...parts, last];
}

function typeFromText(text: string): CelType {
  const known = Object.hasOwn(simple, text) ? simple[text] : undefined;
  if (known !== undefined) return known;
  if (/^[A-Z]$/.test(text)) return { kind: "parameter", name: text };
  const generic = /^(\w+)<(.*)>$/.exec(text);
  if (generic === null) return opaqueType(text);
  const [first, second] = split(generic[2] as string).map(typeFromText) as [CelType, CelType];
  switch (generic[1]) {
    case "list":
      return listType(first);
    case "map":
      return mapType(first, second);
    case "type":
      return { kind: "type", of: first };
    default:
      return optionalType(first);
  }
}

/** Whether a value may be passed where a type is declared. */
export function fits(value: CelValue, type: CelType): boolean {
  switch (type.kind) {
    case "string":
      return typeof value === "string";
    case "int":
      return typeof value === "bigint";
    case "bool":
      return typeof value === "boolean";
    case "double":
      return typeof value === "number";
    case "null":
      return value === null;
    case "uint":
      return value instanceof Uint;
    case "bytes":
      return value instanceof Uint8Array;
    case "timestamp":
      return value instanceof Timestamp;
    case "duration":
      return value instanceof Duration;
    case "list":
      return value instanceof ListValue;
    case "map":
    case "object":
      return value instanceof MapValue;
    case "type":
      return value instanceof TypeValue;
    case "opaque":
      if (type.name === "optional_type") return value instanceof Optional;
      return value instanceof OpaqueValue && value.typeName === type.name;
    default:
      return true;
  }
}

export function fitAll(operands: readonly CelValue[], { parameters }: Overload): boolean {
  for (let i = 0; i < operands.length; i++) {
    if (!fits(operands[i] as CelValue, parameters[i] as CelType)) return false;
  }
  return true;
}
