// A queue key that stands for a set of labels: "whoever selects these". A commit cannot read who selects what, so it
// leaves that to the reconcile; objects of one template have the same labels, so their many changes are one key.
import type { Labels } from "../../apimachinery/label-selector.ts";

/** Names have no brace, so no name is ever taken for labels. */
export function labelsKey(labels: Labels): string {
  return JSON.stringify(Object.fromEntries(Object.entries(labels ?? {}).sort(byKey)));
}

/** Undefined: the key is a name. */
export function readLabelsKey(key: string): Readonly<Record<string, string>> | undefined {
  return key.startsWith("{") ? (JSON.parse(key) as Record<string, string>) : undefined;
}

function byKey([left]: [string, string], [right]: [string, string]): number {
  return left < right ? -1 : 1;
}
