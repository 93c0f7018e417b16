// What somebody watches across namespaces. Namespaces report nothing else: it would be carried for nobody.
// "pods" stands for the collection, "pods/previous" for its changes with the state before them (selectors need it).

/** Sorted and without duplicates. */
export type Interest = readonly string[];

const previousSuffix = "/previous";

export interface Want {
  readonly collection: string;
  readonly withPrevious: boolean;
}

export function interestIn(wants: Iterable<Want>): Interest {
  const words = new Set<string>();
  for (const { collection, withPrevious } of wants) {
    words.add(collection);
    if (withPrevious) words.add(collection + previousSuffix);
  }
  return [...words].sort();
}

/** Was everything reported that is wanted now? */
export function covers(reported: Interest, wanted: Interest): boolean {
  return wanted.every((word) => reported.includes(word));
}

export function union(left: Interest, right: Interest): Interest {
  return [...new Set([...left, ...right])].sort();
}

/** The collections named, without the rest. */
export function collectionsOf(interest: Interest): string[] {
  return interest.filter((word) => !word.endsWith(previousSuffix));
}

export function needsPrevious(interest: Interest, collection: string): boolean {
  return interest.includes(collection + previousSuffix);
}
