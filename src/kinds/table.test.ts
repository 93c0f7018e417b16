// Golden tables: the objects of `testdata/NAME.table.yaml`, as `kubectl get -o wide` shows them, are `NAME.table.txt`.
// Columns that only `-o wide` shows are in brackets. Rewrite them with UPDATE_GOLDEN=1 and read the difference.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "../apimachinery/json.ts";
import type { Kind } from "./kind.ts";
import { builtinRegistry } from "./kind-registry.ts";

const update = process.env["UPDATE_GOLDEN"] === "1";
const nowMs = Date.UTC(2026, 0, 2);

function inputs(folder: string): string[] {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) return inputs(path);
    return path.endsWith(".table.yaml") ? [path] : [];
  });
}

function kindOf({ apiVersion = "", kind = "" }: KubeObject): Kind {
  const slash = apiVersion.indexOf("/");
  const found = builtinRegistry.byKind(apiVersion.slice(0, Math.max(slash, 0)), apiVersion.slice(slash + 1), kind);
  if (found === undefined) throw new Error(`no kind ${apiVersion} ${kind}`);
  return found;
}

function tableOf(objects: readonly KubeObject[]): string {
  const { columns } = kindOf(objects[0] as KubeObject);
  const header = columns.map(({ name, priority }) => (priority === 0 ? name.toUpperCase() : `[${name.toUpperCase()}]`));
  const rows = objects.map((object) => columns.map(({ cell }) => String(cell(object, { nowMs }))));
  const widths = header.map((name, index) => Math.max(name.length, ...rows.map((row) => (row[index] ?? "").length)));
  return [header, ...rows]
    .map((row) =>
      row
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join("   ")
        .trimEnd(),
    )
    .join("\n")
    .concat("\n");
}

test.each(inputs(import.meta.dirname).map((path) => [relative(import.meta.dirname, path), path] as const))(
  "%s",
  (_, path) => {
    const objects = parseAllDocuments(readFileSync(path, "utf8")).map((document) => document.toJS() as KubeObject);
    const output = path.replace(/yaml$/, "txt");
    const text = tableOf(objects);
    if (update) writeFileSync(output, text);
    expect(text).toBe(readFileSync(output, "utf8"));
  },
);

test("every kind answers every cell for an object that says nothing", () => {
  for (const kind of builtinRegistry.kinds) {
    for (const { name, cell, type } of kind.columns) {
      const value = cell({ metadata: { name: "x" } }, { nowMs });
      expect(value === null || ["string", "number", "boolean"].includes(typeof value), `${kind.kind} ${name}`).toBe(
        true,
      );
      expect(`${value}`, `${kind.kind} ${name} (${type})`).not.toContain("undefined");
    }
  }
});
