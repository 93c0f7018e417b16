// Gathers the components that a document refers to, and those that they refer to.
import type { Json, JsonObject } from "../json.ts";
import { referenceTo } from "./definition-json.ts";

/** A component's schema object as it stands in the document; undefined when nobody has it. */
export type ComponentOf = (name: string) => JsonObject | undefined;

/** Every component that `names` reach, sorted by name. Throws when one is missing. */
export function reachableComponents(names: Iterable<string>, componentOf: ComponentOf): Record<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    const component = componentOf(name);
    if (component === undefined) throw new Error(`OpenAPI refers to a component that nobody has: ${name}`);
    found.set(name, component);
    collectReferences(component, waiting);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const prefixes = [referenceTo("", 2), referenceTo("", 3)];

function collectReferences(value: Json, into: string[]): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const prefix = key === "$ref" && typeof child === "string" && prefixes.find((one) => child.startsWith(one));
    if (typeof prefix === "string") into.push((child as string).slice(prefix.length));
    else collectReferences(child, into);
  }
}
