// Reads descriptions and enums of definitions out of the kubernetes-models package: they are never copied into ours.
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

interface DefinitionProse {
  readonly description: string | undefined;
  readonly properties: ReadonlyMap<string, { readonly description?: string; readonly values?: readonly string[] }>;
}

export interface ProseBook {
  readonly prose: (definition: string, property?: string) => string | undefined;
  readonly enumOf: (definition: string, property: string) => readonly string[] | undefined;
}

/** The two fields that the models take for granted. */
const typeMeta: Readonly<Record<string, string>> = {
  apiVersion:
    "The API group and version that this object is written in, for example apps/v1, or v1 for the core group.",
  kind: "What this object is, as its API group names it. It cannot be changed.",
};

/** Reads every declaration file of kubernetes-models and of the package of meta types that it depends on. */
export function readProse(): ProseBook {
  const book = new Map<string, DefinitionProse>();
  for (const folder of packageFolders()) {
    for (const path of declarationFiles(folder)) readDeclarations(readFileSync(path, "utf8"), book);
  }
  return {
    prose: (definition, property) => {
      const entry = book.get(modelName(definition));
      if (property === undefined) return entry?.description;
      return entry?.properties.get(property)?.description ?? typeMeta[property];
    },
    enumOf: (definition, property) => book.get(modelName(definition))?.properties.get(property)?.values,
  };
}

function packageFolders(): string[] {
  const models = realpathSync(dirname(createRequire(import.meta.url).resolve("kubernetes-models/package.json")));
  const meta = ["../@kubernetes-models/apimachinery", "node_modules/@kubernetes-models/apimachinery"]
    .map((path) => join(models, path))
    .find((path) => existsSync(path));
  return meta === undefined ? [models] : [models, meta];
}

function declarationFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith("_") ? [] : declarationFiles(path);
    return entry.name.endsWith(".d.ts") && entry.name !== "index.d.ts" ? [path] : [];
  });
}

/** "io.k8s.api.apps.v1.Deployment" -> "IoK8sApiAppsV1Deployment", the models' own name of it. */
function modelName(definition: string): string {
  return definition
    .split(/[.-]/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
}

/** Declarations are regular: a comment, `export interface`, properties four spaces in with comments of their own. */
export function readDeclarations(text: string, book: Map<string, DefinitionProse>): void {
  const name = /\bas (IoK8s\w+) \};?\s*$/.exec(text)?.[1];
  if (name === undefined) return;
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith("export interface ") || line.startsWith("export type I"));
  if (start < 0) return;
  const properties = new Map<string, { description?: string; values?: readonly string[] }>();
  for (let i = start + 1; i < lines.length && lines[i] !== "}"; i++) {
    const property = /^ {4}"([^"]+)"\??: (.*)$/.exec(lines[i] as string);
    if (property === null) continue;
    const description = commentBefore(lines, i);
    const values = literalUnion(property[2] as string);
    properties.set(property[1] as string, {
      ...(description === undefined ? {} : { description }),
      ...(values === undefined ? {} : { values }),
    });
  }
  book.set(name, { description: commentBefore(lines, start), properties });
}

/** The doc comment that ends on the line before, as plain text. */
function commentBefore(lines: readonly string[], at: number): string | undefined {
  if (!/^\s*\*\/$/.test(lines[at - 1] ?? "")) return undefined;
  let first = at - 1;
  while (first > 0 && !/^\s*\/\*\*/.test(lines[first] as string)) first--;
  const text = lines
    .slice(first + 1, at - 1)
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .trim();
  return text === "" ? undefined : text;
}

/** `"SCTP" | "TCP" | "UDP";` -> its strings. */
function literalUnion(type: string): string[] | undefined {
  const parts = type.replace(/;$/, "").split(" | ");
  if (parts.length < 2 || !parts.every((part) => /^"[^"]*"$/.test(part))) return undefined;
  return parts.map((part) => part.slice(1, -1)).sort();
}
