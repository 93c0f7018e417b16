// Several sources in one volume, in memory: ConfigMaps, Secrets, the pod's facts, a token of its service account.
// Kubernetes: pkg/volume/projected/projected.go collectData
import type { Pod, VolumeProjection } from "../../../src/kinds/facts/types.gen.ts";
import { effectiveSecurity } from "../pods/container/security.ts";
import { identityOf, specOf } from "../pods/pod-parts.ts";
import { contentVolume } from "./content-volume.ts";
import { downwardPayload, problemsText } from "./downward-api.ts";
import { keysPayload } from "./keys-payload.ts";
import { FILE_MODE_DEFAULT } from "./limits.ts";
import { isTemporary } from "./object-source.ts";
import { type Payload, PayloadError, type PayloadFile } from "./payload.ts";
import type { VolumeParts, VolumeType } from "./volume-type.ts";

export function projectedVolume(parts: VolumeParts): VolumeType {
  return contentVolume(parts, {
    field: "projected",
    folder: "kubernetes.io~projected",
    medium: "memory",
    async payload(pod, volume) {
      const { sources = [], defaultMode = FILE_MODE_DEFAULT } = volume.projected ?? {};
      const pieces = await Promise.allSettled(sources.map((source) => piece({ parts, pod, source, defaultMode })));
      const files = new Map<string, PayloadFile>();
      const failures: unknown[] = [];
      for (const one of pieces) {
        if (one.status === "rejected") failures.push(one.reason);
        // Later sources win.
        else for (const [path, file] of one.value) files.set(path, file);
      }
      if (failures.length > 0) throw together(failures);
      return files;
    },
  });
}

interface Piece {
  readonly parts: VolumeParts;
  readonly pod: Pod;
  readonly source: VolumeProjection;
  readonly defaultMode: number;
}

async function piece({ parts, pod, source, defaultMode }: Piece): Promise<Payload> {
  const { namespace } = identityOf(pod);
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  if (configMap !== undefined) {
    const { name = "", items, optional = false } = configMap;
    const ref = { kind: "ConfigMap" as const, namespace, name };
    return keysPayload(parts.source, { ref, items, defaultMode, optional });
  }
  if (secret !== undefined) {
    const { name = "", items, optional = false } = secret;
    return keysPayload(parts.source, { ref: { kind: "Secret", namespace, name }, items, defaultMode, optional });
  }
  if (downwardAPI !== undefined) {
    return downwardPayload({ pod, items: downwardAPI.items ?? [], defaultMode, allocatable: parts.allocatable() });
  }
  if (serviceAccountToken !== undefined) {
    const bytes = Buffer.from(await parts.tokens.tokenFor(pod, serviceAccountToken));
    return new Map([[serviceAccountToken.path, { bytes, ...tokenAccess(pod, defaultMode) }]]);
  }
  const name = Object.keys(source)[0] ?? "an empty source";
  throw new PayloadError(`projected volume source ${name} is not supported by this node`);
}

/** A token is for the pod's user or group alone, when it has one; the group's right to read comes with the group. */
function tokenAccess(pod: Pod, defaultMode: number): { readonly mode: number; readonly uid?: number } {
  const uid = onlyUser(pod);
  const isBound = uid !== undefined || specOf(pod).securityContext?.fsGroup !== undefined;
  return { mode: isBound ? 0o600 : defaultMode, ...(uid === undefined ? {} : { uid }) };
}

/** The user that all containers say they run as. Kubernetes: pkg/volume/util/util.go FsUserFrom */
function onlyUser(pod: Pod): number | undefined {
  const { containers, initContainers = [] } = specOf(pod);
  const users = new Set([...initContainers, ...containers].map((one) => effectiveSecurity(pod, one).runAsUser));
  return users.size === 1 ? [...users][0] : undefined;
}

/** What can't be known now is told as such: the volume may go on with what it has. */
function together(failures: readonly unknown[]): unknown {
  const temporary = failures.every(isTemporary) ? failures[0] : undefined;
  if (temporary !== undefined) return temporary;
  return new PayloadError(problemsText(failures.map((one) => (one instanceof Error ? one.message : String(one)))));
}
