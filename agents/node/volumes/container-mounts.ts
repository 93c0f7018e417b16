// Where a pod's volumes appear in one of its containers.
// Kubernetes: pkg/kubelet/kubelet_pods.go makeMounts
import { realpath } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { Pod, VolumeMount } from "../../../src/kinds/facts/types.gen.ts";
import type { Mount } from "../docker/container-spec.ts";
import { expandWith } from "../env/expand.ts";
import { goQuote } from "../env/go-quote.ts";
import { type AnyContainer, ConfigError, type EnvironmentVariable } from "../pods/collaborators.ts";
import { identityOf, specOf } from "../pods/pod-parts.ts";
import { typeOf } from "./all.ts";
import { type MountEntry, mountOf } from "./mount-table.ts";
import { holdSubPath } from "./sub-path.ts";
import type { VolumeParts, VolumeType } from "./volume-type.ts";

export interface ContainerMountsInput {
  readonly parts: VolumeParts;
  readonly types: readonly VolumeType[];
  readonly pod: Pod;
  readonly container: AnyContainer;
  /** What subPathExpr may name. */
  readonly variables: readonly EnvironmentVariable[];
}

/** The volumes are ready. Throws ConfigError. */
export async function containerMounts(input: ContainerMountsInput): Promise<Mount[]> {
  const mounts: Mount[] = [];
  // One after the other: two may be parts of one volume, and the second of the first.
  for (const [index, mount] of (input.container.volumeMounts ?? []).entries()) {
    mounts.push(await containerMount(input, mount, index));
  }
  return mounts;
}

async function containerMount(input: ContainerMountsInput, mount: VolumeMount, index: number): Promise<Mount> {
  const { types, pod, container, parts } = input;
  const volume = specOf(pod).volumes?.find(({ name }) => name === mount.name);
  if (volume === undefined) {
    throw new ConfigError(
      `cannot find volume ${goQuote(mount.name)} to mount into container ${goQuote(container.name)}`,
    );
  }
  if (mount.recursiveReadOnly === "Enabled") {
    throw new ConfigError(
      `volume ${goQuote(mount.name)} requested recursive read-only mode, but it is not supported by this node`,
    );
  }
  const type = typeOf(types, volume);
  const whole = type.pathOf(pod, volume);
  const path = subPathOf(mount, input.variables);
  const source = path === "" ? whole : await heldPart(input, { mount, index, whole, path });
  const propagation = await propagationOf(mount, source, () => parts.mounts.table());
  return {
    Type: "bind",
    Source: source,
    Target: isAbsolute(mount.mountPath) ? mount.mountPath : join("/", mount.mountPath),
    ReadOnly: mount.readOnly === true || type.isContent,
    ...(propagation === undefined ? {} : { BindOptions: { Propagation: propagation } }),
  };
}

/** "" for the whole volume. Throws ConfigError. */
export function subPathOf(
  { subPath = "", subPathExpr = "" }: VolumeMount,
  variables: readonly EnvironmentVariable[],
): string {
  const path = subPathExpr === "" ? subPath : expandedPath(subPathExpr, variables);
  if (path === "") return "";
  if (isAbsolute(path)) throw new ConfigError(`error SubPath \`${path}\` must not be an absolute path`);
  if (path.split("/").includes("..")) {
    throw new ConfigError(`unable to provision SubPath \`${path}\`: must not contain '..'`);
  }
  return path;
}

/** Kubernetes: pkg/kubelet/container/helpers.go ExpandContainerVolumeMounts */
function expandedPath(expression: string, variables: readonly EnvironmentVariable[]): string {
  const values = new Map(variables.map(({ name, value }) => [name, value]));
  return expandWith(expression, (name) => {
    const value = values.get(name);
    // An empty one would mount the whole volume.
    if (value === undefined || value === "") throw new ConfigError(`missing value for ${goQuote(name)}`);
    return value;
  });
}

interface Part {
  readonly mount: VolumeMount;
  readonly index: number;
  readonly whole: string;
  readonly path: string;
}

async function heldPart(
  { parts, pod, container }: ContainerMountsInput,
  { mount, index, whole, path }: Part,
): Promise<string> {
  const rights = await parts.mountRights();
  if (rights.type === "unusable") throw new ConfigError(`subPath can't be had: ${rights.reason}`);
  const root = subPathsOf(parts.files.folder(identityOf(pod).uid));
  const target = join(root, mount.name, container.name, String(index));
  try {
    await holdSubPath({ mounts: parts.mounts, volume: whole, path, target });
    return target;
  } catch (error) {
    const which = `failed to prepare subPath for volumeMount ${goQuote(mount.name)} of container ${goQuote(container.name)}`;
    throw new ConfigError(`${which}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Parts of a pod's volumes that are held, below the pod's own folder. */
export function subPathsOf(podFolder: string): string {
  return join(podFolder, "volume-subpaths");
}

/** Undefined: Docker's own, which is none. Throws ConfigError where the host can't give it. */
async function propagationOf(
  { mountPropagation = "None", name }: VolumeMount,
  source: string,
  table: () => Promise<readonly MountEntry[]>,
): Promise<string | undefined> {
  if (mountPropagation === "None") return undefined;
  const on = mountOf(await table(), await realpath(source));
  const wants = mountPropagation === "Bidirectional" ? "rshared" : "rslave";
  const has = on?.shared === true || (wants === "rslave" && on?.slave === true);
  if (has) return wants;
  throw new ConfigError(
    `volume ${goQuote(name)}: mountPropagation ${mountPropagation} can't be had: ${source} is on ${on?.mountPoint ?? "/"}, which is not a shared mount`,
  );
}
