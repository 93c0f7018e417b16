// What a pod or a pod template leaves out and upstream fills in.
// Kubernetes: pkg/apis/core/v1/defaults.go, pkg/apis/core/v1/conversion.go
import type { Container, Pod, PodSpec, PodTemplateSpec } from "../../facts/types.gen.ts";
import { setContainerDefaults, setHostPortDefaults, setRequestDefaults } from "./container-defaults.ts";
import { setPodLevelRequestDefaults } from "./pod-level-resources.ts";
import { setVolumeDefaults } from "./volume-defaults.ts";

export const defaultGraceSeconds = 30;
export const defaultSchedulerName = "default-scheduler";

/** Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_Pod */
export function setPodDefaults(pod: Pod): void {
  // In Go a spec and its list are always there, and those who look at pods on their way in rely on it.
  pod.spec ??= { containers: [] };
  const { spec } = pod;
  spec.containers ??= [];
  setPodSpecDefaults(spec);
  for (const container of spec.containers ?? []) setRequestDefaults(container);
  for (const container of spec.initContainers ?? []) setRequestDefaults(container);
  setPodLevelRequestDefaults(spec);
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork) {
    for (const container of spec.containers ?? []) setHostPortDefaults(container);
    for (const container of spec.initContainers ?? []) setHostPortDefaults(container);
  }
}

/** A template's pods get the rest when they are made. */
export function setPodTemplateDefaults(template: PodTemplateSpec | undefined): void {
  if (template?.spec !== undefined) setPodSpecDefaults(template.spec);
}

function setPodSpecDefaults(spec: PodSpec): void {
  spec.restartPolicy ||= "Always";
  spec.dnsPolicy ||= "ClusterFirst";
  spec.schedulerName ||= defaultSchedulerName;
  spec.terminationGracePeriodSeconds ??= defaultGraceSeconds;
  spec.securityContext ??= {};
  mirrorServiceAccount(spec);
  for (const volume of spec.volumes ?? []) setVolumeDefaults(volume);
  for (const container of spec.containers ?? []) setContainerDefaults(container);
  for (const container of spec.initContainers ?? []) setContainerDefaults(container);
  for (const container of spec.ephemeralContainers ?? []) setContainerDefaults(container as Container);
}

/** `serviceAccount` is an old name of `serviceAccountName`: both are stored, the new one wins. */
export function mirrorServiceAccount(spec: PodSpec): void {
  spec.serviceAccountName ||= spec.serviceAccount ?? "";
  if (spec.serviceAccountName === "") {
    delete spec.serviceAccountName;
    delete spec.serviceAccount;
  } else spec.serviceAccount = spec.serviceAccountName;
}
