// Which ConfigMaps and Secrets a pod uses, in volumes and variables.
// Kubernetes: pkg/api/v1/pod/util.go VisitPodSecretNames, VisitPodConfigmapNames
import type { Pod, Volume } from "../../../src/kinds/facts/types.gen.ts";
import type { AnyContainer } from "../pods/collaborators.ts";
import { containersOf, identityOf, specOf } from "../pods/pod-parts.ts";
import { keyOf, type ObjectRef } from "./object-source.ts";

/** Each once. */
export function objectsOf(pod: Pod): ObjectRef[] {
  const { namespace } = identityOf(pod);
  const volumes = specOf(pod).volumes ?? [];
  const found = [
    ...volumes.flatMap((volume) => objectsOfVolume(volume, namespace)),
    ...containersOf(pod).flatMap(({ spec }) => objectsOfVariables(spec, namespace)),
  ];
  return [...new Map(found.map((ref) => [keyOf(ref), ref])).values()];
}

export function objectsOfVolume({ configMap, secret, projected }: Volume, namespace: string): ObjectRef[] {
  return [
    ...some("ConfigMap", namespace, configMap?.name),
    ...some("Secret", namespace, secret?.secretName),
    ...(projected?.sources ?? []).flatMap((source) => [
      ...some("ConfigMap", namespace, source.configMap?.name),
      ...some("Secret", namespace, source.secret?.name),
    ]),
  ];
}

function objectsOfVariables({ env = [], envFrom = [] }: AnyContainer, namespace: string): ObjectRef[] {
  return [
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [
      ...some("ConfigMap", namespace, configMapRef?.name),
      ...some("Secret", namespace, secretRef?.name),
    ]),
    ...env.flatMap(({ valueFrom }) => [
      ...some("ConfigMap", namespace, valueFrom?.configMapKeyRef?.name),
      ...some("Secret", namespace, valueFrom?.secretKeyRef?.name),
    ]),
  ];
}

function some(kind: ObjectRef["kind"], namespace: string, name: string | undefined): ObjectRef[] {
  return name ? [{ kind, namespace, name }] : [];
}
