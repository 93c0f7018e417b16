// The containers of a pod, made by plain calls to Docker: what a pod's start is measured against.
import { connectDocker, type Docker } from "../../agents/node/docker/client.ts";
import type { ContainerSpec } from "../../agents/node/docker/container-spec.ts";
import { createContainer } from "../../agents/node/docker/create-container.ts";
import { daemonInfo } from "../../agents/node/docker/daemon-info.ts";
import { removeContainer } from "../../agents/node/docker/remove-container.ts";
import { startContainer } from "../../agents/node/docker/start-container.ts";
import { ensurePauseImage } from "../../agents/node/images/pause-image.ts";
import { dockerSocket, isListening } from "../../src/cli/up/docker-engine.ts";
import { systemTimers } from "../../src/platform/node/timers.ts";

export interface PlainDocker {
  /** One that does nothing, and is on this machine. */
  readonly image: string;
  /** Makes and starts a pod's two containers, and removes them; answers how long the making took. */
  startMs(name: string): Promise<number>;
  close(): void;
}

/** Undefined when no Docker engine answers on this machine. */
export async function plainDocker(): Promise<PlainDocker | undefined> {
  const socket = dockerSocket(process.env);
  if (!(await isListening(socket))) return undefined;
  const docker = connectDocker({ socket, timers: systemTimers });
  const { Architecture: architecture } = await daemonInfo(docker);
  const image = await ensurePauseImage(docker, architecture);
  return { image, startMs: (name) => timedStart(docker, image, name), close: () => docker.close() };
}

async function timedStart(docker: Docker, image: string, name: string): Promise<number> {
  const made: string[] = [];
  async function run(suffix: string, spec: ContainerSpec): Promise<string> {
    const creation = await createContainer(docker, `${name}-${suffix}`, spec);
    if (creation.type !== "created") throw new Error(`${name}: ${creation.message}`);
    made.push(creation.id);
    await startContainer(docker, creation.id);
    return creation.id;
  }
  try {
    const startMs = performance.now();
    const sandbox = await run("sandbox", { Image: image, HostConfig: { NetworkMode: "none", IpcMode: "shareable" } });
    const joined = `container:${sandbox}`;
    await run("app", { Image: image, HostConfig: { NetworkMode: joined, IpcMode: joined } });
    return performance.now() - startMs;
  } finally {
    for (const id of made.reverse()) await removeContainer(docker, id, { force: true });
  }
}
