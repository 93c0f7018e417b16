// A service in a table: where it can be reached.
// Kubernetes: pkg/printers/internalversion/printers.go printService
import { ageColumn, column, labelsText, nameColumn, wideColumn } from "../../columns.ts";
import type { Service } from "../../facts/types.gen.ts";
import type { Column } from "../../kind.ts";

export const serviceColumns: readonly Column[] = [
  nameColumn,
  column<Service>("Type", "string", ({ spec }) => spec?.type ?? ""),
  column<Service>("Cluster-IP", "string", ({ spec }) => spec?.clusterIPs?.[0] ?? "<none>"),
  column<Service>("External-IP", "string", externalIp),
  column<Service>("Port(s)", "string", ports),
  ageColumn,
  wideColumn<Service>("Selector", "string", ({ spec }) => labelsText(spec?.selector)),
];

interface BalancerStatus {
  readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
}

/** Of a Service or an Ingress. */
export function loadBalancerAddresses(status: BalancerStatus | undefined): string {
  const addresses = (status?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || "");
  return [...new Set(addresses.filter((address) => address !== ""))].sort().join(",");
}

function externalIp({ spec, status }: Service): string {
  const own = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case "ClusterIP":
    case "NodePort":
      return own.join(",") || "<none>";
    case "LoadBalancer":
      return [loadBalancerAddresses(status?.loadBalancer), ...own].filter((one) => one !== "").join(",") || "<pending>";
    case "ExternalName":
      return spec.externalName ?? "";
    default:
      return "<unknown>";
  }
}

function ports({ spec }: Service): string {
  const pieces = (spec?.ports ?? []).map(({ port, nodePort, protocol = "" }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return pieces.join(",") || "<none>";
}
