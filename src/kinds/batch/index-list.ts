// Lists of completion indexes in text form: `1,3-5,7`.
// Kubernetes: pkg/apis/batch/validation/validation.go validateIndexesFormat

/** How many indexes a list names, or what is wrong with it. */
export type IndexList =
  | { readonly type: "count"; readonly count: number }
  | { readonly type: "problem"; readonly text: string };

type Interval = Span | { readonly problem: string };

export function countIndexes(text: string, completions: number): IndexList {
  if (text === "") return { type: "count", count: 0 };
  let last: number | undefined;
  let count = 0;
  for (const part of text.split(",")) {
    const interval = parseInterval(part, completions);
    if ("problem" in interval) return { type: "problem", text: interval.problem };
    if (last !== undefined && last >= interval.first) {
      return { type: "problem", text: `non-increasing order, previous: ${last}, current: ${interval.first}` };
    }
    count += interval.last - interval.first + 1;
    last = interval.last;
  }
  return { type: "count", count };
}

function parseInterval(text: string, completions: number): Interval {
  const limits = text.split("-");
  if (limits.length > 2) {
    return {
      problem: `the fragment ${JSON.stringify(text)} violates the requirement that an index interval can have at most two parts separated by '-'`,
    };
  }
  const numbers: number[] = [];
  for (const limit of limits) {
    if (!/^[+-]?\d+$/.test(limit)) {
      return { problem: `cannot convert string to integer for index: ${JSON.stringify(limit)}` };
    }
    const value = Number.parseInt(limit, 10);
    if (value >= completions) return { problem: `too large index: ${JSON.stringify(limit)}` };
    numbers.push(value);
  }
  const [first = 0, last] = numbers;
  if (last === undefined) return { first, last: first };
  if (first >= last) return { problem: `non-increasing order, previous: ${first}, current: ${last}` };
  return { first, last };
}

/** The first index that both lists name; both are in increasing order. */
export function firstOverlap(one: string, other: string, completions: number): number | undefined {
  const left = intervalsOf(one, completions);
  const right = intervalsOf(other, completions);
  for (let a = 0, b = 0; a < left.length && b < right.length; ) {
    const mine = left[a] as Span;
    const theirs = right[b] as Span;
    if (mine.last < theirs.first) a += 1;
    else if (theirs.last < mine.first) b += 1;
    else return Math.max(mine.first, theirs.first);
  }
  return undefined;
}

interface Span {
  readonly first: number;
  readonly last: number;
}

function intervalsOf(text: string, completions: number): Span[] {
  if (text === "") return [];
  const intervals = text.split(",").map((part) => parseInterval(part, completions));
  return intervals.flatMap((interval) => ("problem" in interval ? [] : [interval]));
}
