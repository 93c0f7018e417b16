// The images that stories run, made on this machine: no registry takes part.
import { readFileSync } from "node:fs";
import { importImage } from "../../../agents/node/docker/import-image.ts";
import { inspectImage } from "../../../agents/node/docker/inspect-image.ts";
import { type TarEntry, tarArchive } from "../../../agents/node/images/tar-archive.ts";
import { busyboxImage, ensureBusybox, testDocker } from "../../agent/test-docker.ts";

/** A shell with busybox's commands; runs nothing by itself for long. */
export const shellImage = busyboxImage;

/**
 * A web server on port 8080: `/` answers the pod's name, `/version` the image's tag. It ends at once on SIGTERM, and
 * answers /ready only once the file /tmp/ready is there, which it makes when it starts.
 */
export const echoImage = "skerry-test/echo:1";
/** The same, of another version. */
export const nextEchoImage = "skerry-test/echo:2";

const serve = (version: string) => `#!/bin/sh
mkdir -p /tmp/www
hostname > /tmp/www/index.html
echo ${version} > /tmp/www/version
echo ok > /tmp/www/ready
echo "serving version ${version} as $(hostname)"
# A shell waits here, since a process with the number 1 only hears the signals that it asks for.
trap 'exit 0' TERM INT
httpd -f -v -p 8080 -h /tmp/www &
wait
`;

async function ensureEcho(reference: string): Promise<void> {
  const docker = testDocker();
  try {
    if ((await inspectImage(docker, reference)) !== undefined) return;
    const [repository = "", tag = ""] = reference.split(":");
    const busybox = readFileSync("/bin/busybox");
    const entries: TarEntry[] = [
      ...["bin", "etc", "proc", "sys", "dev"].map((path) => ({ type: "directory", path, mode: 0o755 }) as const),
      { type: "directory", path: "tmp", mode: 0o1777 },
      { type: "file", path: "bin/busybox", mode: 0o755, bytes: busybox },
      ...[
        "sh",
        "cat",
        "echo",
        "env",
        "hostname",
        "httpd",
        "ls",
        "mkdir",
        "sleep",
        "tar",
        "touch",
        "wget",
        "rm",
        "id",
      ].map((name) => ({ type: "symlink", path: `bin/${name}`, target: "/bin/busybox" }) as const),
      { type: "file", path: "bin/serve", mode: 0o755, bytes: Buffer.from(serve(tag)) },
      { type: "file", path: "etc/passwd", mode: 0o644, bytes: Buffer.from("root:x:0:0:root:/:/bin/sh\n") },
    ];
    const changes = ['ENTRYPOINT ["/bin/serve"]', "EXPOSE 8080", "ENV PATH=/bin"];
    await importImage(docker, { repository, tag, changes, tar: tarArchive(entries) });
  } finally {
    docker.close();
  }
}

/** Makes whatever is missing. */
export async function ensureImages(): Promise<void> {
  const docker = testDocker();
  await ensureBusybox(docker).finally(() => docker.close());
  for (const reference of [echoImage, nextEchoImage]) await ensureEcho(reference);
}
