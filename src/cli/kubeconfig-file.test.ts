// A kubeconfig that may be somebody's own.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { kubeconfig } from "../tenancy/kubeconfig.ts";
import { addToKubeconfig, mergeKubeconfig, parseKubeconfig } from "./kubeconfig-file.ts";

function config(name: string, token: string) {
  return kubeconfig({ name, server: `https://${name}`, caCertificate: "", token });
}

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-kubeconfig-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("entries of other clusters and unknown fields stay; ours are replaced and become current", () => {
  const theirs = { ...config("work", "w"), preferences: { colors: true } };
  const first = mergeKubeconfig(theirs, config("skerry", "old"));
  const second = mergeKubeconfig(first, config("skerry", "new"));
  expect(second.clusters.map((entry) => entry.name)).toEqual(["work", "skerry"]);
  expect(second.users).toEqual([
    { name: "work", user: { token: "w" } },
    { name: "skerry", user: { token: "new" } },
  ]);
  expect(second.contexts.map((entry) => entry.name)).toEqual(["work", "skerry"]);
  expect(second["current-context"]).toBe("skerry");
  expect(second).toMatchObject({ preferences: { colors: true } });
});

test("an empty file and one whose lists are null are as good as none", () => {
  expect(mergeKubeconfig(parseKubeconfig(""), config("skerry", "t"))).toEqual(config("skerry", "t"));
  const nulls = parseKubeconfig("apiVersion: v1\nclusters: null\nusers: null\ncontexts: null\n");
  expect(mergeKubeconfig(nulls, config("skerry", "t"))).toEqual(config("skerry", "t"));
});

test("the file is made with its folder, for its owner alone", () => {
  const path = join(folder, "new/config");
  addToKubeconfig(path, config("skerry", "t"));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(parseKubeconfig(readFileSync(path, "utf8"))).toEqual(config("skerry", "t"));
});

test("a link stays one", () => {
  const target = join(folder, "real");
  writeFileSync(target, "");
  symlinkSync(target, join(folder, "link"));
  addToKubeconfig(join(folder, "link"), config("skerry", "t"));
  expect(parseKubeconfig(readFileSync(target, "utf8"))).toEqual(config("skerry", "t"));
});

test.each(["- a\n- b\n", "{", "just words"])("what is no kubeconfig (%j) is left as it is", (text) => {
  const path = join(folder, "config");
  writeFileSync(path, text);
  expect(() => addToKubeconfig(path, config("skerry", "t"))).toThrow(`${path} was left as it is`);
  expect(readFileSync(path, "utf8")).toBe(text);
  expect(existsSync(`${path}.${process.pid}.new`)).toBe(false);
});
