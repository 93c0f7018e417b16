// Whether what this agent mounts can be used: it needs the right to mount, and a Docker that sees its mounts.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mountsWithin } from "./mount-table.ts";
import { MountError, type Mounts } from "./mounts.ts";

export type MountRights =
  | { readonly type: "usable" }
  /** `reason`: for people. */
  | { readonly type: "unusable"; readonly reason: string };

/** Tried once, in a folder of its own below `folder`. `sees(path)`: whether Docker finds that file. Throws what `sees` throws. */
export async function tryMounting(
  mounts: Mounts,
  folder: string,
  sees: (path: string) => Promise<boolean>,
): Promise<MountRights> {
  const place = join(folder, "mount-trial");
  await mounts.unmountWithin(place);
  await mkdir(place, { recursive: true, mode: 0o700 });
  try {
    await mounts.tmpfs(place, { size: "64k", mode: 0o700 });
    if (mountsWithin(await mounts.table(), place).length === 0) {
      return { type: "unusable", reason: "mounts don't appear in this agent's own file system" };
    }
    const marker = join(place, "marker");
    await writeFile(marker, "");
    if (await sees(marker)) return { type: "usable" };
    return { type: "unusable", reason: "Docker does not see this agent's mounts: they need a shared propagation" };
  } catch (error) {
    if (!(error instanceof MountError)) throw error;
    return { type: "unusable", reason: `this agent may not mount (CAP_SYS_ADMIN): ${error.message}` };
  } finally {
    await mounts.unmountWithin(place);
    await rm(place, { recursive: true, force: true });
  }
}
