import { expect, test } from "vitest";
import type { KindRef } from "../controllers/runtime/client.ts";
import type { Pod } from "./facts/types.gen.ts";
import * as refs from "./kind-refs.ts";
import { builtinRegistry } from "./kind-registry.ts";

test("references name kinds that exist, as they are", () => {
  for (const ref of Object.values(refs)) {
    if (typeof ref === "function") continue;
    const kind = builtinRegistry.byKind(ref.group, ref.version, ref.kind);
    expect(kind, ref.kind).toMatchObject({
      plural: ref.plural,
      scope: ref.namespaced ? "Namespaced" : "Cluster",
    });
  }
});

test("a controller's client takes them", () => {
  const ref: KindRef<Pod> = refs.pods;
  expect(ref.plural).toBe("pods");
});
