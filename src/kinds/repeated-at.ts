// Which items of a list stood in it before, in one pass: lists from outside may be long.

/** The indexes of items that equal an earlier one (strings, numbers). */
export function repeatedAt(list: readonly unknown[]): ReadonlySet<number> {
  const seen = new Set<unknown>();
  const repeated = new Set<number>();
  list.forEach((item, index) => {
    if (seen.has(item)) repeated.add(index);
    seen.add(item);
  });
  return repeated;
}
