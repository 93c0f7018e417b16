// A path of this host.
// Kubernetes: pkg/volume/hostpath/host_path.go checkTypeInternal

import type { Stats } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import type { Volume } from "../../../src/kinds/facts/types.gen.ts";
import { VolumeProblem, type VolumeType } from "./volume-type.ts";

export const hostPathVolume: VolumeType = {
  field: "hostPath",
  isContent: false,
  pathOf: (_pod, volume) => pathOf(volume),
  async setUp(_pod, volume) {
    const path = pathOf(volume);
    if (!path.startsWith("/")) throw new VolumeProblem(`invalid HostPath ${JSON.stringify(path)}: must be absolute`);
    if (path.split("/").includes("..")) throw new VolumeProblem(`invalid HostPath \`${path}\`: must not contain '..'`);
    await checkType(path, volume.hostPath?.type ?? "");
  },
};

function pathOf(volume: Volume): string {
  return volume.hostPath?.path ?? "";
}

async function checkType(path: string, type: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined && (type === "" || type === "DirectoryOrCreate")) {
    // With no type nothing is asked for; a runtime then makes what it is to mount.
    await mkdir(path, { recursive: true, mode: 0o755 });
    return;
  }
  if (found === undefined && type === "FileOrCreate") {
    await (await open(path, "a", 0o644)).close();
    return;
  }
  if (type === "") return;
  const check = checks[type];
  if (check === undefined) throw new VolumeProblem(`${type} is an invalid volume type`);
  if (found === undefined || !check.is(found)) {
    throw new VolumeProblem(`hostPath type check failed: ${path} is not a ${check.name}`);
  }
}

interface Check {
  readonly name: string;
  is(found: Stats): boolean;
}

const directory: Check = { name: "directory", is: (found) => found.isDirectory() };
const file: Check = { name: "file", is: (found) => found.isFile() };
const checks: Readonly<Record<string, Check>> = {
  Directory: directory,
  DirectoryOrCreate: directory,
  File: file,
  FileOrCreate: file,
  Socket: { name: "socket file", is: (found) => found.isSocket() },
  CharDevice: { name: "character device", is: (found) => found.isCharacterDevice() },
  BlockDevice: { name: "block device", is: (found) => found.isBlockDevice() },
};
