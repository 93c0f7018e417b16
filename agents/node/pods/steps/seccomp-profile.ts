// Reads a seccomp profile that the node's owner has put on this host.
import { readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { ConfigError } from "../collaborators.ts";

/** Small files, read only when a container asks for one. Throws ConfigError when it isn't there, or isn't below the folder. */
export function readSeccompProfile(folder: string, name: string): string {
  const path = normalize(join(folder, name));
  if (!path.startsWith(`${normalize(folder)}/`))
    throw new ConfigError(`invalid seccomp profile ${JSON.stringify(name)}`);
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new ConfigError(`cannot load seccomp profile ${JSON.stringify(path)}`);
  }
}
