// What a pod's processes see as the name of their host.
// Kubernetes: pkg/kubelet/kubelet_pods.go GeneratePodHostNameAndDomain
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import { specOf } from "../pod-parts.ts";

export interface PodHostname {
  readonly hostname: string;
  /** "sub.ns.svc.cluster.local", or "" without a subdomain. */
  readonly domain: string;
}

const HOSTNAME_CHARACTERS_MAX = 63;

export function podHostname(pod: Pod, clusterDomain: string): PodHostname {
  const { hostname, hostnameOverride, subdomain } = specOf(pod);
  if (hostnameOverride) return { hostname: hostnameOverride, domain: "" };
  const { name = "", namespace = "" } = pod.metadata ?? {};
  const cut = (hostname || name).slice(0, HOSTNAME_CHARACTERS_MAX).replace(/[-.]+$/, "");
  return { hostname: cut, domain: subdomain ? `${subdomain}.${namespace}.svc.${clusterDomain}` : "" };
}

/** What `hostname` prints: the whole name when the spec asks for it. */
export function systemHostname(pod: Pod, clusterDomain: string): string {
  const { hostname, domain } = podHostname(pod, clusterDomain);
  return specOf(pod).setHostnameAsFQDN === true && domain !== "" ? `${hostname}.${domain}` : hostname;
}
