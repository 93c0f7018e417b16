// PodDisruptionBudget: how many pods may be evicted at once.
import { builtinKind } from "../builtin-kind.ts";

export const podDisruptionBudget = builtinKind({
  group: "policy",
  version: "v1",
  kind: "PodDisruptionBudget",
  plural: "poddisruptionbudgets",
  shortNames: ["pdb"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true },
});
