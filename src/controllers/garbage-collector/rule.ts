// Which changes the collector looks at: few, for every object's changes pass here.
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import type { ObservedChange, ScopeIndex, WatchRule } from "../runtime/controller.ts";
import { goneKey, objectKey } from "./keys.ts";
import { isDeletingDependents, isOrphaning, type Owners, ownersOf } from "./owners.ts";

/** Nobody's owner, and owned by nobody: not worth a look. Kubernetes: garbagecollector DefaultIgnoredResources */
const ignored: ReadonlySet<string> = new Set(["events"]);

/** Objects of the cluster scope that never own what is in a namespace: their deletion need not be told everywhere. */
const neverOwners: ReadonlySet<string> = new Set(["namespaces", "ipaddresses.networking.k8s.io"]);

const ownersHint = '"ownerReferences":[';

export function collectorRule(scope: "Namespaced" | "Cluster", kinds: () => KindRegistry): WatchRule {
  return {
    kind: "any",
    keys(change, index) {
      if (ignored.has(change.collection)) return [];
      const keys = change.type === "DELETED" ? keysOfDeleted(change, index) : keysOfStanding(change, index);
      return [...new Set(keys)];
    },
  };

  function keysOfDeleted({ collection, uid, text, object }: ObservedChange, index: ScopeIndex): string[] {
    const mayOwnElsewhere = scope === "Cluster" && !neverOwners.has(collection) && kinds().byCollection(collection);
    const gone = mayOwnElsewhere || index.hasDependents(uid) ? [goneKey(uid)] : [];
    return text.includes(ownersHint) ? [...gone, ...waiting(ownersOf(object), index)] : gone;
  }

  function keysOfStanding(change: ObservedChange, index: ScopeIndex): string[] {
    const { collection, name, text, oldText } = change;
    const keys: string[] = [];
    if (text.includes('"deletionTimestamp":"') && text.includes('"finalizers":[')) {
      if (isDeletingDependents(change.object) || isOrphaning(change.object)) keys.push(objectKey(collection, name));
    }
    const hadOwners = oldText?.includes(ownersHint) ?? false;
    if (!hadOwners && !text.includes(ownersHint)) return keys;
    const owners = ownersOf(change.object);
    if (owners.length > 0 && oldText?.includes(JSON.stringify(owners))) return keys;
    if (owners.some((owner) => !isSound(find(index, owner), owner.uid))) keys.push(objectKey(collection, name));
    const before = hadOwners ? ownersOf(change.old ?? {}) : [];
    return [...keys, ...waiting(before, index)];
  }

  /** Owners that wait for their dependents. */
  function waiting(owners: Owners, index: ScopeIndex): string[] {
    return owners.flatMap((owner) => {
      const found = find(index, owner);
      const kind = kindOf(kinds(), owner);
      if (found === undefined || kind === undefined || !isDeletingDependents(found)) return [];
      return found.metadata?.uid === owner.uid ? [objectKey(kind.collection, owner.name)] : [];
    });
  }
}

function isSound(owner: Readonly<KubeObject> | undefined, uid: string): boolean {
  return owner !== undefined && owner.metadata?.uid === uid && !isDeletingDependents(owner);
}

function find(index: ScopeIndex, { apiVersion, kind, name }: Owners[number]): Readonly<KubeObject> | undefined {
  return index.find(apiVersion, kind, name);
}

/** The owner's kind, by its group and name: of whichever version the reference speaks. */
export function kindOf(
  kinds: KindRegistry,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): Kind | undefined {
  const [group, version] = apiVersion.includes("/") ? (apiVersion.split("/") as [string, string]) : ["", apiVersion];
  const exact = kinds.byKind(group, version, kind);
  return exact ?? kinds.kinds.find((one) => one.group === group && one.kind === kind && one.virtual !== true);
}
