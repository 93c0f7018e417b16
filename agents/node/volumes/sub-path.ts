// A part of a volume for one container: held fast by a mount of our own, since whoever writes in the volume could make
// its path lead elsewhere before Docker follows it.
// Kubernetes: pkg/volume/util/subpath/subpath_linux.go doBindSubPath

import type { FileHandle } from "node:fs/promises";
import { mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { mountsWithin } from "./mount-table.ts";
import type { Mounts } from "./mounts.ts";
import { openOrMakeWithin } from "./open-within.ts";

export interface SubPath {
  readonly mounts: Mounts;
  /** The volume, on this host. */
  readonly volume: string;
  /** Relative, without "..". */
  readonly path: string;
  /** Where it is held: a path that only this agent writes to. */
  readonly target: string;
}

/** Folders on the way that are missing are made like the volume's own. Throws OutsideError, MountError, and what the disk throws. */
export async function holdSubPath({ mounts, volume, path, target }: SubPath): Promise<void> {
  const { mode } = await stat(volume);
  const found = await openOrMakeWithin(volume, path, mode & 0o7777);
  try {
    const isMounted = mountsWithin(await mounts.table(), target).includes(target);
    if (isMounted && (await isSame(found, target))) return;
    // Of an earlier start, and of what was there then.
    if (isMounted) await mounts.unmountWithin(target);
    await makeTarget(target, (await found.stat()).isDirectory());
    await mounts.bind(found.fd, target);
  } finally {
    await found.close();
  }
}

async function isSame(found: FileHandle, target: string): Promise<boolean> {
  const [one, other] = await Promise.all([found.stat(), stat(target)]);
  return one.dev === other.dev && one.ino === other.ino;
}

/** Mounts go onto something of their own kind. */
async function makeTarget(target: string, isFolder: boolean): Promise<void> {
  if (isFolder) {
    await mkdir(target, { recursive: true, mode: 0o750 });
    return;
  }
  await mkdir(dirname(target), { recursive: true, mode: 0o750 });
  await (await open(target, "a", 0o640)).close();
}
