// The hash of a pod template in the names of replica sets, and whether two templates are the same.
// Kubernetes: pkg/controller/controller_utils.go ComputeHash, deployment_util.go EqualIgnoreHash
import type { PodTemplateSpec } from "../../kinds/facts/types.gen.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import { fnv32, safeEncode } from "../runtime/fnv.ts";
import { templateHashLabel } from "./annotations.ts";

/** `collisions`: how many names of this deployment were found taken. Not upstream's very digits: those hash Go's memory. */
export function templateHash(template: PodTemplateSpec, collisions: number | undefined): string {
  return safeEncode(fnv32(canonical(template) + (collisions === undefined ? "" : `/${collisions}`)));
}

export function sameTemplate(one: PodTemplateSpec | undefined, other: PodTemplateSpec | undefined): boolean {
  return semanticEqual(withoutHash(one), withoutHash(other));
}

function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec | undefined {
  if (template?.metadata?.labels?.[templateHashLabel] === undefined) return template;
  const { [templateHashLabel]: _, ...labels } = template.metadata.labels;
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The same text for the same template, whatever the order of its fields. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const fields = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
  fields.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(",")}}`;
}
