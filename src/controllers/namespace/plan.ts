// What a namespace that is being deleted says of what holds it, and how long until it is looked at again.
// Kubernetes: pkg/controller/namespace/deletion/status_condition_utils.go, namespaced_resources_deleter.go
import { formatTime, parseTime } from "../../apimachinery/time.ts";
import type { Namespace, NamespaceCondition } from "../../kinds/facts/types.gen.ts";
import { withCondition } from "../runtime/conditions.ts";
import type { NamespaceRemains } from "../runtime/reach.ts";
import { waitFirstMs, waitLastMs } from "./limits.ts";

type Found = Pick<NamespaceRemains, "counts" | "finalizers"> & { readonly failure?: string };

interface Said {
  readonly type: string;
  /** True: it holds the namespace. */
  readonly holds: boolean;
  readonly reason: string;
  readonly message: string;
}

export function isEmpty({ counts }: Found): boolean {
  return Object.values(counts).every((count) => count === 0);
}

/** All five, whether they hold or not: whoever waits sees what has been looked at. */
export function deletionConditions(
  before: readonly NamespaceCondition[] | undefined,
  found: Found,
  nowMs: number,
): NamespaceCondition[] {
  let conditions = [...(before ?? [])];
  for (const { type, holds, reason, message } of said(found)) {
    const status = holds ? "True" : "False";
    conditions = withCondition(conditions, { type, status, reason, message, lastTransitionTime: formatTime(nowMs) });
  }
  return conditions;
}

function said({ counts, finalizers, failure }: Found): Said[] {
  const left = listed(counts, (resource, count) => `${upstreamName(resource)} has ${count} resource instances`);
  const held = listed(finalizers, (finalizer, count) => `${finalizer} in ${count} resource instances`);
  return [
    fine("NamespaceDeletionDiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered"),
    fine(
      "NamespaceDeletionGroupVersionParsingFailure",
      "ParsedGroupVersions",
      "All legacy kube types successfully parsed",
    ),
    failure === undefined
      ? fine(
          "NamespaceDeletionContentFailure",
          "ContentDeleted",
          "All content successfully deleted, may be waiting on finalization",
        )
      : holding(
          "NamespaceDeletionContentFailure",
          "ContentDeletionFailed",
          `Failed to delete all resource types: ${failure}`,
        ),
    left === ""
      ? fine("NamespaceContentRemaining", "ContentRemoved", "All content successfully removed")
      : holding("NamespaceContentRemaining", "SomeResourcesRemain", `Some resources are remaining: ${left}`),
    held === ""
      ? fine("NamespaceFinalizersRemaining", "ContentHasNoFinalizers", "All content-preserving finalizers finished")
      : holding(
          "NamespaceFinalizersRemaining",
          "SomeFinalizersRemain",
          `Some content in the namespace has finalizers remaining: ${held}`,
        ),
  ];
}

function fine(type: string, reason: string, message: string): Said {
  return { type, holds: false, reason, message };
}

function holding(type: string, reason: string, message: string): Said {
  return { type, holds: true, reason, message };
}

function listed(counts: Readonly<Record<string, number>>, text: (key: string, count: number) => string): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([key, count]) => text(key, count))
    .sort()
    .join(", ");
}

/** Upstream writes "pods." for the core group. */
function upstreamName(resource: string): string {
  return resource.includes(".") ? resource : `${resource}.`;
}

/** Longer the longer it lasts: most are empty at once, some wait for their pods, a few wait for a person. */
export function waitMs({ metadata }: Readonly<Namespace>, nowMs: number): number {
  const since = parseTime(metadata?.deletionTimestamp ?? "") ?? nowMs;
  return Math.min(waitLastMs, Math.max(waitFirstMs, Math.floor((nowMs - since) / 4)));
}
