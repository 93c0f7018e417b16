// Objects that are valid, as people write them: the golden inputs of the kinds and, where it is there, upstream's twins.
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseAllDocuments } from "yaml";
import type { JsonObject } from "../../../src/apimachinery/json.ts";
import type { Kind } from "../../../src/kinds/kind.ts";
import { builtinRegistry } from "../../../src/kinds/kind-registry.ts";

const root = resolve(import.meta.dirname, "../../..");
/** Upstream's twins: objects in JSON and in protobuf. Absent in most checkouts. */
export const wireFolder = resolve(root, process.env["SKERRY_REFERENCE"] ?? "../shared/reference", "wire");

export interface Sample {
  readonly kind: Kind;
  readonly object: JsonObject;
}

const moreSamples = "test/fuzz/generate/more-samples.yaml";

let found: readonly Sample[] | undefined;

/** Objects of built-in kinds, at least one of each kind that has a golden input; the same on every machine. */
export function samples(): readonly Sample[] {
  found ??= [...globSync("src/kinds/**/testdata/*.{input,output}.yaml", { cwd: root }).sort(), moreSamples]
    .flatMap((path) => parseAllDocuments(readFileSync(join(root, path), "utf8")).map((one) => one.toJS() as unknown))
    .flatMap(asSample);
  return found;
}

function asSample(value: unknown): readonly Sample[] {
  if (typeof value !== "object" || value === null) return [];
  const { apiVersion = "", kind = "" } = value as { apiVersion?: unknown; kind?: unknown };
  const [version = "", group = ""] = String(apiVersion).split("/").reverse();
  const known = builtinRegistry.byKind(group, version, String(kind));
  return known === undefined ? [] : [{ kind: known, object: value as JsonObject }];
}
