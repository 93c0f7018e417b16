// restrictedVolumes: only volumes that come from the API, are the pod's own, or were claimed.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_restrictedVolumes.go
import type { Volume } from "../../../../kinds/facts/types.gen.ts";
import type { Check } from "../check.ts";
import { plural, quoted, sorted } from "../words.ts";

const allowed = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
] as const;

const named = [
  "hostPath",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "gitRepo",
  "nfs",
  "iscsi",
  "glusterfs",
  "rbd",
  "flexVolume",
  "cinder",
  "cephfs",
  "flocker",
  "fc",
  "azureFile",
  "vsphereVolume",
  "quobyte",
  "azureDisk",
  "photonPersistentDisk",
  "portworxVolume",
  "scaleIO",
  "storageos",
] as const;

export const restrictedVolumes: Check = {
  id: "restrictedVolumes",
  level: "restricted",
  versions: [
    {
      sinceMinor: 0,
      overrides: ["hostPathVolumes"],
      check({ spec }) {
        const bad = (spec.volumes ?? []).filter((volume) => !allowed.some((type) => volume[type] !== undefined));
        if (bad.length === 0) return undefined;
        const names = bad.map(({ name }) => name);
        const types = sorted(bad.map(typeOf));
        const subject = `${plural("volume", "volumes", names.length)} ${quoted(names)}`;
        const verb = plural("uses", "use", names.length);
        const noun = plural("restricted volume type", "restricted volume types", types.length);
        return { reason: "restricted volume types", detail: `${subject} ${verb} ${noun} ${quoted(types)}` };
      },
    },
  ],
};

function typeOf(volume: Volume): string {
  return named.find((type) => volume[type] !== undefined) ?? "unknown";
}
