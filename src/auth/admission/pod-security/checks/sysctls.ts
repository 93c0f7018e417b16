// sysctls: only those that concern the pod alone.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_sysctls.go
import type { Check, CheckPod } from "../check.ts";

const safe = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_unprivileged_port_start",
];
const safeSince27 = [...safe, "net.ipv4.ip_local_reserved_ports"];
const safeSince29 = [
  ...safeSince27,
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
];
const safeSince32 = [...safeSince29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"];

function onlyOf(allowed: readonly string[]): CheckPod {
  return ({ spec }) => {
    const others = (spec.securityContext?.sysctls ?? [])
      .map(({ name }) => name)
      .filter((name) => !allowed.includes(name));
    return others.length === 0 ? undefined : { reason: "forbidden sysctls", detail: others.join(", ") };
  };
}

export const sysctls: Check = {
  id: "sysctls",
  level: "baseline",
  versions: [
    { sinceMinor: 0, check: onlyOf(safe) },
    { sinceMinor: 27, check: onlyOf(safeSince27) },
    { sinceMinor: 29, check: onlyOf(safeSince29) },
    { sinceMinor: 32, check: onlyOf(safeSince32) },
  ],
};
