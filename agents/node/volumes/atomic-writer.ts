// Writes the files of a volume so that whoever reads them sees all the old or all the new: they lie in a folder of
// their own, which one link leads to, and that link is replaced at once.
// Kubernetes: pkg/volume/util/atomic_writer.go
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { cleanPayload, type Payload } from "./payload.ts";

const dataLink = "..data";
const nextDataLink = "..data_tmp";

export interface WriteOptions {
  /** When: it goes into a folder's name, for people. */
  readonly nowMs: number;
  /** Gives the new files, which nobody sees yet, to whom they belong. */
  own(folder: string): Promise<void>;
}

/** False when everything was so already. Throws PayloadError, and what the disk throws. */
export async function writePayload(folder: string, payload: Payload, options: WriteOptions): Promise<boolean> {
  const files = cleanPayload(payload);
  const current = await readlink(join(folder, dataLink)).catch(() => undefined);
  const isSame = current !== undefined && (await holds(join(folder, current), files));
  const made = isSame ? current : await makeFolder(folder, files, options);
  if (!isSame) {
    await rm(join(folder, nextDataLink), { force: true });
    await symlink(made, join(folder, nextDataLink));
    await rename(join(folder, nextDataLink), join(folder, dataLink));
  }
  // Also when nothing is new: an earlier life may have ended between that link and these.
  await linkVisible(folder, new Set([...files.keys()].map(firstSegment)));
  await dropStale(folder, made);
  return !isSame;
}

/** Whether something was ever written there. */
export async function hasPayload(folder: string): Promise<boolean> {
  const link = await readlink(join(folder, dataLink)).catch(() => undefined);
  return link !== undefined;
}

async function holds(folder: string, files: Payload): Promise<boolean> {
  const paths = await pathsWithin(folder).catch(() => undefined);
  if (paths === undefined || paths.length !== files.size) return false;
  for (const path of paths) {
    const file = files.get(path);
    if (file === undefined || !(await readFile(join(folder, path))).equals(file.bytes)) return false;
  }
  return true;
}

async function pathsWithin(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

async function makeFolder(folder: string, files: Payload, { nowMs, own }: WriteOptions): Promise<string> {
  const made = await mkdtemp(join(folder, `..${stamp(nowMs)}.`));
  await chmod(made, 0o755);
  const folders = new Set<string>();
  for (const [path, { bytes, mode, uid }] of files) {
    const place = join(made, path);
    if (dirname(path) !== ".") await makeParents(made, dirname(path), folders);
    await writeFile(place, bytes, { mode: 0o600 });
    if (uid !== undefined) await chown(place, uid, 0);
    // Whatever the umask says.
    await chmod(place, mode);
  }
  await own(made);
  return made.slice(folder.length + 1);
}

async function makeParents(root: string, path: string, done: Set<string>): Promise<void> {
  let at = root;
  for (const segment of path.split("/")) {
    at = join(at, segment);
    if (done.has(at)) continue;
    await mkdir(at);
    await chmod(at, 0o755);
    done.add(at);
  }
}

async function linkVisible(folder: string, names: ReadonlySet<string>): Promise<void> {
  const there = new Set(await readdir(folder));
  for (const name of names) if (!there.has(name)) await symlink(join(dataLink, name), join(folder, name));
  for (const name of there)
    if (!name.startsWith("..") && !names.has(name)) await rm(join(folder, name), { force: true });
}

/** Older contents, and what a write that did not end has left. */
async function dropStale(folder: string, current: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const isOld = name.startsWith("..") && name !== current && name !== dataLink;
    if (isOld) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function firstSegment(path: string): string {
  return path.split("/")[0] ?? "";
}

/** "2026_01_31_12_00_59" */
function stamp(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 19).replace(/[-:T]/g, "_");
}
