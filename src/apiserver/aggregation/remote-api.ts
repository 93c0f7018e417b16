// A group version that another server answers: an APIService with a service, as the Worker needs it.
import type { APIService } from "../../kinds/facts/types.gen.ts";

export interface RemoteApi {
  /** Of the APIService: `v1alpha1.wardle.example.com`. */
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number };
  readonly caBundle?: string;
  readonly insecureSkipTlsVerify: boolean;
  readonly groupPriorityMinimum: number;
  readonly versionPriority: number;
  /** What the controller found last. */
  readonly available: boolean;
}

/** Undefined: this API server answers the group version itself. */
export function remoteApi({ metadata, spec, status }: Readonly<APIService>): RemoteApi | undefined {
  const service = spec?.service;
  if (spec === undefined || service === undefined) return undefined;
  const condition = status?.conditions?.find(({ type }) => type === "Available");
  return {
    name: metadata?.name ?? "",
    group: spec.group ?? "",
    version: spec.version ?? "",
    service: { namespace: service.namespace ?? "", name: service.name ?? "", port: service.port ?? 443 },
    ...(spec.caBundle === undefined ? {} : { caBundle: spec.caBundle }),
    insecureSkipTlsVerify: spec.insecureSkipTLSVerify === true,
    groupPriorityMinimum: spec.groupPriorityMinimum,
    versionPriority: spec.versionPriority,
    available: condition?.status === "True",
  };
}

/** The most wanted group first, in it the most wanted version. Kubernetes: kube-aggregator/pkg/apis/apiregistration/v1/helper */
export function byPriority(apis: readonly RemoteApi[]): readonly RemoteApi[] {
  const groupPriority = new Map<string, number>();
  for (const { group, groupPriorityMinimum } of apis) {
    groupPriority.set(group, Math.max(groupPriorityMinimum, groupPriority.get(group) ?? 0));
  }
  return [...apis].sort(
    (one, other) =>
      (groupPriority.get(other.group) ?? 0) - (groupPriority.get(one.group) ?? 0) ||
      compareText(one.group, other.group) ||
      other.versionPriority - one.versionPriority ||
      compareText(one.version, other.version),
  );
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
