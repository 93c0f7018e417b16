// How objects are named: the cluster's ID is in every name, so no cluster can reach another's objects.

/** The name of a namespace's object. */
export function namespaceObject(cluster: string, namespace: string): string {
  return `${cluster}/${namespace}`;
}

/** Reads it back. IDs of clusters and names of namespaces are DNS labels: neither has a slash. */
export function readNamespaceObject(name: string): { readonly cluster: string; readonly namespace: string } {
  const [cluster, namespace, ...more] = name.split("/");
  if (!cluster || !namespace || more.length > 0) throw new Error(`no namespace is called ${name}`);
  return { cluster, namespace };
}
