// Gives a volume's files to the pod's group.
// Kubernetes: pkg/volume/volume_linux.go changeFilePermission
import { chmod, lchown, lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { OWNERSHIP_FILES_AT_ONCE } from "./limits.ts";

export interface GroupOptions {
  readonly gid: number;
  /** The group may only read. */
  readonly readOnly: boolean;
}

const folderBits = 0o2110;

/** Permission bits after the group has got its own. */
export function groupMode(mode: number, isFolder: boolean, readOnly: boolean): number {
  return (mode & 0o7777) | (readOnly ? 0o440 : 0o660) | (isFolder ? folderBits : 0);
}

/** `path` and everything below it; links themselves, not what they lead to. */
export async function giveToGroup(path: string, options: GroupOptions): Promise<void> {
  const stats = await lstat(path);
  await lchown(path, stats.uid, options.gid);
  if (stats.isSymbolicLink()) return;
  await chmod(path, groupMode(stats.mode, stats.isDirectory(), options.readOnly));
  if (!stats.isDirectory()) return;
  const names = await readdir(path);
  for (let start = 0; start < names.length; start += OWNERSHIP_FILES_AT_ONCE) {
    const some = names.slice(start, start + OWNERSHIP_FILES_AT_ONCE);
    await Promise.all(some.map((name) => giveToGroup(join(path, name), options)));
  }
}
