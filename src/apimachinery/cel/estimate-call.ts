// What a call may cost at most, by the function and the sizes of what it may be given.
// cel-go: checker/cost.go functionCost; Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/cost.go
import type { Overload } from "./overload.ts";
import { add, exactly, multiply, type Range, scale, unknownSize } from "./size-estimate.ts";
import type { CelType } from "./type.ts";

export interface Estimated {
  readonly cost: Range;
  readonly size: Range;
  readonly type: CelType;
  /** How large a list's items are, where the type does not say. */
  readonly element?: Range;
  /** The schema says how large it may be: of what no bound applies to, like a number, that is nothing. */
  readonly isPlaced?: boolean;
}

interface CallEstimate {
  readonly cost: Range;
  readonly size?: Range;
}

type Rule = (operands: readonly Estimated[], overload: Overload) => CallEstimate;

const perText = 0.1;
const one: CallEstimate = { cost: exactly(1) };

function sizeAt(operands: readonly Estimated[], i: number): Range {
  return operands[i]?.size ?? unknownSize;
}

const traversed: Rule = (operands) => ({ cost: scale(sizeAt(operands, 0), perText) });
const traversedTwice: Rule = (operands) => ({ cost: scale(sizeAt(operands, 0), 2 * perText) });
const sameSize: Rule = (operands) => ({ cost: scale(sizeAt(operands, 0), perText), size: sizeAt(operands, 0) });

function elementSize({ type, element }: Estimated): Range {
  if (element !== undefined) return element;
  const item = type.kind === "list" ? type.element : undefined;
  const max = item !== undefined && "sizeMax" in item ? item.sizeMax : undefined;
  return max === undefined ? unknownSize : { min: 0, max };
}

const perElement: Rule = (operands) => {
  const [list] = operands as [Estimated];
  if (list.type.kind !== "list") return { cost: scale(list.size, perText) };
  const { kind } = list.type.element;
  const each = kind === "string" || kind === "bytes" ? add(exactly(1), scale(elementSize(list), perText)) : exactly(1);
  return { cost: multiply(list.size, each) };
};

const least: Rule = (operands) => {
  const max = Math.min(sizeAt(operands, 0).max, sizeAt(operands, 1).max);
  return { cost: scale({ min: max > 0 ? 1 : 0, max }, perText) };
};

const matching: Rule = (operands) => {
  const text = scale(add(sizeAt(operands, 0), exactly(1)), perText);
  const cost = multiply(text, scale(sizeAt(operands, 1), 0.25));
  return { cost, size: { min: 0, max: sizeAt(operands, 0).max } };
};

const product: Rule = (operands) => ({ cost: multiply(sizeAt(operands, 0), sizeAt(operands, 1)) });

const replaced: Rule = (operands) => {
  const [text, part, by] = [sizeAt(operands, 0), sizeAt(operands, 1), sizeAt(operands, 2)];
  const [times, kept] = [
    { min: 0, max: 0 },
    { min: 0, max: 0 },
  ];
  if (part.min === 0) {
    times.max = text.max + 1;
    kept.max = text.max;
  } else if (by.max <= part.min) kept.max = text.max;
  else times.max = Math.ceil(text.max / part.min);
  if (part.max === 0) {
    times.min = text.min + 1;
    kept.min = text.min;
  } else if (part.max <= by.min) kept.min = text.min;
  else times.min = Math.ceil(text.min / part.max);
  return { cost: scale(text, 2 * perText), size: add(multiply(times, by), kept) };
};

const joined: Rule = (operands) => {
  const [list, by] = operands as [Estimated, Estimated | undefined];
  const separators = { min: Math.max(list.size.min - 1, 0), max: Math.max(list.size.max - 1, 0) };
  const separated = by === undefined ? exactly(0) : multiply(by.size, separators);
  const size = add(multiply(list.size, elementSize(list)), separated);
  return { cost: scale(size, perText), size };
};

const bothTexts: Rule = (operands) => {
  const size = add(sizeAt(operands, 0), sizeAt(operands, 1));
  return { cost: scale(size, perText), size };
};

/** An address has 4 or 16 bytes, whatever its text. */
const contained: Rule = (operands, { id }) => {
  const bytes: Range = { min: 4, max: 16 };
  const compared = scale(add(bytes, bytes), perText);
  const masked = id.includes("contains_cidr") ? add(scale(bytes, perText), exactly(1)) : exactly(0);
  const parsed = id.endsWith("_string") ? scale(sizeAt(operands, 1), perText) : exactly(0);
  return { cost: add(compared, masked, parsed) };
};

const byName: Readonly<Record<string, Rule>> = {
  check: () => ({ cost: exactly(350_000) }),
  isSorted: perElement,
  sum: perElement,
  max: perElement,
  min: perElement,
  indexOf: perElement,
  lastIndexOf: perElement,
  url: traversed,
  lowerAscii: sameSize,
  upperAscii: sameSize,
  substring: sameSize,
  trim: sameSize,
  replace: replaced,
  split: (operands) => ({
    cost: scale(sizeAt(operands, 0), 2 * perText),
    size: { min: 0, max: sizeAt(operands, 0).max },
  }),
  join: joined,
  find: matching,
  findAll: matching,
  matches: (operands, overload) => ({ cost: matching(operands, overload).cost }),
  contains: (operands) => ({
    cost: multiply(scale(sizeAt(operands, 0), perText), scale(sizeAt(operands, 1), perText)),
  }),
  startsWith: (operands) => ({ cost: scale(sizeAt(operands, 1), perText) }),
  endsWith: (operands) => ({ cost: scale(sizeAt(operands, 1), perText) }),
  format: traversed,
  cidr: traversed,
  isIP: traversed,
  isCIDR: traversed,
  ip: (operands, overload) => (overload.id === "cidr_ip" ? one : traversed(operands, overload)),
  "ip.isCanonical": traversedTwice,
  containsIP: contained,
  containsCIDR: contained,
  quantity: traversed,
  isQuantity: traversed,
  validate: (operands) => ({ cost: scale(sizeAt(operands, 1), perText) }),
  "_==_": least,
  "_!=_": least,
  "@in": (operands, { id }) => (id === "in_list" ? { cost: sizeAt(operands, 1) } : one),
  "sets.contains": product,
  "sets.intersects": product,
  "sets.equivalent": product,
};

const byId: Readonly<Record<string, Rule>> = {
  add_string: bothTexts,
  add_bytes: bothTexts,
  add_list: (operands) => ({ cost: exactly(1), size: add(sizeAt(operands, 0), sizeAt(operands, 1)) }),
  string_to_bytes: (operands) => {
    const size = sizeAt(operands, 0);
    return { cost: scale(size, perText), size: { min: size.min, max: size.max * 4 } };
  },
  bytes_to_string: (operands) => {
    const size = sizeAt(operands, 0);
    return { cost: scale(size, perText), size: { min: Math.ceil(size.min / 4), max: size.max } };
  },
  "strings.quote": traversed,
};
for (const order of ["less", "less_equals", "greater", "greater_equals"]) {
  Object.assign(byId, { [`${order}_string`]: least, [`${order}_bytes`]: least });
}

export function estimateCall(overload: Overload, operands: readonly Estimated[]): CallEstimate {
  const { id, name } = overload;
  const rule =
    (Object.hasOwn(byId, id) ? byId[id] : undefined) ?? (Object.hasOwn(byName, name) ? byName[name] : undefined);
  return rule === undefined ? one : rule(operands, overload);
}
