// A custom resource of a test's own.
import { type Api, ApiError, type ApiObject } from "./api.ts";
import { randomName } from "./random-name.ts";
import { until } from "./until.ts";

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

export interface CustomResource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  /** The definition's own path. */
  readonly definition: string;
  /** Of the collection: in a namespace, or "" for that of a cluster-scoped resource. */
  collection(namespace: string): string;
  /** Deletes the definition, and with it every object. */
  remove(): Promise<void>;
}

export interface CustomResourceOptions {
  readonly scope?: "Namespaced" | "Cluster";
  /** Of version v1; one that keeps every field unless told. */
  readonly schema?: object;
  /** Instead of one version v1. */
  readonly versions?: readonly object[];
  readonly group?: string;
}

export const keepsAll = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

/** A version that is served and stored. */
export function versionOf(name: string, schema: object = keepsAll, more: object = {}): object {
  return { name, served: true, storage: true, schema: { openAPIV3Schema: schema }, ...more };
}

/** What a definition looks like before it is created. */
export function definitionOf(options: CustomResourceOptions = {}) {
  const id = randomName("t").replace("-", "");
  const group = options.group ?? `${id}.example.com`;
  const names = { plural: `${id}s`, singular: id, kind: `K${id}`, listKind: `K${id}List` };
  return {
    metadata: { name: `${names.plural}.${group}` },
    spec: {
      group,
      scope: options.scope ?? "Namespaced",
      names,
      versions: options.versions ?? [versionOf("v1", options.schema)],
    },
  };
}

/** Creates a definition and waits until its resource is served. */
export async function customResource(api: Api, options: CustomResourceOptions = {}): Promise<CustomResource> {
  const body = definitionOf(options);
  const { group, names, versions } = body.spec;
  await api.create(definitions, body);
  const definition = `${definitions}/${body.metadata.name}`;
  await until(async () => isEstablished(await api.get(definition)));
  const { name: version } = versions[0] as { name: string };
  const collection = (namespace: string) =>
    `/apis/${group}/${version}/${namespace === "" ? "" : `namespaces/${namespace}/`}${names.plural}`;
  await until(() => api.exists(collection("")));
  const remove = async () => {
    await api.send("DELETE", definition);
    await until(async () => !(await api.exists(definition)));
  };
  return { group, version, plural: names.plural, kind: names.kind, definition, collection, remove };
}

export function isEstablished(definition: ApiObject): boolean {
  const conditions: { type: string; status: string }[] = definition["status"]?.conditions ?? [];
  return conditions.some(({ type, status }) => type === "Established" && status === "True");
}

/** Whether it was refused as it should be: the server's words, or undefined when it was accepted. */
export async function refusal(act: Promise<unknown>): Promise<string | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.status.message;
    throw error;
  }
}
