// Opens a path below a folder that somebody else may be changing at the same time, without ever leaving that folder.
// Kubernetes: pkg/volume/util/subpath/subpath_linux.go doSafeOpen, doSafeMakeDir (CVE-2017-1002101, CVE-2021-25741)
import { constants } from "node:fs";
import { chmod, type FileHandle, mkdir, open, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { isWithin } from "./mount-table.ts";

/** A handle that stands for a file without reading it. Linux: open(2) O_PATH */
const O_PATH = 0o10000000;
const asPlace = O_PATH | constants.O_NOFOLLOW;

export class OutsideError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "OutsideError";
  }
}

/**
 * What `path`, relative to `folder`, leads to, links within the folder followed. The caller closes it.
 * Throws OutsideError when it leads out, or changes while it is looked at; ENOENT when there is nothing.
 */
export async function openWithin(folder: string, path: string): Promise<FileHandle> {
  if (path.split("/").includes("..")) throw stepBack();
  const root = await realpath(folder);
  const target = await realpath(join(root, path));
  if (!isWithin(target, root)) throw new OutsideError(`subpath ${JSON.stringify(path)} not within volume path`);
  return walk(root, segmentsOf(relative(root, target)));
}

/** As `openWithin`; what is missing of the path is made: folders with these permission bits. */
export async function openOrMakeWithin(folder: string, path: string, mode: number): Promise<FileHandle> {
  try {
    return await openWithin(folder, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const segments = segmentsOf(path);
  const there = await countExisting(folder, segments);
  let at = await openWithin(folder, segments.slice(0, there).join("/"));
  for (const segment of segments.slice(there)) {
    const next = await makeIn(at, segment, mode).finally(() => at.close());
    at = next;
  }
  return at;
}

/** How many of the first segments lead somewhere. */
async function countExisting(folder: string, segments: readonly string[]): Promise<number> {
  const root = await realpath(folder);
  for (let count = segments.length; count > 0; count -= 1) {
    const found = await realpath(join(root, ...segments.slice(0, count))).catch(() => undefined);
    if (found !== undefined) return count;
  }
  return 0;
}

async function makeIn(parent: FileHandle, name: string, mode: number): Promise<FileHandle> {
  let isNew = true;
  await mkdir(childOf(parent, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
    isNew = false;
  });
  const made = await openChild(parent, name);
  // Whatever the umask says; through the handle, which can't become something else.
  if (isNew) await chmod(pathOfHandle(made), mode);
  return made;
}

/** One segment after the other, each opened in the one before and never as a link. */
async function walk(root: string, segments: readonly string[]): Promise<FileHandle> {
  let at = await open(root, asPlace);
  for (const segment of segments) {
    const next = await openChild(at, segment).finally(() => at.close());
    at = next;
  }
  return at;
}

async function openChild(parent: FileHandle, name: string): Promise<FileHandle> {
  const child = await open(childOf(parent, name), asPlace);
  if (!(await child.stat()).isSymbolicLink()) return child;
  await child.close();
  throw new OutsideError(`unexpected symlink found at ${JSON.stringify(name)}`);
}

function stepBack(): OutsideError {
  return new OutsideError("a path within a volume must not contain '..'");
}

/** The path of an open file whatever its name is by now: only good while the handle is open. */
export function pathOfHandle(handle: FileHandle): string {
  return `/proc/self/fd/${handle.fd}`;
}

function childOf(parent: FileHandle, name: string): string {
  return `${pathOfHandle(parent)}/${name}`;
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}
