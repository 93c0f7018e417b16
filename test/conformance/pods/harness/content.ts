// Config maps and secrets in volumes, plain and projected: what a test may say of each of the four in one way.
import type { Api, ApiObject } from "../../harness/api.ts";

export interface Mounting {
  readonly items?: readonly { readonly key: string; readonly path: string; readonly mode?: number }[];
  readonly defaultMode?: number;
  readonly optional?: boolean;
}

export interface Content {
  /** How upstream's names begin. */
  readonly title: string;
  readonly resource: "configmaps" | "secrets";
  /** The volume's source. */
  source(name: string, mounting?: Mounting): object;
}

const configMap: Content = {
  title: "[sig-storage] ConfigMap",
  resource: "configmaps",
  source: (name, mounting = {}) => ({ configMap: { name, ...mounting } }),
};

const projectedConfigMap: Content = {
  title: "[sig-storage] Projected configMap",
  resource: "configmaps",
  source: (name, { defaultMode, ...source } = {}) => ({
    projected: { defaultMode, sources: [{ configMap: { name, ...source } }] },
  }),
};

const secret: Content = {
  title: "[sig-storage] Secrets",
  resource: "secrets",
  source: (name, { ...mounting } = {}) => ({ secret: { secretName: name, ...mounting } }),
};

const projectedSecret: Content = {
  title: "[sig-storage] Projected secret",
  resource: "secrets",
  source: (name, { defaultMode, ...source } = {}) => ({
    projected: { defaultMode, sources: [{ secret: { name, ...source } }] },
  }),
};

export const configMapContents: readonly Content[] = [configMap, projectedConfigMap];
export const secretContents: readonly Content[] = [secret, projectedSecret];

/** Makes a config map or a secret. */
export function makeContent(
  api: Api,
  namespace: string,
  { resource }: Pick<Content, "resource">,
  name: string,
  data: Readonly<Record<string, string>>,
): Promise<ApiObject> {
  return api.create(`/api/v1/namespaces/${namespace}/${resource}`, { metadata: { name }, ...dataOf(resource, data) });
}

/** Puts other data in. */
export function changeContent(
  api: Api,
  namespace: string,
  { resource }: Pick<Content, "resource">,
  name: string,
  data: Readonly<Record<string, string>>,
): Promise<ApiObject> {
  return api.patch(`/api/v1/namespaces/${namespace}/${resource}/${name}`, dataOf(resource, data));
}

function dataOf(resource: Content["resource"], data: Readonly<Record<string, string>>): object {
  return resource === "configmaps" ? { data } : { stringData: data };
}
