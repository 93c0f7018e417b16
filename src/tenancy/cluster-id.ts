// What a cluster may be called.
import { clusterIdLengthMax } from "./limits.ts";

const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Why `id` can't name a cluster, in words for its user; undefined when it can. */
export function clusterIdProblem(id: string): string | undefined {
  if (id === "") return "must not be empty";
  if (id.length > clusterIdLengthMax) return `must be no more than ${clusterIdLengthMax} characters`;
  if (!label.test(id)) {
    return "must consist of lower case letters, digits and '-', and must start and end with a letter or digit";
  }
  return undefined;
}
