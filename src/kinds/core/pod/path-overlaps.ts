// Files of a volume that would take each other's place: the same path twice, or one within another.
// Kubernetes: pkg/api/pod/warnings.go warningsForOverlappingVirtualPaths
import type { Volume, VolumeProjection } from "../../facts/types.gen.ts";

interface Placed {
  readonly path: string;
  /** Of which part of a projected volume; "" otherwise. */
  readonly source: string;
}

type Items = readonly { readonly path?: string }[] | undefined;

export function overlapWarnings(volumes: readonly Volume[]): string[] {
  return volumes.flatMap((volume) => {
    const { name, configMap, secret, downwardAPI, projected } = volume;
    const told = (what: string, files: readonly Placed[]) =>
      overlaps(files).map((text) => `volume ${quote(name)} (${what}): overlapping paths: ${text}`);
    const empty = (projected?.sources ?? [])
      .filter((source) => Object.keys(source).length === 0)
      .map(() => `volume ${quote(name)} (Projected) has no sources provided`);
    return [
      ...told(`ConfigMap ${quote(configMap?.name ?? "")}`, placed(configMap?.items)),
      ...told(`Secret ${quote(secret?.secretName ?? "")}`, placed(secret?.items)),
      ...told("DownwardAPI", placed(downwardAPI?.items)),
      ...empty,
      ...told("Projected", (projected?.sources ?? []).flatMap(filesOf)),
    ];
  });
}

function filesOf({
  configMap,
  secret,
  downwardAPI,
  serviceAccountToken,
  clusterTrustBundle,
}: VolumeProjection): Placed[] {
  return [
    ...placed(configMap?.items, `ConfigMap ${quote(configMap?.name ?? "")}`),
    ...placed(secret?.items, `Secret ${quote(secret?.name ?? "")}`),
    ...placed(downwardAPI?.items, "DownwardAPI"),
    ...placed(serviceAccountToken && [serviceAccountToken], "ServiceAccountToken"),
    ...placed(clusterTrustBundle && [clusterTrustBundle], bundleText(clusterTrustBundle)),
  ];
}

function bundleText(bundle: VolumeProjection["clusterTrustBundle"]): string {
  return `ClusterTrustBundle ${quote(bundle?.name ?? bundle?.signerName ?? "")}`;
}

function placed(items: Items, source = ""): Placed[] {
  return (items ?? []).map(({ path = "" }) => ({ path: path.replace(/\/+$/, ""), source }));
}

/** Each with the first before it that it meets. */
function overlaps(files: readonly Placed[]): string[] {
  return files.flatMap((file, index) => {
    const met = files.slice(0, index).find((other) => meet(file.path, other.path));
    return met === undefined ? [] : [`${text(file)} with ${text(met)}`];
  });
}

function meet(one: string, other: string): boolean {
  if (one === "" || other === "") return false;
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}

function text({ path, source }: Placed): string {
  return source === "" ? quote(path) : `${quote(path)} (${source})`;
}

function quote(value: string): string {
  return JSON.stringify(value);
}
