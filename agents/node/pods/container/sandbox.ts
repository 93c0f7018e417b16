// The container that holds a pod's namespaces: its network above all.
// cri-dockerd: core/sandbox_helpers.go makeSandboxDockerConfig
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import type { ContainerSpec } from "../../docker/container-spec.ts";
import { GRACE_DEFAULT_SECONDS } from "../limits.ts";
import { identityOf, specOf } from "../pod-parts.ts";
import { label, nameLabels, sandboxContainer } from "./container-name.ts";
import { systemHostname } from "./hostname.ts";
import { seccompOptions } from "./security.ts";

export interface SandboxInput {
  readonly agentId: string;
  readonly pod: Pod;
  readonly attempt: number;
  readonly pauseImage: string;
  readonly clusterDomain: string;
  readonly cgroupParent: string | undefined;
  readonly oomMayBeNegative: boolean;
  readonly seccompProfile: (name: string) => string;
}

/** Killed last of all, short of the host's own. Kubernetes: pkg/kubelet/qos/policy.go PodInfraOOMAdj */
const SANDBOX_OOM_SCORE = -998;

export function sandbox(input: SandboxInput): ContainerSpec {
  const { agentId, pod, attempt, pauseImage, clusterDomain, cgroupParent, oomMayBeNegative } = input;
  const spec = specOf(pod);
  const onHost = spec.hostNetwork === true;
  const identity = identityOf(pod);
  const sysctls = spec.securityContext?.sysctls ?? [];
  return {
    Image: pauseImage,
    ...(onHost ? {} : { Hostname: systemHostname(pod, clusterDomain) }),
    Labels: {
      ...nameLabels({ agentId, pod: identity, type: "podsandbox", container: sandboxContainer, attempt }),
      [label.graceSeconds]: String(spec.terminationGracePeriodSeconds ?? GRACE_DEFAULT_SECONDS),
    },
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      // Its interface comes from the pod network, which is told of it once it runs.
      NetworkMode: onHost ? "host" : "none",
      IpcMode: spec.hostIPC === true ? "host" : "shareable",
      ...(spec.hostPID === true ? { PidMode: "host" } : {}),
      ...(onHost ? { UTSMode: "host" } : {}),
      ...(cgroupParent === undefined ? {} : { CgroupParent: cgroupParent }),
      ...(sysctls.length === 0
        ? {}
        : { Sysctls: Object.fromEntries(sysctls.map(({ name, value }) => [name.replaceAll("/", "."), value])) }),
      RestartPolicy: { Name: "no" },
      // Nothing is ever written.
      LogConfig: { Type: "none", Config: {} },
      SecurityOpt: seccompOptions(spec.securityContext?.seccompProfile, input.seccompProfile),
      OomScoreAdj: oomMayBeNegative ? SANDBOX_OOM_SCORE : 0,
      CpuShares: 2,
    },
  };
}
