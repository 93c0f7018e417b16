// The URL path of a resource, a namespace's part of it, or one object.

export interface ResourcePath {
  /** "v1" or "discovery.k8s.io/v1". */
  readonly apiVersion: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

export function pathOf({ apiVersion, plural, namespace, name, subresource }: ResourcePath): string {
  const segments = [apiVersion.includes("/") ? "apis" : "api", ...apiVersion.split("/")];
  if (namespace !== undefined) segments.push("namespaces", namespace);
  segments.push(plural);
  if (name !== undefined) segments.push(name);
  if (subresource !== undefined) segments.push(subresource);
  return `/${segments.map(encodeURIComponent).join("/")}`;
}
