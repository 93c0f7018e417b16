// The whole of what Docker is asked to make of one container of a pod.
// Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_container.go generateContainerConfig; cri-dockerd: core/container_create.go
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import type { ContainerSpec, HostConfig, Mount } from "../../docker/container-spec.ts";
import { expand } from "../../env/expand.ts";
import type { AnyContainer, EnvironmentVariable } from "../collaborators.ts";
import { GRACE_DEFAULT_SECONDS, LOG_FILE_SIZE, LOG_FILES } from "../limits.ts";
import { identityOf, specOf } from "../pod-parts.ts";
import { containerHash } from "./container-hash.ts";
import { label, nameLabels } from "./container-name.ts";
import { containerLimits, oomScoreAdjust } from "./resources.ts";
import { type SecurityInput, securitySettings } from "./security.ts";

export interface AppContainerInput {
  readonly agentId: string;
  readonly pod: Pod;
  readonly container: AnyContainer;
  readonly attempt: number;
  readonly sandboxId: string;
  /** As Docker knows the image. */
  readonly imageName: string;
  readonly imageUser: string;
  readonly environment: readonly EnvironmentVariable[];
  readonly mounts: readonly Mount[];
  /** Of the container whose processes an ephemeral one is to see. */
  readonly targetContainerId: string | undefined;
  readonly cgroupParent: string | undefined;
  readonly memoryCapacityBytes: number;
  readonly oomMayBeNegative: boolean;
  readonly pidsMax: number;
  readonly seccompProfile: SecurityInput["seccompProfile"];
}

/** Throws ConfigError when the container may not be made like this. */
export function appContainer(input: AppContainerInput): ContainerSpec {
  const { pod, container, environment, imageName } = input;
  const spec = specOf(pod);
  const security = securitySettings(input);
  const variables = new Map(environment.map(({ name, value }) => [name, value]));
  const stopSignal = container.lifecycle?.stopSignal;
  return {
    Image: imageName,
    ...(security.user === undefined ? {} : { User: security.user }),
    Env: environment.map(({ name, value }) => `${name}=${value}`),
    ...(isEmpty(container.command) ? {} : { Entrypoint: container.command.map((one) => expand(one, variables)) }),
    ...(isEmpty(container.args) ? {} : { Cmd: container.args.map((one) => expand(one, variables)) }),
    ...(container.workingDir ? { WorkingDir: container.workingDir } : {}),
    Labels: labelsOf(input),
    Tty: container.tty ?? false,
    OpenStdin: container.stdin ?? false,
    StdinOnce: container.stdinOnce ?? false,
    ...(stopSignal === undefined ? {} : { StopSignal: stopSignal }),
    // What dockerd's own shutdown allows it.
    StopTimeout: spec.terminationGracePeriodSeconds ?? GRACE_DEFAULT_SECONDS,
    Healthcheck: { Test: ["NONE"] },
    HostConfig: { ...hostConfig(input), ...security.host },
  };
}

function hostConfig(input: AppContainerInput): HostConfig {
  const { pod, container, sandboxId, mounts, cgroupParent, memoryCapacityBytes, oomMayBeNegative } = input;
  const spec = specOf(pod);
  return {
    NetworkMode: `container:${sandboxId}`,
    IpcMode: spec.hostIPC === true ? "host" : `container:${sandboxId}`,
    ...pidMode(input),
    ...(spec.hostNetwork === true ? { UTSMode: "host" } : {}),
    ...(cgroupParent === undefined ? {} : { CgroupParent: cgroupParent }),
    Mounts: mounts,
    // Restarting is the agent's business: Docker's own would revive containers in an empty network.
    RestartPolicy: { Name: "no" },
    LogConfig: { Type: "json-file", Config: { "max-size": LOG_FILE_SIZE, "max-file": LOG_FILES } },
    OomScoreAdj: oomScoreAdjust({ pod, container, memoryCapacityBytes, mayBeNegative: oomMayBeNegative }),
    ...containerLimits(container.resources, input.pidsMax),
  };
}

function pidMode({ pod, sandboxId, targetContainerId }: AppContainerInput): HostConfig {
  const spec = specOf(pod);
  if (spec.hostPID === true) return { PidMode: "host" };
  if (spec.shareProcessNamespace === true) return { PidMode: `container:${sandboxId}` };
  return targetContainerId === undefined ? {} : { PidMode: `container:${targetContainerId}` };
}

function labelsOf({ agentId, pod, container, attempt, sandboxId }: AppContainerInput): Record<string, string> {
  return {
    ...nameLabels({ agentId, pod: identityOf(pod), type: "container", container: container.name, attempt }),
    [label.sandbox]: sandboxId,
    [label.hash]: containerHash(container),
    [label.graceSeconds]: String(specOf(pod).terminationGracePeriodSeconds ?? GRACE_DEFAULT_SECONDS),
    [label.terminationMessagePath]: container.terminationMessagePath ?? "",
    [label.terminationMessagePolicy]: container.terminationMessagePolicy ?? "File",
  };
}

function isEmpty(list: readonly string[] | undefined): list is undefined {
  return list === undefined || list.length === 0;
}
