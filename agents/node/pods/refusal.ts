// What this node doesn't take, though a scheduler has put it here: such a pod fails at once, with the kubelet's words.
// Kubernetes: pkg/kubelet/lifecycle/predicate.go, pkg/kubelet/sysctl/allowlist.go
import type { Pod, PodSpec } from "../../../src/kinds/facts/types.gen.ts";
import type { Verdict } from "./pod-memory.ts";
import { specOf } from "./pod-parts.ts";

/** Those that stay in the pod's own namespaces and can't starve others. Kubernetes: pkg/kubelet/sysctl/safe_sysctls.go */
const safeSysctls: ReadonlySet<string> = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);

/** Undefined: it may run here. */
export function refusalOf(pod: Pod): Verdict | undefined {
  const spec = specOf(pod);
  const os = spec.os?.name;
  if (os !== undefined && os !== "linux") {
    return refused("PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS");
  }
  const problem = sysctlProblem(spec);
  return problem === undefined ? undefined : refused("SysctlForbidden", `forbidden sysctl: ${problem}`);
}

function sysctlProblem({ securityContext, hostIPC, hostNetwork }: PodSpec): string | undefined {
  for (const { name } of securityContext?.sysctls ?? []) {
    const dotted = name.replaceAll("/", ".");
    const quoted = JSON.stringify(dotted);
    if (!safeSysctls.has(dotted)) return `${quoted} not allowlisted`;
    if (hostNetwork === true && dotted.startsWith("net.")) return `${quoted} not allowed with host net enabled`;
    if (hostIPC === true && dotted.startsWith("kernel.shm")) return `${quoted} not allowed with host ipc enabled`;
  }
  return undefined;
}

function refused(reason: string, message: string): Verdict {
  return { reason, message: `Pod was rejected: ${message}` };
}
