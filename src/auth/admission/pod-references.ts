// Which other objects of its namespace a pod names.
// Kubernetes: pkg/api/pod/util.go VisitPodSecretNames, VisitPodConfigmapNames
import { visitContainers } from "../../kinds/core/pod/visit-containers.ts";
import type { Container, PodSpec, Volume } from "../../kinds/facts/types.gen.ts";

export function referencesSecrets(spec: PodSpec): boolean {
  if ((spec.imagePullSecrets ?? []).length > 0) return true;
  return someContainer(spec, usesSecret) || (spec.volumes ?? []).some(holdsSecret);
}

export function referencesConfigMaps(spec: PodSpec): boolean {
  const inVolume = ({ configMap, projected }: Volume) =>
    configMap !== undefined || (projected?.sources ?? []).some((source) => source.configMap !== undefined);
  return someContainer(spec, usesConfigMap) || (spec.volumes ?? []).some(inVolume);
}

function someContainer(spec: PodSpec, fits: (container: Container) => boolean): boolean {
  let found = false;
  visitContainers(spec, "", (container) => {
    found ||= fits(container);
  });
  return found;
}

function usesSecret({ env = [], envFrom = [] }: Container): boolean {
  return (
    env.some(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined) ||
    envFrom.some(({ secretRef }) => secretRef !== undefined)
  );
}

function usesConfigMap({ env = [], envFrom = [] }: Container): boolean {
  return (
    env.some(({ valueFrom }) => valueFrom?.configMapKeyRef !== undefined) ||
    envFrom.some(({ configMapRef }) => configMapRef !== undefined)
  );
}

function holdsSecret(volume: Volume): boolean {
  if (volume.secret !== undefined || volume.azureFile !== undefined) return true;
  if ((volume.projected?.sources ?? []).some((source) => source.secret !== undefined)) return true;
  const drivers = [
    volume.cephfs?.secretRef,
    volume.cinder?.secretRef,
    volume.csi?.nodePublishSecretRef,
    volume.flexVolume?.secretRef,
    volume.iscsi?.secretRef,
    volume.rbd?.secretRef,
    volume.scaleIO?.secretRef,
    volume.storageos?.secretRef,
  ];
  return drivers.some((reference) => reference !== undefined);
}
