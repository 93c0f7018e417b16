// Elements of nft sets and maps as data: the difference of two states, and its text.

/** The content of one set or map: element -> value. Elements of a plain set have the value "". */
export type Elements = ReadonlyMap<string, string>;

export interface ElementChanges {
  readonly removed: readonly string[];
  readonly added: readonly (readonly [element: string, value: string])[];
}

/** What turns `before` into `after`. A changed value is removed and added again: maps know no replacing. */
export function elementChanges(before: Elements, after: Elements): ElementChanges {
  const removed: string[] = [];
  const added: [string, string][] = [];
  for (const [element, value] of before) if (after.get(element) !== value) removed.push(element);
  for (const [element, value] of after) if (before.get(element) !== value) added.push([element, value]);
  return { removed, added };
}

/** `add element` for all of `elements`, or "" when there are none. */
export function addElementsText(table: string, set: string, elements: Iterable<readonly [string, string]>): string {
  const items = Array.from(elements, ([element, value]) => (value === "" ? element : `${element} : ${value}`));
  return items.length === 0 ? "" : `add element ip ${table} ${set} { ${items.join(", ")} }\n`;
}

/** `delete element` for all of `elements`, or "" when there are none. */
export function deleteElementsText(table: string, set: string, elements: readonly string[]): string {
  return elements.length === 0 ? "" : `delete element ip ${table} ${set} { ${elements.join(", ")} }\n`;
}
