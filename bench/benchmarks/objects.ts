// The objects that benchmarks create and read: 2 KB of JSON as the server keeps them.
import type { WatchJob } from "../load/jobs.ts";
import { numbered, type Template } from "../load/requests.ts";

/** How many bytes of filling make an object of 2 KB, beside what every object has. */
const fillBytes = 1_700;
const filling = "x".repeat(fillBytes);

export interface Collection {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  /** Undefined: objects of the cluster itself. */
  readonly namespace: string | undefined;
}

export function configMaps(namespace: string): Collection {
  return { apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", namespace };
}

export const clusterRoles: Collection = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  plural: "clusterroles",
  namespace: undefined,
};

/** A namespaced kind that no controller looks at, and that no other benchmark creates. */
export function controllerRevisions(namespace: string): Collection {
  return { apiVersion: "apps/v1", kind: "ControllerRevision", plural: "controllerrevisions", namespace };
}

export function leases(namespace: string): Collection {
  return { apiVersion: "coordination.k8s.io/v1", kind: "Lease", plural: "leases", namespace };
}

/** What a kind requires beside its metadata. */
const required: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ConfigMap: { data: { filling } },
  ControllerRevision: { revision: 1, data: {} },
};

function groupPath({ apiVersion }: Collection): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Of the objects of all namespaces. */
export function allPath(collection: Collection): string {
  return `${groupPath(collection)}/${collection.plural}`;
}

export function pathOf(collection: Collection): string {
  const { namespace, plural } = collection;
  return namespace === undefined ? allPath(collection) : `${groupPath(collection)}/namespaces/${namespace}/${plural}`;
}

/** The object under its number. */
export function body({ apiVersion, kind }: Collection): string {
  const more = required[kind];
  // Kinds without free content carry the filling as an annotation.
  const annotations = kind === "ConfigMap" ? {} : { annotations: { filling } };
  const metadata = { name: "bench-{i}", labels: { app: "bench" }, ...annotations };
  return JSON.stringify({ apiVersion, kind, metadata, ...more });
}

/** Templates of the requests for the objects from `first` on. */
export function createObjects(collection: Collection, first: number, count: number): Template {
  return { method: "POST", path: pathOf(collection), body: body(collection), first, count, again: false };
}

export function getObjects(collection: Collection, first: number, count: number): Template {
  return { method: "GET", path: `${pathOf(collection)}/bench-{i}`, first, count, again: true };
}

export function patchObjects(collection: Collection, first: number, count: number): Template {
  return {
    method: "PATCH",
    path: `${pathOf(collection)}/bench-{i}`,
    body: '{"metadata":{"labels":{"patched":"{n}"}}}',
    contentType: "application/merge-patch+json",
    first,
    count,
    again: true,
  };
}

export function deleteObjects(collection: Collection, first: number, count: number): Template {
  return { method: "DELETE", path: `${pathOf(collection)}/bench-{i}`, first, count, again: false };
}

/**
 * Writes to one object of each collection in turn, each with the mark of its event. `run` makes them differ from those of
 * another run: a write that changes nothing has no event.
 */
export function markObjects(collections: readonly Collection[], run: number): Pick<WatchJob, "writes" | "body"> {
  return {
    body: `{"metadata":{"annotations":{"sent":"{sent}","run":"${run}"}}}`,
    writes: collections.map((collection) => ({
      method: "PATCH",
      path: numbered(`${pathOf(collection)}/bench-{i}`, 0),
      contentType: "application/merge-patch+json",
    })),
  };
}

/** A list or any other path, over and over. */
export function readPath(path: string): Template {
  return { method: "GET", path, first: 0, count: 1, again: true };
}
