// The objects of the simulation: a name, a color that watches select by, and a number that tells versions apart.
import type { CompileView } from "../../src/storage/view.ts";

export const colors = ["red", "blue"] as const;

/** Namespaced collections; "nodes" belongs to the cluster scope. */
export const collections = ["pods", "services", "events"] as const;

export interface SimulatedText {
  metadata: { name: string; namespace: string; resourceVersion: string };
  color: string;
  value: number;
}

export function renderText(scope: string, name: string, color: string, value: number): (revision: number) => string {
  return (revision) => {
    const text: SimulatedText = {
      metadata: { name, namespace: scope, resourceVersion: String(revision) },
      color,
      value,
    };
    return JSON.stringify(text);
  };
}

export function parseText(text: string): SimulatedText {
  return JSON.parse(text) as SimulatedText;
}

/** A selection is a color, or null for everything. */
export const compileSelection: CompileView = (_collection, selection) =>
  selection === null ? {} : { selects: (object) => object.object["color"] === selection };
