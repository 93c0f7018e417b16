// wrangler.toml as workerd gets it.
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readWorkerManifest, workerManifest } from "./worker-manifest.ts";

const toml = (classes: string) => `
compatibility_date = "2026-11-01"
[assets]
binding = "ASSETS"
[[durable_objects.bindings]]
name = "CLUSTER"
class_name = "Cluster"
[[migrations]]
tag = "v1"
new_sqlite_classes = [${classes}]
`;

describe("the manifest", () => {
  test("holds what workerd must know", () => {
    expect(workerManifest(toml('"Cluster"'))).toEqual({
      compatibilityDate: "2026-11-01",
      compatibilityFlags: [],
      assetsBinding: "ASSETS",
      durableObjects: [{ binding: "CLUSTER", className: "Cluster" }],
      vars: {},
    });
  });

  test("is refused when an object has no SQLite", () => {
    expect(() => workerManifest(toml(""))).toThrow("Cluster is in no new_sqlite_classes");
  });
});

test("the project's own names every object of the house", () => {
  const manifest = readWorkerManifest(resolve(import.meta.dirname, "../../wrangler.toml"));
  expect(manifest.durableObjects.map((one) => one.className).sort()).toEqual([
    "Cluster",
    "Directory",
    "Namespace",
    "NodeLink",
    "Scheduler",
    "StreamSession",
  ]);
  expect(manifest.compatibilityFlags).toContain("enable_request_signal");
});
