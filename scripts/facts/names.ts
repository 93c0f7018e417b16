// How definitions are named: upstream's full names, the short ones of the tables, and protobuf's.

const prefixes: readonly (readonly [full: string, short: string])[] = [
  ["io.k8s.apiextensions-apiserver.pkg.apis.", ""],
  ["io.k8s.apimachinery.pkg.apis.", ""],
  ["io.k8s.apimachinery.pkg.api.", ""],
  ["io.k8s.apimachinery.pkg.util.", ""],
  ["io.k8s.apimachinery.pkg.", ""],
  ["io.k8s.kube-aggregator.pkg.apis.", ""],
  ["io.k8s.api.", ""],
];

/** "io.k8s.api.core.v1.Pod" -> "core.v1.Pod". */
export function shortName(full: string): string {
  const prefix = prefixes.find(([one]) => full.startsWith(one));
  if (prefix === undefined) throw new Error(`a definition outside the known packages: ${full}`);
  return full.slice(prefix[0].length);
}

/** "io.k8s.kube-aggregator.pkg..." -> "k8s.io.kube_aggregator.pkg...": the message of a definition. */
export function messageName(full: string): string {
  const path = full.slice("io.k8s.".length).replace("apiextensions-apiserver", "apiextensions_apiserver");
  return `k8s.io.${path.replace("kube-aggregator", "kube_aggregator")}`;
}

export function definitionOfMessage(message: string): string {
  const path = message.slice("k8s.io.".length).replace("apiextensions_apiserver", "apiextensions-apiserver");
  return `io.k8s.${path.replace("kube_aggregator", "kube-aggregator")}`;
}

export function definitionOfRef(ref: string): string {
  return ref.slice("#/definitions/".length);
}

/** Alpha and beta versions are left out of everything. */
export function isStableVersion(version: string): boolean {
  return !/(alpha|beta)/.test(version);
}

export function isStableDefinition(full: string): boolean {
  return !/\.v\d+(alpha|beta)\d+\./.test(full);
}
