// Ranges of sizes and costs, as estimates reckon with them. Infinity stands for upstream's largest uint64.
// cel-go: checker/cost.go SizeEstimate, CostEstimate

export interface Range {
  readonly min: number;
  readonly max: number;
}

export const unknownSize: Range = { min: 0, max: Number.POSITIVE_INFINITY };

export function exactly(count: number): Range {
  return { min: count, max: count };
}

export function add(...ranges: readonly Range[]): Range {
  let [min, max] = [0, 0];
  for (const range of ranges) {
    min += range.min;
    max += range.max;
  }
  return { min, max };
}

/** Nothing times anything is nothing, even without end. */
export function multiply(left: Range, right: Range): Range {
  const times = (a: number, b: number) => (a === 0 || b === 0 ? 0 : a * b);
  return { min: times(left.min, right.min), max: times(left.max, right.max) };
}

export function scale(range: Range, factor: number): Range {
  return { min: Math.ceil(range.min * factor), max: Math.ceil(range.max * factor) };
}

export function union(left: Range, right: Range): Range {
  return { min: Math.min(left.min, right.min), max: Math.max(left.max, right.max) };
}
