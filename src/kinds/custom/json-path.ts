// JSONPath as the columns of custom resources use it: `.spec.replicas`, `.status.conditions[?(@.type=="Ready")].status`.
// Kubernetes: staging/src/k8s.io/client-go/util/jsonpath/{parser,jsonpath}.go
import type { Json } from "../../apimachinery/json.ts";
import { fieldOf, isJsonObject } from "../../apimachinery/set-field.ts";

type Step = (value: Json) => readonly Json[];

/** Everything that a path finds in a value. */
export type JsonPath = (value: Json) => readonly Json[];

/** Undefined when `text` is no path that can be read. */
export function parseJsonPath(text: string): JsonPath | undefined {
  const steps: Step[] = [];
  let rest = text.trim();
  if (rest.startsWith("{") && rest.endsWith("}")) rest = rest.slice(1, -1);
  if (rest.startsWith("$") || rest.startsWith("@")) rest = rest.slice(1);
  while (rest !== "") {
    const read = readStep(rest);
    if (read === undefined) return undefined;
    if (read.step !== undefined) steps.push(read.step);
    rest = rest.slice(read.length);
  }
  return (value) => steps.reduce<readonly Json[]>((found, step) => found.flatMap(step), [value]);
}

interface Read {
  readonly step: Step | undefined;
  readonly length: number;
}

function readStep(rest: string): Read | undefined {
  if (rest.startsWith("..")) {
    const length = rest[2] === "[" ? 2 : 1;
    return { step: everythingIn, length };
  }
  if (rest.startsWith("[")) return readBrackets(rest);
  const field = /^\.?((?:\\.|[^.[\]\\\s=<>()])+)/.exec(rest);
  if (field !== null) {
    const name = (field[1] as string).replace(/\\(.)/g, "$1");
    return { step: name === "*" ? children : (value) => child(value, name), length: field[0].length };
  }
  // A path may be nothing but the dot: the value itself.
  return rest === "." ? { step: undefined, length: 1 } : undefined;
}

function child(value: Json, name: string): readonly Json[] {
  const found = isJsonObject(value) ? fieldOf(value, name) : undefined;
  return found === undefined ? [] : [found];
}

function children(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}

function everythingIn(value: Json): readonly Json[] {
  return [value, ...children(value).flatMap(everythingIn)];
}

function readBrackets(rest: string): Read | undefined {
  const filter = /^\[\?\((.*?)\)\]/.exec(rest);
  if (filter !== null) {
    const condition = readCondition(filter[1] as string);
    if (condition === undefined) return undefined;
    return { step: (value) => children(value).filter(condition), length: filter[0].length };
  }
  const inner = /^\[((?:'[^']*'|"[^"]*"|[^\]'"])*)\]/.exec(rest);
  if (inner === null) return undefined;
  const parts = ((inner[1] as string).match(/'[^']*'|"[^"]*"|[^,]+/g) ?? []).map((part) => readPart(part.trim()));
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return { step: (value) => parts.flatMap((part) => (part as Step)(value)), length: inner[0].length };
}

function readPart(part: string): Step | undefined {
  if (part === "*") return children;
  const quoted = /^(?:'([^']*)'|"([^"]*)")$/.exec(part);
  if (quoted !== null) {
    const name = quoted[1] ?? quoted[2] ?? "";
    return (value) => child(value, name);
  }
  const slice = /^(-?\d*)(?::(-?\d*))?(?::(\d*))?$/.exec(part);
  if (slice === null || part === "") return undefined;
  const [, from = "", to, step = ""] = slice;
  if (to === undefined)
    return (value) => (Array.isArray(value) ? value.slice(at(value, Number(from))).slice(0, 1) : []);
  return (value) => {
    if (!Array.isArray(value)) return [];
    const end = to === "" ? value.length : Number(to);
    const stride = step === "" ? 1 : Math.max(1, Number(step));
    return value.slice(from === "" ? 0 : Number(from), end).filter((_, index) => index % stride === 0);
  };
}

/** Counted from the end when negative; beyond the list when there is no such item. */
function at(list: readonly Json[], index: number): number {
  const place = index < 0 ? list.length + index : index;
  return place < 0 ? list.length : place;
}

type Compare = (left: Json, right: Json) => boolean;

const comparisons: Readonly<Record<string, Compare>> = {
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "<": (left, right) => typeof left === typeof right && (left as number) < (right as number),
  "<=": (left, right) => typeof left === typeof right && (left as number) <= (right as number),
  ">": (left, right) => typeof left === typeof right && (left as number) > (right as number),
  ">=": (left, right) => typeof left === typeof right && (left as number) >= (right as number),
};

function readCondition(text: string): ((value: Json) => boolean) | undefined {
  const parts = /^(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+)$/.exec(text.trim());
  if (parts === null) {
    const path = parseJsonPath(text);
    return path === undefined ? undefined : (value) => path(value).length > 0;
  }
  const [left, right] = [readOperand(parts[1] as string), readOperand(parts[3] as string)];
  if (left === undefined || right === undefined) return undefined;
  const compare = comparisons[parts[2] as string] as Compare;
  return (value) => {
    const [one, other] = [left(value)[0], right(value)[0]];
    return one !== undefined && other !== undefined && compare(one, other);
  };
}

function readOperand(text: string): JsonPath | undefined {
  const trimmed = text.trim();
  const quoted = /^(?:'([^']*)'|"([^"]*)")$/.exec(trimmed);
  if (quoted !== null) return () => [quoted[1] ?? quoted[2] ?? ""];
  if (trimmed === "true" || trimmed === "false") return () => [trimmed === "true"];
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return () => [Number(trimmed)];
  return trimmed.startsWith("@") || trimmed.startsWith("$") ? parseJsonPath(trimmed) : undefined;
}
