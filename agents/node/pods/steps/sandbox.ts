// Makes, starts and stops the container that holds a pod's namespaces.
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import { startContainer } from "../../docker/start-container.ts";
import { stopContainer } from "../../docker/stop-container.ts";
import { dockerName, sandboxContainer } from "../container/container-name.ts";
import { sandbox } from "../container/sandbox.ts";
import type { ReadySandbox } from "../hooks/pod-hook.ts";
import { SANDBOX_GRACE_SECONDS } from "../limits.ts";
import { identityOf } from "../pod-parts.ts";
import type { PodRuntime } from "../runtime.ts";
import { createNamed } from "./create-named.ts";
import { readSeccompProfile } from "./seccomp-profile.ts";
import { StartProblem } from "./start-problem.ts";

/** Its id. Not yet running: containers that share it can be made meanwhile. */
export async function makeSandbox(runtime: PodRuntime, pod: Pod, attempt: number): Promise<string> {
  try {
    return await createSandbox(runtime, pod, attempt);
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    runtime.log.warn("the sandboxes' image has gone and is made again", { error: error.message });
    await runtime.restorePause();
    return await createSandbox(runtime, pod, attempt);
  }
}

function createSandbox(runtime: PodRuntime, pod: Pod, attempt: number): Promise<string> {
  const { agentId, place, cgroups } = runtime;
  const spec = sandbox({
    agentId,
    pod,
    attempt,
    pauseImage: place.pauseImage,
    clusterDomain: place.clusterDns.domain,
    cgroupParent: cgroups.parentOf(pod),
    oomMayBeNegative: place.oomMayBeNegative,
    seccompProfile: (name) => readSeccompProfile(place.seccompDir, name),
  });
  return createNamed(runtime, dockerName(identityOf(pod), sandboxContainer, attempt), spec);
}

export async function startSandbox(runtime: PodRuntime, pod: Pod, id: string): Promise<ReadySandbox> {
  await startContainer(runtime.docker, id);
  const running = await runtime.view.refresh(id);
  if (running?.state !== "running") throw new Error("the sandbox has ended at once");
  return readySandbox(runtime, pod, id, running.pid);
}

/** Tells the hooks of a running sandbox: also of one that an earlier agent has started. */
export async function readySandbox(runtime: PodRuntime, pod: Pod, id: string, pid: number): Promise<ReadySandbox> {
  let ready: ReadySandbox = { id, pid, podIP: "" };
  for (const hook of runtime.hooks) {
    const podIP = await hook.sandboxReady?.(pod, ready);
    if (podIP !== undefined) ready = { ...ready, podIP };
  }
  return ready;
}

/** Fine when it has stopped already. */
export async function stopSandbox(runtime: PodRuntime, id: string): Promise<void> {
  await stopContainer(runtime.docker, id, { graceSeconds: SANDBOX_GRACE_SECONDS });
  await runtime.view.refresh(id);
}
