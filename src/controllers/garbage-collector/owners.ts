// What an object says of its owners and of how it is to be deleted. Pure.
// Kubernetes: pkg/controller/garbagecollector/{garbagecollector.go,graph.go}
import type { KubeObject, OwnerReference } from "../../apimachinery/json.ts";

const foregroundFinalizer = "foregroundDeletion";
const orphanFinalizer = "orphan";

export type Owners = readonly OwnerReference[];

export function ownersOf({ metadata }: Readonly<KubeObject>): Owners {
  return metadata?.ownerReferences ?? [];
}

export function isGoing({ metadata }: Readonly<KubeObject>): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

/** It waits for its dependents to go first. */
export function isDeletingDependents(object: Readonly<KubeObject>): boolean {
  return isGoing(object) && hasFinalizer(object, foregroundFinalizer);
}

/** It goes when its dependents have been told that it no longer owns them. */
export function isOrphaning(object: Readonly<KubeObject>): boolean {
  return isGoing(object) && hasFinalizer(object, orphanFinalizer);
}

function hasFinalizer({ metadata }: Readonly<KubeObject>, finalizer: string): boolean {
  return metadata?.finalizers?.includes(finalizer) ?? false;
}

/** The finalizers without the one that was waited for. */
export function finalizersAfter({ metadata }: Readonly<KubeObject>, done: "foreground" | "orphan"): string[] {
  const gone = done === "foreground" ? foregroundFinalizer : orphanFinalizer;
  return (metadata?.finalizers ?? []).filter((one) => one !== gone);
}

/** How an object goes that nobody owns any more: as it asked for itself. */
export function policyOf(object: Readonly<KubeObject>): "Foreground" | "Background" | "Orphan" {
  if (hasFinalizer(object, orphanFinalizer)) return "Orphan";
  return hasFinalizer(object, foregroundFinalizer) ? "Foreground" : "Background";
}

export function blocks(object: Readonly<KubeObject>, ownerUid: string): boolean {
  return ownersOf(object).some(({ uid, blockOwnerDeletion }) => uid === ownerUid && blockOwnerDeletion === true);
}

/** How an owner stands: "unknown" is a kind that isn't served, or one that an object of this scope cannot have as owner. */
export type OwnerState = "solid" | "waiting" | "absent" | "unknown";

export type Verdict =
  | { readonly type: "keep" }
  /** These owners no longer count; the others do. */
  | { readonly type: "disown"; readonly owners: Owners }
  | { readonly type: "delete"; readonly policy: "Foreground" | "Background" | "Orphan" };

/** `states`: of `ownersOf(object)`, in their order. */
export function judge(object: Readonly<KubeObject>, states: readonly OwnerState[], hasDependents: boolean): Verdict {
  const owners = ownersOf(object);
  if (owners.length === 0) return { type: "keep" };
  const kept = owners.filter((_, index) => states[index] === "solid" || states[index] === "unknown");
  if (kept.length === owners.length) return { type: "keep" };
  if (kept.length > 0) return { type: "disown", owners: kept };
  // Its owner waits for it, and it for its own dependents in turn.
  if (states.includes("waiting") && hasDependents) return { type: "delete", policy: "Foreground" };
  return { type: "delete", policy: policyOf(object) };
}
