// Who may not run here, and why.
import { expect, test } from "vitest";
import type { PodSpec } from "../../../src/kinds/facts/types.gen.ts";
import { refusalOf } from "./refusal.ts";

const sysctls = (...names: string[]) => ({ securityContext: { sysctls: names.map((name) => ({ name, value: "1" })) } });
const cases: [string, Partial<PodSpec>, string | undefined][] = [
  ["an ordinary pod", {}, undefined],
  ["for this system", { os: { name: "linux" } }, undefined],
  [
    "for another system",
    { os: { name: "windows" } },
    "PodOSNotSupported: Pod was rejected: Failed to admit pod as the OS field doesn't match node OS",
  ],
  ["safe sysctls, written either way", sysctls("kernel.shm_rmid_forced", "net/ipv4/ip_local_port_range"), undefined],
  [
    "another sysctl",
    sysctls("kernel.shm_rmid_forced", "kernel.msgmax"),
    'SysctlForbidden: Pod was rejected: forbidden sysctl: "kernel.msgmax" not allowlisted',
  ],
  [
    "a sysctl of the host's network",
    { ...sysctls("net.ipv4.tcp_syncookies"), hostNetwork: true },
    'SysctlForbidden: Pod was rejected: forbidden sysctl: "net.ipv4.tcp_syncookies" not allowed with host net enabled',
  ],
  [
    "a sysctl of the host's shared memory",
    { ...sysctls("kernel.shm_rmid_forced"), hostIPC: true },
    'SysctlForbidden: Pod was rejected: forbidden sysctl: "kernel.shm_rmid_forced" not allowed with host ipc enabled',
  ],
];

test.each(cases)("%s", (_, spec, expected) => {
  const refusal = refusalOf({ spec: { containers: [], ...spec } });
  expect(refusal === undefined ? undefined : `${refusal.reason}: ${refusal.message}`).toBe(expected);
});
