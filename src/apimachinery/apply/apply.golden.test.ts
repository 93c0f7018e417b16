// Cases as files: golden/NAME/{live,applied,request}.yaml -> expected.yaml. Rewrite with UPDATE_GOLDEN=1 and read what changed.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { schemaOfKind } from "../../kinds/facts/schema-of.ts";
import type { KubeObject } from "../json.ts";
import { StatusError } from "../status-error.ts";
import { type Applying, applyConfiguration } from "./apply.ts";
import type { Versions } from "./versions.ts";

const folder = join(import.meta.dirname, "golden");
const nowMs = Date.UTC(2026, 5, 1);

function read(name: string, file: string): unknown {
  const path = join(folder, name, file);
  return existsSync(path) ? parse(readFileSync(path, "utf8")) : undefined;
}

/** Kinds of one shape in every version: what an autoscaling/v1 manager owns is looked for in the object as it is. */
function versionsOf(group: string, version: string, kind: string): Versions {
  const schema = schemaOfKind(group, version, kind);
  return { schemaOf: () => schema, convert: (object) => object };
}

function outcome(name: string): unknown {
  const live = read(name, "live.yaml") as KubeObject | undefined;
  const applied = read(name, "applied.yaml") as KubeObject;
  const request = (read(name, "request.yaml") ?? {}) as Partial<Applying>;
  const apiVersion = live?.apiVersion ?? applied.apiVersion ?? "";
  const kind = live?.kind ?? applied.kind ?? "";
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const applying = { apiVersion, kind, manager: "me", subresource: "", nowMs, force: false, ...request };
  const sources = JSON.stringify([live, applied]);
  try {
    return applyConfiguration(live, applied, { ...applying, versions: versionsOf(group ?? "", version ?? "", kind) });
  } catch (error) {
    if (error instanceof StatusError) return { error: error.status() };
    throw error;
  } finally {
    expect(JSON.stringify([live, applied])).toBe(sources);
  }
}

test.each(readdirSync(folder))("%s", (name) => {
  const actual = JSON.parse(JSON.stringify(outcome(name))) as unknown;
  const path = join(folder, name, "expected.yaml");
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, stringify(actual, { lineWidth: 120 }));
  expect(actual).toEqual(parse(readFileSync(path, "utf8")));
});
