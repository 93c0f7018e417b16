// Discovery documents: what is served, in the aggregated form (v2) and the legacy one, with ETags.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/discovery, KEP-3352 (aggregated discovery)
import { apiVersionOf } from "../apimachinery/json.ts";
import type { Kind } from "../kinds/kind.ts";
import type { KindRegistry, ServedGroup } from "../kinds/kind-registry.ts";

export interface SubresourceEntry {
  readonly name: string;
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

/** The subresources of a kind as discovery names them. */
export type SubresourcesOf = (kind: Kind) => readonly SubresourceEntry[];

interface LegacyResource {
  name: string;
  singularName: string;
  namespaced: boolean;
  group?: string;
  version?: string;
  kind: string;
  verbs: readonly string[];
  shortNames?: readonly string[];
  categories?: readonly string[];
  storageVersionHash?: string;
}

function legacyResources(kind: Kind, subresources: SubresourcesOf): LegacyResource[] {
  const main: LegacyResource = {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.scope === "Namespaced",
    kind: kind.kind,
    verbs: kind.verbs,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
  };
  const others = subresources(kind).map((one) => ({
    name: `${kind.plural}/${one.name}`,
    singularName: "",
    namespaced: kind.scope === "Namespaced",
    ...(one.group === undefined ? {} : { group: one.group }),
    ...(one.version === undefined ? {} : { version: one.version }),
    kind: one.kind,
    verbs: one.verbs,
  }));
  // A kind that exists only as a subresource ("Eviction") has no main entry.
  return kind.verbs.length === 0 ? others : [main, ...others];
}

/** `/api/v1` and `/apis/GROUP/VERSION`. Undefined when nothing is served there. */
export function resourceList(
  registry: KindRegistry,
  group: string,
  version: string,
  subresources: SubresourcesOf,
): unknown | undefined {
  const kinds = registry.kindsOf(group, version);
  if (kinds.length === 0) return undefined;
  return {
    kind: "APIResourceList",
    ...(group === "" ? {} : { apiVersion: "v1" }),
    groupVersion: apiVersionOf(group, version),
    resources: kinds.flatMap((kind) => legacyResources(kind, subresources)),
  };
}

function legacyGroup(group: ServedGroup): unknown {
  const versions = group.versions.map((version) => ({ groupVersion: `${group.name}/${version}`, version }));
  const preferred = { groupVersion: `${group.name}/${group.preferredVersion}`, version: group.preferredVersion };
  return { name: group.name, versions, preferredVersion: preferred };
}

/** `/apis` in the legacy form. */
export function groupList(registry: KindRegistry): unknown {
  const groups = registry.groups.filter((group) => group.name !== "");
  return { kind: "APIGroupList", apiVersion: "v1", groups: groups.map(legacyGroup) };
}

/** `/apis/GROUP`. Undefined when the group is not served. */
export function groupDocument(registry: KindRegistry, name: string): unknown | undefined {
  const group = registry.groups.find((one) => one.name === name && name !== "");
  return group === undefined ? undefined : { kind: "APIGroup", apiVersion: "v1", ...(legacyGroup(group) as object) };
}

/** `/api` in the legacy form. */
export function coreVersions(serverAddress: string): unknown {
  return {
    kind: "APIVersions",
    versions: ["v1"],
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress }],
  };
}

function aggregatedResource(kind: Kind, subresources: SubresourcesOf): unknown {
  const entries = subresources(kind).map((one) => ({
    subresource: one.name,
    responseKind: { group: one.group ?? kind.group, version: one.version ?? kind.version, kind: one.kind },
    verbs: one.verbs,
  }));
  return {
    resource: kind.plural,
    responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
    scope: kind.scope,
    singularResource: kind.singular,
    verbs: kind.verbs,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
    ...(entries.length === 0 ? {} : { subresources: entries }),
  };
}

/** `/api` or `/apis` as apidiscovery.k8s.io/v2 APIGroupDiscoveryList. */
export function aggregatedDiscovery(registry: KindRegistry, core: boolean, subresources: SubresourcesOf): unknown {
  const groups = registry.groups.filter((group) => (group.name === "") === core);
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map((group) => ({
      metadata: core ? {} : { name: group.name },
      versions: group.versions.map((version) => ({
        version,
        resources: registry.kindsOf(group.name, version).map((kind) => aggregatedResource(kind, subresources)),
        freshness: "Current",
      })),
    })),
  };
}
