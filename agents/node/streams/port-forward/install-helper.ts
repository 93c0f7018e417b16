// Puts the program that joins a pod's port to stdin and stdout on this host, so that no container is needed to run it.
import { createHash } from "node:crypto";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pauseBinaries } from "../../images/pause/pause-binaries.gen.ts";

const architectures: Readonly<Record<string, keyof typeof pauseBinaries>> = { x64: "amd64", arm64: "arm64" };

/** Its path; undefined when there is none for this processor. Safe to repeat, and beside another agent. Throws when `directory` can't be written. */
export async function installHelper(directory: string): Promise<string | undefined> {
  const architecture = architectures[process.arch];
  if (architecture === undefined) return undefined;
  const bytes = Buffer.from(pauseBinaries[architecture], "base64");
  // The name tells the content: a newer agent brings its own.
  const path = join(directory, `port-forward-${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}`);
  const present = await stat(path).catch(() => undefined);
  if (present?.size === bytes.length) return path;
  await mkdir(directory, { recursive: true });
  // Whole, or not there.
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, bytes, { mode: 0o755 });
  await rename(fresh, path);
  return path;
}
