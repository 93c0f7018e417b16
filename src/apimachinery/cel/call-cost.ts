// What a call costs, by the function and the sizes of what it is given.
// cel-go: interpreter/runtimecost.go costCall; Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/cost.go CallCost
import type { Overload } from "./overload.ts";
import { textSize } from "./text.ts";
import { type CelValue, ListValue, MapValue, OpaqueValue } from "./value.ts";
import { work } from "./work.ts";

export function sizeOf(value: CelValue | undefined): number {
  if (typeof value === "string") return textSize(value);
  if (value instanceof ListValue || value instanceof MapValue) return value.size;
  if (value instanceof Uint8Array) return value.length;
  return value instanceof OpaqueValue ? value.costSize : 1;
}

function texts(characters: number, factor = 0.1): number {
  return Math.ceil(characters * factor);
}

/** Kubernetes: library/cost.go traversalCost */
function traversal(value: CelValue): number {
  work(10);
  if (typeof value === "string" || value instanceof Uint8Array) return Math.floor(sizeOf(value) * 0.1);
  let cost = 0;
  if (value instanceof ListValue) for (let i = 0; i < value.size; i++) cost += traversal(value.at(i));
  else if (value instanceof MapValue) {
    for (const key of value.keys()) cost += traversal(key) + traversal(value.find(key) as CelValue);
  } else return 1;
  return cost;
}

function matching(text: CelValue | undefined, pattern: CelValue | undefined): number {
  return texts(1 + sizeOf(text)) * Math.ceil(sizeOf(pattern) * 0.25);
}

type Rule = (operands: readonly CelValue[], id: string) => number;
const perText: Rule = ([text]) => texts(sizeOf(text));
const perTextTwice: Rule = ([text]) => texts(sizeOf(text), 0.2);
const perTraversal: Rule = ([value]) => (value === undefined ? 0 : traversal(value));
const least: Rule = ([left, right]) => texts(Math.min(sizeOf(left), sizeOf(right)));
const contained: Rule = ([range, other], id) => {
  const base = texts(sizeOf(range) * 2);
  const masked = id.includes("contains_cidr") ? texts(sizeOf(range)) + 1 : 0;
  return base + masked + (id.endsWith("_string") ? texts(sizeOf(other)) : 0);
};

const byName: Readonly<Record<string, Rule>> = {
  check: () => 350_000,
  isSorted: perTraversal,
  sum: perTraversal,
  max: perTraversal,
  min: perTraversal,
  indexOf: perTraversal,
  lastIndexOf: perTraversal,
  url: perText,
  lowerAscii: perText,
  upperAscii: perText,
  substring: perText,
  trim: perText,
  replace: perTextTwice,
  split: perTextTwice,
  find: ([text, pattern]) => matching(text, pattern),
  findAll: ([text, pattern]) => matching(text, pattern),
  cidr: perText,
  isIP: perText,
  isCIDR: perText,
  ip: ([text], id) => (id === "cidr_ip" ? 1 : texts(sizeOf(text))),
  "ip.isCanonical": perTextTwice,
  containsIP: contained,
  containsCIDR: contained,
  quantity: perText,
  isQuantity: perText,
  validate: perText,
  startsWith: perText,
  endsWith: perText,
  format: perText,
  "strings.quote": perText,
  matches: ([text, pattern]) => matching(text, pattern),
  contains: ([text, part]) => texts(sizeOf(text)) * texts(sizeOf(part)),
  "@in": ([, range], id) => (id === "in_list" ? sizeOf(range) : 1),
  "_==_": least,
  "_!=_": least,
  "sets.contains": ([left, right]) => sizeOf(left) * sizeOf(right),
  "sets.intersects": ([left, right]) => sizeOf(left) * sizeOf(right),
  "sets.equivalent": ([left, right]) => sizeOf(left) * sizeOf(right),
};

const byId: Readonly<Record<string, Rule>> = {
  add_string: ([left, right]) => texts(sizeOf(left) + sizeOf(right)),
  add_bytes: ([left, right]) => texts(sizeOf(left) + sizeOf(right)),
  string_to_bytes: perText,
  bytes_to_string: perText,
};
for (const order of ["less", "less_equals", "greater", "greater_equals"]) {
  Object.assign(byId, { [`${order}_string`]: least, [`${order}_bytes`]: least });
}

export interface CostRule {
  /** From what it is given, before it runs: what is too dear is not begun. */
  readonly ofOperands: (operands: readonly CelValue[]) => number;
  /** What its result adds. */
  readonly ofResult?: (result: CelValue) => number;
}

/** How to reckon what calls of an overload cost; undefined: 1. */
export function costRule({ name, id }: Overload): CostRule | undefined {
  if (name === "join") return { ofOperands: () => 0, ofResult: (result) => texts(sizeOf(result), 0.2) };
  const rule =
    (Object.hasOwn(byId, id) ? byId[id] : undefined) ?? (Object.hasOwn(byName, name) ? byName[name] : undefined);
  return rule === undefined ? undefined : { ofOperands: (operands) => rule(operands, id) };
}
