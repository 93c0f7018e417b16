// The walls of docs/architecture.md: which room may import which, and what only `platform` may touch.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** Each room and the rooms it may import. A room not listed here may not exist. */
const mayImport: Record<string, readonly string[]> = {
  "src/platform": [],
  "src/apimachinery": ["src/platform"],
  "src/kinds": ["src/platform", "src/apimachinery"],
  "src/storage": ["src/platform", "src/apimachinery"],
  "src/feed": ["src/platform", "src/apimachinery", "src/storage"],
  "src/auth": ["src/platform", "src/apimachinery", "src/kinds"],
  "src/apiserver": [
    "src/platform",
    "src/apimachinery",
    "src/kinds",
    "src/storage",
    "src/feed",
    "src/auth",
    "src/tunnel",
  ],
  "src/environment.ts": ["src"],
  "src/controllers": ["src/platform", "src/apimachinery", "src/kinds"],
  "src/scheduler": ["src/platform", "src/apimachinery", "src/kinds", "src/controllers/runtime"],
  "src/tunnel": ["src/platform", "src/apimachinery"],
  "src/tenancy": ["src/platform", "src/apimachinery", "src/auth"],
  "src/objects": ["src"],
  "src/worker.ts": ["src"],
  "src/console": [],
  "src/cli": ["src/platform", "src/apimachinery", "src/tenancy", "src/cli"],
  "agents/node": ["src/platform", "src/apimachinery", "src/kinds", "src/tunnel"],
};

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) return sources(path);
    return path.endsWith(".ts") ? [path] : [];
  });
}

function roomOf(path: string): string | undefined {
  return Object.keys(mayImport).find((room) => path === room || path.startsWith(`${room}/`));
}

const files = [...sources(join(root, "src")), ...sources(join(root, "agents"))].map((path) => relative(root, path));
const shipped = files.filter((path) => !path.endsWith(".test.ts"));

function text(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function importsOf(path: string): string[] {
  return [...text(path).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] as string);
}

/** Code without comments and strings' contents, for word checks. */
function code(path: string): string {
  return text(path)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:"'`])\/\/.*$/gm, "$1");
}

describe("walls", () => {
  test.each(shipped)("%s imports only what its room may", (path) => {
    const room = roomOf(path);
    expect(room, "every source file belongs to a room of the table").toBeDefined();
    for (const specifier of importsOf(path)) {
      if (!specifier.startsWith(".")) continue;
      const target = relative(root, resolve(root, dirname(path), specifier));
      const allowed = [room as string, ...(mayImport[room as string] ?? [])];
      const fits = allowed.some((one) => target === one || target.startsWith(`${one}/`));
      expect(fits, `${path} must not import ${target}`).toBe(true);
    }
  });

  test("only objects and worker.ts import cloudflare:workers", () => {
    const others = shipped.filter((path) => importsOf(path).includes("cloudflare:workers"));
    expect(others.filter((path) => !path.startsWith("src/objects/") && path !== "src/worker.ts")).toEqual([]);
  });

  test("only agents/node/docker talks to Docker's socket", () => {
    const others = shipped.filter((path) => /socketPath/.test(code(path)) && !path.startsWith("agents/node/docker/"));
    expect(others).toEqual([]);
  });

  test("time, randomness and timers come from platform", () => {
    const forbidden =
      /\b(Date\.now|new Date\(\)|Math\.random|crypto\.randomUUID|crypto\.getRandomValues|setTimeout|setInterval|performance\.now)\b/;
    const others = shipped.filter((path) => !path.startsWith("src/platform/") && forbidden.test(code(path)));
    expect(others).toEqual([]);
  });

  test("controllers do not import each other", () => {
    for (const path of shipped.filter((one) => one.startsWith("src/controllers/"))) {
      const own = path.split("/").slice(0, 3).join("/");
      if (own === "src/controllers/runtime" || path === "src/controllers/all.ts") continue;
      for (const specifier of importsOf(path).filter((one) => one.startsWith("."))) {
        const target = relative(root, resolve(root, dirname(path), specifier));
        if (!target.startsWith("src/controllers/")) continue;
        const fits = target.startsWith(`${own}/`) || target.startsWith("src/controllers/runtime/");
        expect(fits, `${path} must not import ${target}`).toBe(true);
      }
    }
  });

  test("no barrels, no grab-bag names, no default exports", () => {
    const names = /\/(index|utils?|helpers?|common|misc|managers?)\.ts$/;
    expect(shipped.filter((path) => names.test(path))).toEqual([]);
    const defaults = shipped.filter((path) => /^export default/m.test(text(path)) && path !== "src/worker.ts");
    expect(defaults).toEqual([]);
  });

  test("every source file begins with a line that says what it is for", () => {
    const silent = shipped.filter((path) => !/^(#!.*\n)?(\/\/|\/\*)/.test(text(path)));
    expect(silent).toEqual([]);
  });
});
