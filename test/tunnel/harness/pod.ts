// A pod made by hand of plain Docker calls: a sandbox and containers, labelled as the agent labels its own.
import type { Docker } from "../../../agents/node/docker/client.ts";
import type { ContainerSpec } from "../../../agents/node/docker/container-spec.ts";
import { createContainer } from "../../../agents/node/docker/create-container.ts";
import { daemonInfo } from "../../../agents/node/docker/daemon-info.ts";
import { startContainer } from "../../../agents/node/docker/start-container.ts";
import { ensurePauseImage } from "../../../agents/node/images/pause-image.ts";
import { busyboxImage, ensureBusybox, removeLabelled } from "../../agent/test-docker.ts";

export interface HandMadePod {
  readonly ref: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly label: string;
  /** Adds a container; the attempt counts its restarts. Answers its id. */
  run(container: string, command: readonly string[], more?: RunOptions): Promise<string>;
  remove(): Promise<void>;
}

export interface RunOptions {
  readonly attempt?: number;
  readonly tty?: boolean;
  readonly stdin?: boolean;
}

export async function makePod(docker: Docker, name: string): Promise<HandMadePod> {
  await ensureBusybox(docker);
  const uid = `link-test-${name}-${process.pid}`;
  const label = `dev.skerry.test.link=${uid}`;
  const labels = (type: string, container: string) => ({
    "dev.skerry.test.link": uid,
    "io.kubernetes.docker.type": type,
    "io.kubernetes.pod.uid": uid,
    "io.kubernetes.container.name": container,
  });

  async function start(containerName: string, spec: ContainerSpec): Promise<string> {
    const creation = await createContainer(docker, containerName, spec);
    if (creation.type !== "created") throw new Error(`${containerName}: ${creation.type}`);
    await startContainer(docker, creation.id);
    return creation.id;
  }

  const image = await ensurePauseImage(docker, (await daemonInfo(docker)).Architecture);
  const sandbox = await start(`k8s_POD_${uid}_0`, {
    Image: image,
    Labels: labels("podsandbox", "POD"),
    HostConfig: {
      NetworkMode: "none",
      IpcMode: "shareable",
      // Docker turns it off, so that there would be no ::1.
      Sysctls: { "net.ipv6.conf.all.disable_ipv6": "0" },
    },
  });
  return {
    ref: { namespace: "default", name, uid },
    label,
    run: (container, command, { attempt = 0, tty = false, stdin = false } = {}) =>
      start(`k8s_${container}_${uid}_${attempt}`, {
        Image: busyboxImage,
        Cmd: command,
        Tty: tty,
        OpenStdin: stdin,
        Labels: labels("container", container),
        HostConfig: { NetworkMode: `container:${sandbox}`, IpcMode: `container:${sandbox}` },
      }),
    remove: () => removeLabelled(docker, label),
  };
}
