// When the first start installs, and when it doesn't.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { staleDependencies } from "./dependencies.mjs";

interface Entry {
  version: string;
  integrity?: string;
  optional?: boolean;
}
const lock = (packages: Record<string, Entry>) => ({ packages: { "": { version: "0.1.0" }, ...packages } });

describe("what is stale", () => {
  const wanted = lock({ "node_modules/a": { version: "1.0.0", integrity: "x" } });

  test("nothing, when every package is there as the lock has it", () => {
    expect(staleDependencies(wanted, wanted)).toEqual([]);
  });

  test("a package that is missing, of another version or of other content", () => {
    expect(staleDependencies(wanted, lock({}))).toEqual(["node_modules/a"]);
    const older = lock({ "node_modules/a": { version: "0.9.0", integrity: "x" } });
    expect(staleDependencies(wanted, older)).toEqual(["node_modules/a"]);
    const other = lock({ "node_modules/a": { version: "1.0.0", integrity: "y" } });
    expect(staleDependencies(wanted, other)).toEqual(["node_modules/a"]);
  });

  test("not an optional package that is missing: it is another platform's", () => {
    const optional = lock({ "node_modules/b": { version: "1.0.0", optional: true } });
    expect(staleDependencies(optional, lock({}))).toEqual([]);
  });
});

test("the lock names no host to fetch from", () => {
  const text = readFileSync(resolve(import.meta.dirname, "../package-lock.json"), "utf8");
  expect(text).not.toContain('"resolved"');
  expect(text).not.toMatch(/https?:\/\/[^"]*\.tgz/);
});
