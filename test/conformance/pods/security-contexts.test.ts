// As whom containers run, and what they may do.
import { expect } from "vitest";
import { once, script } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";

podConformance(
  "[sig-node] Security Context When creating a container with runAsUser should run the container with uid 65534 [LinuxOnly] [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const securityContext = { runAsUser: 65534 };
    expect(await pods.output({ spec: once(script("id -u", { securityContext })) })).toBe("65534\n");
  },
);

podConformance(
  "[sig-node] Security Context should support pod.Spec.SecurityContext.RunAsUser And pod.Spec.SecurityContext.RunAsGroup [LinuxOnly] [Conformance]",
  async ({ pods }) => {
    const securityContext = { runAsUser: 1001, runAsGroup: 2002 };
    expect(await pods.output({ spec: once(script("id"), { securityContext }) })).toMatch(/^uid=1001 gid=2002/);
  },
);

podConformance(
  "[sig-node] Security Context should support container.SecurityContext.RunAsUser And container.SecurityContext.RunAsGroup [LinuxOnly] [Conformance]",
  async ({ pods }) => {
    const own = script("id", { securityContext: { runAsUser: 1001, runAsGroup: 2002 } });
    const spec = once(own, { securityContext: { runAsUser: 1, runAsGroup: 2 } });
    expect(await pods.output({ spec })).toMatch(/^uid=1001 gid=2002/);
  },
);

podConformance(
  "[sig-node] Security Context When creating a pod with privileged should run the container as unprivileged when false [LinuxOnly] [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const securityContext = { privileged: false };
    const attempt = script("ip link add dummy1 type dummy 2>&1; true", { securityContext });
    expect(await pods.output({ spec: once(attempt) })).toContain("Operation not permitted");
  },
);

podConformance(
  "[sig-node] Security Context When creating a pod with readOnlyRootFilesystem should run the container with writable rootfs when readOnlyRootFilesystem=false [NodeConformance] [Conformance]",
  async ({ pods }) => {
    const securityContext = { readOnlyRootFilesystem: false };
    expect(await pods.output({ spec: once(script("touch checkfile && echo made", { securityContext })) })).toBe(
      "made\n",
    );
  },
);

podConformance(
  "[sig-node] Security Context when creating containers with AllowPrivilegeEscalation should not allow privilege escalation when false [LinuxOnly] [NodeConformance] [Conformance]",
  async ({ pods }) => {
    // Programs that take their owner's rights don't get them: the kernel says so of the process.
    const asUser = { runAsUser: 1000 };
    const read = "grep NoNewPrivs /proc/self/status | tr -d '\\t'";
    const never = script(read, { securityContext: { ...asUser, allowPrivilegeEscalation: false } });
    expect(await pods.output({ spec: once(never) })).toBe("NoNewPrivs:1\n");
    const unsaid = script(read, { securityContext: asUser });
    expect(await pods.output({ spec: once(unsaid) })).toBe("NoNewPrivs:0\n");
  },
);

podConformance(
  "[sig-node] Sysctls [LinuxOnly] [NodeConformance] should support sysctls [Environment:NotInUserNS] [Conformance]",
  async ({ pods }) => {
    const sysctls = [{ name: "kernel.shm_rmid_forced", value: "1" }];
    const read = script("cat /proc/sys/kernel/shm_rmid_forced");
    expect(await pods.output({ spec: once(read, { securityContext: { sysctls } }) })).toBe("1\n");
  },
);
