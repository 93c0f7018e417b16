// Finds kinds: by path (group, version, resource), by what an object says of itself, by stored collection.
import { qualifiedResource } from "../apimachinery/json.ts";
import type { Kind } from "./kind.ts";
import { builtinKinds } from "./registry.ts";

export interface ServedGroup {
  /** "" for the core group. */
  readonly name: string;
  /** In order of preference. */
  readonly versions: readonly string[];
  readonly preferredVersion: string;
}

export interface KindRegistry {
  /** All kinds, in the order of discovery. */
  readonly kinds: readonly Kind[];
  readonly groups: readonly ServedGroup[];
  /** By what a request's path says: `deployments` of `apps/v1`. */
  byResource(group: string, version: string, plural: string): Kind | undefined;
  /** By what an object says of itself. */
  byKind(group: string, version: string, kind: string): Kind | undefined;
  /** The kind in whose shape the objects of a collection ("deployments.apps") are stored. */
  byCollection(collection: string): Kind | undefined;
  /** Every kind that serves a collection, the stored shape among them. */
  servedFrom(collection: string): readonly Kind[];
  kindsOf(group: string, version: string): readonly Kind[];
}

const noKinds: readonly Kind[] = [];

function push(lists: Map<string, Kind[]>, key: string, kind: Kind): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [kind]);
  else list.push(kind);
}

/** Whether objects of the kind's collection are stored in this very shape. */
export function isStorageKind(kind: Kind): boolean {
  return (
    kind.version === kind.storageVersion &&
    qualifiedResource({ group: kind.group, resource: kind.plural }) === kind.collection
  );
}

/**
 * A registry of `kinds`: the built-in ones, or these followed by a cluster's custom ones. `unserved` are shapes that
 * objects lie in and that nobody can ask for.
 */
export function kindRegistry(kinds: readonly Kind[], unserved: readonly Kind[] = []): KindRegistry {
  const resources = new Map<string, Kind>();
  const objects = new Map<string, Kind>();
  const stored = new Map<string, Kind>();
  const served = new Map<string, Kind[]>();
  const ofVersion = new Map<string, Kind[]>();
  const versions = new Map<string, string[]>();
  for (const kind of kinds) {
    const groupVersion = `${kind.group}/${kind.version}`;
    resources.set(`${groupVersion}/${kind.plural}`, kind);
    objects.set(`${groupVersion}/${kind.kind}`, kind);
    if (isStorageKind(kind)) stored.set(kind.collection, kind);
    push(served, kind.collection, kind);
    push(ofVersion, groupVersion, kind);
    const known = versions.get(kind.group) ?? [];
    if (!known.includes(kind.version)) versions.set(kind.group, [...known, kind.version]);
  }
  for (const kind of unserved) {
    stored.set(kind.collection, kind);
    push(served, kind.collection, kind);
  }
  const groups = [...versions].map(([name, list]) => ({
    name,
    versions: list,
    preferredVersion: list[0] as string,
  }));
  return {
    kinds,
    groups,
    byResource: (group, version, plural) => resources.get(`${group}/${version}/${plural}`),
    byKind: (group, version, kind) => objects.get(`${group}/${version}/${kind}`),
    byCollection: (collection) => stored.get(collection),
    servedFrom: (collection) => served.get(collection) ?? noKinds,
    kindsOf: (group, version) => ofVersion.get(`${group}/${version}`) ?? noKinds,
  };
}

/** The built-in kinds alone. */
export const builtinRegistry: KindRegistry = kindRegistry(builtinKinds);
