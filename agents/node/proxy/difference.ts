// From one program to the next: a single transaction of element changes, and of chains where their number changed.
import { addElementsText, deleteElementsText, type ElementChanges, elementChanges } from "../network/nft-elements.ts";
import { type Program, type SetName, setNames } from "./program.ts";
import { clientSetSpec } from "./proxy-table.ts";

export interface ProgramChanges {
  readonly clientSetsAdded: readonly (readonly [name: string, seconds: number])[];
  readonly chainsAdded: readonly string[];
  /** Chains to fill: the new ones, and those whose rules are others now. */
  readonly rules: readonly (readonly [chain: string, rules: readonly string[]])[];
  readonly elements: Readonly<Record<SetName, ElementChanges>>;
  readonly chainsRemoved: readonly string[];
  readonly clientSetsRemoved: readonly string[];
}

export function difference(before: Program, after: Program): ProgramChanges {
  const added = [...after.chains.keys()].filter((name) => !before.chains.has(name));
  const rules = [...after.chains].filter(([name, wanted]) => !sameRules(before.chains.get(name), wanted));
  const elements = Object.fromEntries(
    setNames.map((name) => [name, elementChanges(before.sets[name], after.sets[name])]),
  ) as Record<SetName, ElementChanges>;
  return {
    clientSetsAdded: [...after.clientSets].filter(([name]) => !before.clientSets.has(name)),
    chainsAdded: added,
    rules,
    elements,
    chainsRemoved: [...before.chains.keys()].filter((name) => !after.chains.has(name)),
    clientSetsRemoved: [...before.clientSets.keys()].filter((name) => !after.clientSets.has(name)),
  };
}

/**
 * The changes as one transaction; "" when there are none. The order matters: nothing may name what isn't there yet,
 * nothing may go while it is named.
 */
export function differenceText(table: string, changes: ProgramChanges): string {
  const removals = setNames.map((name) => deleteElementsText(table, name, changes.elements[name].removed));
  const additions = setNames.map((name) => addElementsText(table, name, changes.elements[name].added));
  return [
    ...changes.clientSetsAdded.map(([name, seconds]) => `add set ip ${table} ${name} { ${clientSetSpec(seconds)} }\n`),
    ...changes.chainsAdded.map((name) => `add chain ip ${table} ${name}\n`),
    ...changes.rules.map(([name, rules]) => fill(table, name, rules, !changes.chainsAdded.includes(name))),
    ...removals,
    ...additions,
    ...changes.chainsRemoved.map((name) => `flush chain ip ${table} ${name}\n`),
    ...changes.chainsRemoved.map((name) => `delete chain ip ${table} ${name}\n`),
    ...changes.clientSetsRemoved.map((name) => `delete set ip ${table} ${name}\n`),
  ].join("");
}

function fill(table: string, chain: string, rules: readonly string[], flush: boolean): string {
  const lines = rules.map((rule) => `add rule ip ${table} ${chain} ${rule}\n`);
  return `${flush ? `flush chain ip ${table} ${chain}\n` : ""}${lines.join("")}`;
}

function sameRules(a: readonly string[] | undefined, b: readonly string[]): boolean {
  return a !== undefined && a.length === b.length && a.every((rule, index) => rule === b[index]);
}
