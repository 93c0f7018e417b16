// The image of every pod's first process: made on the spot, without a registry.
import { createHash } from "node:crypto";
import type { Docker } from "../docker/client.ts";
import { importImage } from "../docker/import-image.ts";
import { inspectImage } from "../docker/inspect-image.ts";
import { pauseBinaries } from "./pause/pause-binaries.gen.ts";
import { tarArchive } from "./tar-archive.ts";

/** In the sandbox: joins stdin and stdout to a port of the pod, also one that listens on localhost only. */
export function portForwardCommand(port: number): readonly string[] {
  return ["/pause", "forward", String(port)];
}

/** Docker's names of processors, to the ones that programs exist for. */
const architectures: Readonly<Record<string, keyof typeof pauseBinaries>> = {
  x86_64: "amd64",
  amd64: "amd64",
  aarch64: "arm64",
  arm64: "arm64",
};

/** The program itself, for a host of that processor (as Docker's info names it). Throws when there is none. */
export function pauseProgram(architecture: string): Uint8Array {
  const known = architectures[architecture];
  if (known === undefined) throw new Error(`no pause program for ${architecture}: build one (images/pause/build.ts)`);
  return Buffer.from(pauseBinaries[known], "base64");
}

/** Makes the image unless it is here; answers its name. Throws for a processor without a program. */
export async function ensurePauseImage(docker: Docker, architecture: string): Promise<string> {
  const bytes = pauseProgram(architecture);
  // The name tells the content: a new program is a new image, and an old pod keeps its own.
  const tag = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const repository = "skerry/pause";
  const name = `${repository}:${tag}`;
  if ((await inspectImage(docker, name)) !== undefined) return name;
  const tar = tarArchive([{ type: "file", path: "pause", mode: 0o755, bytes }]);
  await importImage(docker, { repository, tag, tar, changes: ['ENTRYPOINT ["/pause"]', "USER 65535:65535"] });
  return name;
}
