import { expect, test } from "vitest";
import { compareVersions } from "./version-priority.ts";

test("the more stable, then the later version comes first; odd names come last", () => {
  const versions = ["foo1", "v1alpha1", "v12alpha1", "v2", "v10", "v3beta1", "v11beta2", "foo10", "v1", "v11alpha2"];
  expect(versions.sort(compareVersions)).toEqual([
    "v10",
    "v2",
    "v1",
    "v11beta2",
    "v3beta1",
    "v12alpha1",
    "v11alpha2",
    "v1alpha1",
    "foo1",
    "foo10",
  ]);
});
