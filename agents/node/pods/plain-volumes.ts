// Volumes that are folders of this host: emptyDir and hostPath.
import { chmod, chown, mkdir, rm, stat } from "node:fs/promises";
import { join, normalize } from "node:path";
import type { Pod, Volume } from "../../../src/kinds/facts/types.gen.ts";
import { ConfigError, type Volumes, VolumesNotReady } from "./collaborators.ts";
import type { PodFiles } from "./pod-files.ts";
import { identityOf, specOf } from "./pod-parts.ts";

/** Refuses by name what it doesn't have. */
export function plainVolumes(files: PodFiles): Volumes {
  function emptyDir(uid: string, name: string): string {
    return join(files.volumes(uid), "kubernetes.io~empty-dir", name);
  }

  function sourceOf(uid: string, volume: Volume): string {
    if (volume.hostPath !== undefined) return volume.hostPath.path;
    return emptyDir(uid, volume.name);
  }

  async function prepareOne(pod: Pod, volume: Volume): Promise<void> {
    const { uid } = identityOf(pod);
    if (volume.hostPath !== undefined) return checkHostPath(volume.hostPath, volume.name);
    if (volume.emptyDir === undefined) throw new VolumesNotReady("not supported by this agent", volume.name);
    const path = emptyDir(uid, volume.name);
    await mkdir(path, { recursive: true });
    await chmod(path, 0o777);
    const { fsGroup } = specOf(pod).securityContext ?? {};
    if (fsGroup === undefined) return;
    await chown(path, 0, fsGroup);
    await chmod(path, 0o2777);
  }

  return {
    async prepare(pod) {
      for (const volume of specOf(pod).volumes ?? []) await prepareOne(pod, volume);
    },
    async mountsFor(pod, container) {
      const { uid } = identityOf(pod);
      return (container.volumeMounts ?? []).map(({ name, mountPath, readOnly, subPath }) => {
        const volume = specOf(pod).volumes?.find((one) => one.name === name);
        if (volume === undefined) throw new ConfigError(`no volume named ${JSON.stringify(name)}`);
        if (subPath) throw new ConfigError("subPath is not supported by this agent");
        return { Type: "bind", Source: sourceOf(uid, volume), Target: mountPath, ReadOnly: readOnly ?? false };
      });
    },
    async teardown(podUid) {
      await rm(files.volumes(podUid), { recursive: true, force: true });
    },
  };
}

/** Kubernetes: pkg/volume/hostpath/host_path.go checkType */
async function checkHostPath({ path, type = "" }: { path: string; type?: string }, volume: string): Promise<void> {
  const found = await stat(normalize(path)).catch(() => undefined);
  if (found === undefined && (type === "DirectoryOrCreate" || type === "")) {
    await mkdir(path, { recursive: true, mode: 0o755 });
    return;
  }
  const isFine =
    type === "" ||
    (found?.isDirectory() === true && type.startsWith("Directory")) ||
    (found?.isFile() === true && type.startsWith("File")) ||
    (found?.isSocket() === true && type === "Socket");
  if (!isFine) throw new VolumesNotReady(`hostPath type check failed: ${path} is not a ${type.toLowerCase()}`, volume);
}
