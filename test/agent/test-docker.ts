// The Docker daemon of this machine, for tests: whether it answers, an image to run, and a label to clean up by.
import { existsSync, readFileSync } from "node:fs";
import { connectDocker, type Docker } from "../../agents/node/docker/client.ts";
import { daemonVersion } from "../../agents/node/docker/daemon-info.ts";
import { importImage } from "../../agents/node/docker/import-image.ts";
import { inspectImage } from "../../agents/node/docker/inspect-image.ts";
import { listContainers } from "../../agents/node/docker/list-containers.ts";
import { removeContainer } from "../../agents/node/docker/remove-container.ts";
import { type TarEntry, tarArchive } from "../../agents/node/images/tar-archive.ts";
import { systemTimers } from "../../src/platform/node/timers.ts";

export const testSocket = process.env["SKERRY_TEST_DOCKER"] ?? "/var/run/docker.sock";
export const busyboxImage = "skerry-test/busybox:1";
const busyboxPath = ["/bin/busybox", "/usr/bin/busybox"].find((path) => existsSync(path));
/** Applets that the tests and the image's users call by name. */
const applets =
  "sh cat echo sleep true false ls id env head tail wc grep sed touch mkdir rm cp mv ln stat chmod hostname"
    .split(" ")
    .concat(
      "ip ps kill nc wget httpd mount df date test seq tr cut sort dd yes printf trap nslookup stty tty tar".split(" "),
    );

export function testDocker(socketPath = testSocket): Docker {
  return connectDocker({ socket: socketPath, timers: systemTimers });
}

/** Undefined when tests may use Docker, else why not. */
export async function whyNoDocker(): Promise<string | undefined> {
  if (busyboxPath === undefined) return "no static busybox on this machine";
  const docker = testDocker();
  try {
    await daemonVersion(docker);
    return undefined;
  } catch (error) {
    return `no Docker on ${testSocket}: ${String(error)}`;
  } finally {
    docker.close();
  }
}

/** Makes `busyboxImage` from this machine's busybox, once. */
export async function ensureBusybox(docker: Docker): Promise<void> {
  if ((await inspectImage(docker, busyboxImage)) !== undefined) return;
  const entries: TarEntry[] = [
    ...["bin", "etc", "root", "var", "proc", "sys", "dev"].map(
      (path) => ({ type: "directory", path, mode: 0o755 }) as const,
    ),
    { type: "directory", path: "tmp", mode: 0o1777 },
    { type: "file", path: "bin/busybox", mode: 0o755, bytes: readFileSync(busyboxPath as string) },
    ...applets.map((name) => ({ type: "symlink", path: `bin/${name}`, target: "/bin/busybox" }) as const),
    {
      type: "file",
      path: "etc/passwd",
      mode: 0o644,
      bytes: Buffer.from("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n"),
    },
    { type: "file", path: "etc/group", mode: 0o644, bytes: Buffer.from("root:x:0:\nnogroup:x:65534:\n") },
  ];
  const [repository = "", tag = ""] = busyboxImage.split(":");
  await importImage(docker, { repository, tag, changes: ['CMD ["sh"]', "ENV PATH=/bin"], tar: tarArchive(entries) });
}

/** Removes every container with this label. */
export async function removeLabelled(docker: Docker, label: string): Promise<void> {
  const containers = await listContainers(docker, { labels: [label] });
  await Promise.all(containers.map(({ Id }) => removeContainer(docker, Id, { force: true })));
}
