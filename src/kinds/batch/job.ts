// Job: runs pods to completion.
import { builtinKind } from "../builtin-kind.ts";

export const job = builtinKind({
  group: "batch",
  version: "v1",
  kind: "Job",
  plural: "jobs",
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true },
});
