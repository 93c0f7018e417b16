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

/** Whether a value may be passed where a type is declared: a test made once, when the call is planned. */
export function guardOf(type: CelType): ((value: CelValue) => boolean) | undefined {
  switch (type.kind) {
    case "string":
      return (value) => typeof value === "string";
    case "int":
      return (value) => typeof value === "bigint";
    case "bool":
      return (value) => typeof value === "boolean";
    case "double":
      return (value) => typeof value === "number";
    case "null":
      return (value) => value === null;
    case "uint":
      return (value) => value instanceof Uint;
    case "bytes":
      return (value) => value instanceof Uint8Array;
    case "timestamp":
      return (value) => value instanceof Timestamp;
    case "duration":
      return (value) => value instanceof Duration;
    case "list":
      return (value) => value instanceof ListValue;
    case "map":
    case "object":
      return (value) => value instanceof MapValue;
    case "type":
      return (value) => value instanceof TypeValue;
    case "opaque": {
      const { name } = type;
      if (name === "optional_type") return (value) => value instanceof Optional;
      return (value) => value instanceof OpaqueValue && value.typeName === name;
    }
    default:
      return undefined;
  }
}
