// Puts the program that joins a pod's port to stdin and stdout on this host, so that no container is needed to run it.
import { createHash } from "node:crypto";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pauseProgram } from "../../images/pause-image.ts";

/** Its path. Safe to repeat, and beside another agent. Throws when `directory` can't be written, or there is no program for this processor. */
export async function installHelper(directory: string): Promise<string> {
  const bytes = pauseProgram(process.arch === "x64" ? "amd64" : process.arch);
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
