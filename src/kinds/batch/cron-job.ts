// CronJob: makes Jobs on a schedule.
import { builtinKind } from "../builtin-kind.ts";

export const cronJob = builtinKind({
  group: "batch",
  version: "v1",
  kind: "CronJob",
  plural: "cronjobs",
  shortNames: ["cj"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true },
});
