// What is known everywhere of a custom resource: all that its definition says but the schemas, which are fetched when a
// request first needs one. Made by the cluster from each definition that is established.
import { qualifiedResource } from "../../apimachinery/json.ts";
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
} from "../facts/types.gen.ts";
import type { ScalePaths } from "../kind.ts";

export interface CustomColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
}

export interface CustomVersion {
  readonly name: string;
  /** False: objects may lie in it, and that is all. */
  readonly served: boolean;
  readonly status?: true;
  readonly scale?: ScalePaths;
  readonly columns?: readonly CustomColumn[];
  /** `.spec.color` */
  readonly selectableFields?: readonly string[];
  /** What clients of the version are warned of. */
  readonly deprecation?: string;
}

export interface CustomResource {
  /** The definition's: "crontabs.stable.example.com", which is also the stored collection. */
  readonly name: string;
  readonly uid: string;
  /** Of the definition: it says when a schema is another one. */
  readonly generation: number;
  /** The definition stands since then: what was stored before may not be as the schema says now. */
  readonly since: number;
  readonly group: string;
  readonly scope: "Namespaced" | "Cluster";
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersion: string;
  /** In the definition's order. */
  readonly versions: readonly CustomVersion[];
  /** Absent: versions differ in their names alone. */
  readonly webhookConversion?: true;
  /** It is being deleted, and takes no new objects. */
  readonly terminating?: true;
}

export function hasCondition({ status }: CustomResourceDefinition, type: string): boolean {
  return status?.conditions?.some((one) => one.type === type && one.status === "True") ?? false;
}

/** Undefined: it is not served (yet). `since` is a revision. */
export function customResourceOf(
  definition: Readonly<CustomResourceDefinition>,
  since: number,
): CustomResource | undefined {
  const { metadata, spec, status } = definition;
  const stored = spec?.versions?.find(({ storage }) => storage);
  if (stored === undefined || !hasCondition(definition, "Established")) return undefined;
  const names = { ...spec.names, ...status?.acceptedNames };
  const { kind } = names;
  const plural = spec.names.plural;
  return {
    name: qualifiedResource({ group: spec.group, resource: plural }),
    uid: metadata?.uid ?? "",
    generation: metadata?.generation ?? 0,
    since,
    group: spec.group,
    scope: spec.scope === "Cluster" ? "Cluster" : "Namespaced",
    plural,
    singular: names.singular || kind.toLowerCase(),
    kind,
    listKind: names.listKind || `${kind}List`,
    ...(names.shortNames?.length ? { shortNames: names.shortNames } : {}),
    ...(names.categories?.length ? { categories: names.categories } : {}),
    storageVersion: stored.name,
    versions: spec.versions
      .filter(({ served, storage }) => served || storage)
      .map((one) => versionOf(spec.group, kind, one)),
    ...(spec.conversion?.strategy === "Webhook" ? { webhookConversion: true } : {}),
    ...(hasCondition(definition, "Terminating") || metadata?.deletionTimestamp !== undefined
      ? { terminating: true }
      : {}),
  };
}

function versionOf(group: string, kind: string, version: CustomResourceDefinitionVersion): CustomVersion {
  const { name, served, subresources, additionalPrinterColumns = [], selectableFields = [] } = version;
  return {
    name,
    served,
    ...(subresources?.status === undefined ? {} : { status: true }),
    ...scaleOf(subresources),
    ...(additionalPrinterColumns.length === 0 ? {} : { columns: additionalPrinterColumns }),
    ...(selectableFields.length === 0 ? {} : { selectableFields: selectableFields.map(({ jsonPath }) => jsonPath) }),
    // Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go
    ...(version.deprecated
      ? { deprecation: version.deprecationWarning ?? `${group}/${name} ${kind} is deprecated` }
      : {}),
  };
}

function scaleOf(subresources: CustomResourceSubresources | undefined): { readonly scale?: ScalePaths } {
  const scale = subresources?.scale;
  if (scale === undefined) return {};
  const { specReplicasPath: specReplicas, statusReplicasPath: statusReplicas, labelSelectorPath } = scale;
  return { scale: { specReplicas, statusReplicas, ...(labelSelectorPath ? { selector: labelSelectorPath } : {}) } };
}
