// Brings one container of a pod to life: its image, its variables and mounts, its process, its postStart hook.
// Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import type { Mount } from "../../docker/container-spec.ts";
import { type DockerError, failureType } from "../../docker/failure.ts";
import type { ImageDetails } from "../../docker/inspect-image.ts";
import { startContainer as startInDocker } from "../../docker/start-container.ts";
import { type AnyContainer, ConfigError, type EnvironmentVariable } from "../collaborators.ts";
import { appContainer } from "../container/app-container.ts";
import { dockerName } from "../container/container-name.ts";
import { latest } from "../observed.ts";
import { identityOf, type PodContainer, specOf } from "../pod-parts.ts";
import type { PodRuntime } from "../runtime.ts";
import { createNamed } from "./create-named.ts";
import { readSeccompProfile } from "./seccomp-profile.ts";
import { NotNow, StartProblem, textOf } from "./start-problem.ts";

export interface StartInput {
  readonly runtime: PodRuntime;
  readonly pod: Pod;
  readonly container: PodContainer;
  readonly attempt: number;
  /** As soon as the sandbox is made. */
  readonly sandboxId: Promise<string>;
  /** As soon as it runs. */
  readonly podIP: Promise<string>;
  /** As soon as the pod's volumes are there. Rejects with NotNow when that is not to be waited for. */
  readonly prepared: Promise<void>;
}

/** Makes the container, while its sandbox is being started if nothing of it depends on that. Throws StartProblem. */
export async function makeContainer(input: StartInput): Promise<string> {
  const { runtime, pod, container } = input;
  const { spec } = container;
  const image = await ensureImage(input);
  try {
    await input.prepared;
    const id = await createFrom(input, image);
    runtime.events.record(pod, "Normal", "Created", "Container created", spec.name);
    return id;
  } catch (error) {
    if (error instanceof NotNow) throw error;
    const reason = error instanceof ConfigError ? "CreateContainerConfigError" : "CreateContainerError";
    throw tell(input, error instanceof StartProblem ? error : new StartProblem(reason, textOf(error)));
  }
}

interface Image {
  readonly name: string;
  readonly details: ImageDetails;
}

async function ensureImage({ runtime, pod, container }: StartInput): Promise<Image> {
  const { events, images, imageRefs, pullSecrets } = runtime;
  const { spec } = container;
  const outcome = await images.ensure({
    podUid: identityOf(pod).uid,
    image: spec.image ?? "",
    policy: pullPolicy(spec),
    secrets: async () => {
      const { secrets, missing } = await pullSecrets.secretsFor(pod);
      if (missing.length > 0) {
        const message = `Unable to retrieve some image pull secrets (${missing.join(", ")}); attempting to pull the image may not succeed.`;
        events.record(pod, "Warning", "FailedToRetrieveImagePullSecret", message);
      }
      return secrets;
    },
    report: (type, reason, message) => events.record(pod, type, reason, message, spec.name),
  });
  if (outcome.type === "failed") {
    events.record(pod, "Warning", "Failed", `Error: ${outcome.reason}`, spec.name);
    throw new StartProblem(outcome.reason, outcome.message, outcome.retryAtMs);
  }
  imageRefs.learn(outcome.details);
  return outcome;
}

/** The API server sets it; pods from elsewhere get upstream's default. Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_Container */
function pullPolicy({ image = "", imagePullPolicy }: AnyContainer): "Always" | "IfNotPresent" | "Never" {
  if (imagePullPolicy === "Always" || imagePullPolicy === "IfNotPresent" || imagePullPolicy === "Never") {
    return imagePullPolicy;
  }
  const tag = image.includes("@") ? "" : (/:([^:/]*)$/.exec(image)?.[1] ?? "latest");
  return tag === "latest" ? "Always" : "IfNotPresent";
}

async function createFrom(input: StartInput, { name: imageName, details }: Image): Promise<string> {
  const { runtime, pod, container, attempt, sandboxId } = input;
  const { agentId, cgroups, environment, place, view } = runtime;
  const { spec } = container;
  const podIPs = needsPodIP(spec) ? [await input.podIP] : [];
  const target = "targetContainerName" in spec ? spec.targetContainerName : undefined;
  const identity = identityOf(pod);
  const variables = await environment.environmentFor(pod, spec, { podIPs, hostIPs: [place.hostIP] });
  return createNamed(
    runtime,
    dockerName(identity, spec.name, attempt),
    appContainer({
      agentId,
      pod,
      container: spec,
      attempt,
      sandboxId: await sandboxId,
      imageName,
      imageUser: details.Config.User,
      environment: variables,
      mounts: await mountsOf(input, variables),
      targetContainerId: target === undefined ? undefined : latest(view.pod(identity.uid), target)?.id,
      cgroupParent: cgroups.parentOf(pod),
      memoryCapacityBytes: place.memoryCapacityBytes,
      oomMayBeNegative: place.oomMayBeNegative,
      pidsMax: place.pidsMax,
      seccompProfile: (profile) => readSeccompProfile(place.seccompDir, profile),
    }),
  );
}

/** Whether a variable shows the pod's address. */
function needsPodIP({ env = [] }: AnyContainer): boolean {
  return env.some(({ valueFrom }) => valueFrom?.fieldRef?.fieldPath?.startsWith("status.podIP") === true);
}

async function mountsOf(
  { runtime, pod, container, attempt }: StartInput,
  variables: readonly EnvironmentVariable[],
): Promise<Mount[]> {
  const { files, volumes } = runtime;
  const { spec } = container;
  const { uid } = identityOf(pod);
  const mounts = [...(await volumes.mountsFor(pod, spec, variables))];
  const has = (target: string) => mounts.some(({ Target }) => Target === target);
  const bind = (Source: string, Target: string, ReadOnly = false) => {
    if (!has(Target)) mounts.push({ Type: "bind", Source, Target, ReadOnly });
  };
  bind(files.hosts(uid), "/etc/hosts");
  bind(files.resolvConf(uid), "/etc/resolv.conf");
  const messagePath = spec.terminationMessagePath;
  if (messagePath) bind(await files.makeTerminationMessage(uid, spec.name, attempt), messagePath);
  return mounts;
}

/** Starts the process. Throws StartProblem. */
export async function runContainer(input: StartInput, id: string): Promise<void> {
  const { runtime, pod, container } = input;
  const { docker, view, events } = runtime;
  try {
    await startInDocker(docker, id);
  } catch (error) {
    await view.refresh(id).catch(() => undefined);
    const message = isDaemonError(error) ? `Error response from daemon: ${textOf(error)}` : textOf(error);
    const full = `failed to start container ${JSON.stringify(container.spec.name)}: ${message}`;
    throw tell(input, new StartProblem("RunContainerError", full));
  }
  events.record(pod, "Normal", "Started", "Container started", container.spec.name);
}

function isDaemonError(error: unknown): error is DockerError {
  const type = failureType(error);
  return type !== undefined && type !== "unreachable" && type !== "timed-out";
}

function tell({ runtime, pod, container }: StartInput, problem: StartProblem): StartProblem {
  runtime.events.record(pod, "Warning", "Failed", `Error: ${problem.message}`, container.spec.name);
  return problem;
}

/** The grace that a container killed on its way up gets. */
export function ordinaryGraceSeconds(pod: Pod): number {
  return specOf(pod).terminationGracePeriodSeconds ?? 30;
}
