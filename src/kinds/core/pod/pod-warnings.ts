// What is allowed in a pod and yet most likely a mistake: told in `Warning:` headers.
// Kubernetes: pkg/api/pod/warnings.go

import { ipWarnings } from "../../../apimachinery/ip-address.ts";
import type { ObjectMeta } from "../../../apimachinery/json.ts";
import { isDns1123Label } from "../../../apimachinery/names.ts";
import type { Container, PodSpec, Volume } from "../../facts/types.gen.ts";
import { mapValue } from "../../map-value.ts";
import { claimSpecWarnings, wholeBytesWarnings } from "../claim-warnings.ts";
import { nodeLabelWarning, nodeTermWarnings } from "../node-label-warnings.ts";
import { overlapWarnings } from "./path-overlaps.ts";
import { portWarnings } from "./port-warnings.ts";
import { visitContainers } from "./visit-containers.ts";

const podSeccompAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
const containerSeccompAnnotation = "container.seccomp.security.alpha.kubernetes.io/";
const containerAppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";
const byteResources = ["memory", "ephemeral-storage"] as const;

const annotationWarnings: Readonly<Record<string, string>> = {
  "scheduler.alpha.kubernetes.io/critical-pod": 'non-functional in v1.16+; use the "priorityClassName" field instead',
  "security.alpha.kubernetes.io/sysctls": 'non-functional in v1.11+; use the "sysctls" field instead',
  "security.alpha.kubernetes.io/unsafe-sysctls": 'non-functional in v1.11+; use the "sysctls" field instead',
};

const volumeWarnings: Partial<Record<keyof Volume, string>> = {
  gitRepo: "deprecated in v1.11, and disabled by default in v1.33+",
  photonPersistentDisk: "deprecated in v1.11, non-functional in v1.16+",
  scaleIO: "deprecated in v1.16, non-functional in v1.22+",
  flocker: "deprecated in v1.22, non-functional in v1.25+",
  storageos: "deprecated in v1.22, non-functional in v1.25+",
  quobyte: "deprecated in v1.22, non-functional in v1.25+",
  glusterfs: "deprecated in v1.25, non-functional in v1.26+",
  cephfs: "deprecated in v1.28, non-functional in v1.31+",
  rbd: "deprecated in v1.28, non-functional in v1.31+",
};

/** Of a pod: `path` is "spec"; of a template: where its spec stands. */
export function podSpecWarnings(path: string, metadata: ObjectMeta | undefined, spec: PodSpec | undefined): string[] {
  if (spec === undefined) return [];
  const warnings: string[] = [];
  for (const key in spec.nodeSelector) {
    const text = nodeLabelWarning(key);
    if (text !== undefined) warnings.push(`${path}.nodeSelector[${key}]: ${text}`);
  }
  addPlacementWarnings(warnings, path, spec);
  addAnnotationWarnings(warnings, path, metadata);
  addVolumeWarnings(warnings, path, spec);
  warnings.push(...overlapWarnings(spec.volumes ?? []));
  addDuplicateWarnings(warnings, path, spec);
  for (const name of byteResources) {
    warnings.push(...wholeBytesWarnings(`${path}.overhead[${name}]`, spec.overhead?.[name]));
  }
  addProfileWarnings(warnings, path, metadata, spec);
  visitContainers(spec, path, (container, at) => addContainerWarnings(warnings, at, container));
  warnings.push(...portWarnings(path, spec));
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    warnings.push(
      `${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  }
  addPodAffinityWarnings(warnings, path, spec);
  (spec.dnsConfig?.nameservers ?? []).forEach((address, index) => {
    warnings.push(...ipWarnings(`${path}.dnsConfig.nameservers[${index}]`, address));
  });
  (spec.hostAliases ?? []).forEach(({ ip = "" }, index) => {
    warnings.push(...ipWarnings(`${path}.hostAliases[${index}].ip`, ip));
  });
  return warnings;
}

export function podNameWarnings(name: string): string[] {
  return nameWarnings(name, "the Pod's hostname");
}

/** Of what makes pods: their names begin with its own. */
export function podOwnerNameWarnings(name: string): string[] {
  return nameWarnings(name, "Pod names and hostnames");
}

function nameWarnings(name: string, use: string): string[] {
  const messages = isDns1123Label(name);
  if (messages.length === 0) return [];
  const effect = `this is used in ${use}, which can result in surprising behavior`;
  return [`metadata.name: ${effect}; a DNS label is recommended: [${messages.join(" ")}]`];
}

function addPlacementWarnings(warnings: string[], path: string, spec: PodSpec): void {
  const at = `${path}.affinity.nodeAffinity`;
  const { requiredDuringSchedulingIgnoredDuringExecution: required } = spec.affinity?.nodeAffinity ?? {};
  (required?.nodeSelectorTerms ?? []).forEach((term, index) => {
    const termPath = `${at}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${index}]`;
    warnings.push(...nodeTermWarnings(termPath, term));
  });
  const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  preferred.forEach(({ preference }, index) => {
    const termPath = `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}].preference`;
    warnings.push(...nodeTermWarnings(termPath, preference, true));
  });
  (spec.topologySpreadConstraints ?? []).forEach(({ topologyKey, labelSelector }, index) => {
    const constraint = `${path}.topologySpreadConstraints[${index}]`;
    const text = nodeLabelWarning(topologyKey);
    if (text !== undefined) warnings.push(`${constraint}.topologyKey: ${topologyKey} is ${text}`);
    addSelectorWarning(warnings, constraint, labelSelector);
  });
}

function addSelectorWarning(warnings: string[], path: string, selector: unknown): void {
  if (selector === undefined) warnings.push(`${path}.labelSelector: a null labelSelector results in matching no pod`);
}

function addPodAffinityWarnings(warnings: string[], path: string, { affinity }: PodSpec): void {
  for (const side of ["podAffinity", "podAntiAffinity"] as const) {
    const at = `${path}.affinity.${side}`;
    const { requiredDuringSchedulingIgnoredDuringExecution: required = [] } = affinity?.[side] ?? {};
    required.forEach(({ labelSelector }, index) => {
      addSelectorWarning(warnings, `${at}.requiredDuringSchedulingIgnoredDuringExecution[${index}]`, labelSelector);
    });
    const { preferredDuringSchedulingIgnoredDuringExecution: preferred = [] } = affinity?.[side] ?? {};
    preferred.forEach(({ podAffinityTerm }, index) => {
      const term = `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}].podAffinityTerm`;
      addSelectorWarning(warnings, term, podAffinityTerm?.labelSelector);
    });
  }
}

/** Annotations from before there were fields, where the field doesn't say it too. */
function addProfileWarnings(warnings: string[], path: string, metadata: ObjectMeta | undefined, spec: PodSpec): void {
  const annotations = metadata?.annotations;
  if (annotations === undefined) return;
  const tell = (key: string, hint: string) => {
    if (mapValue(annotations, key) !== undefined) warnings.push(`${metadataPath(path)}.annotations[${key}]: ${hint}`);
  };
  const seccompHint = 'non-functional in v1.27+; use the "seccompProfile" field instead';
  const own = spec.securityContext;
  if (own?.seccompProfile === undefined) tell(podSeccompAnnotation, seccompHint);
  visitContainers(spec, path, ({ name, securityContext }) => {
    if (securityContext?.seccompProfile === undefined) tell(containerSeccompAnnotation + name, seccompHint);
    // A pod itself gets the field from its annotation, and is told so elsewhere.
    const hasField = own?.appArmorProfile !== undefined || securityContext?.appArmorProfile !== undefined;
    if (path !== "spec" && !hasField) {
      tell(containerAppArmorAnnotation + name, 'deprecated since v1.30; use the "appArmorProfile" field instead');
    }
  });
}

function metadataPath(path: string): string {
  return path === "spec" ? "metadata" : path.replace(/spec$/, "metadata");
}

function addAnnotationWarnings(warnings: string[], path: string, metadata: ObjectMeta | undefined): void {
  const base = metadataPath(path);
  for (const key in metadata?.annotations) {
    const text = mapValue(annotationWarnings, key);
    if (text !== undefined) warnings.push(`${base}.annotations[${key}]: ${text}`);
  }
}

function addVolumeWarnings(warnings: string[], path: string, spec: PodSpec): void {
  (spec.volumes ?? []).forEach((volume, index) => {
    for (const source of Object.keys(volume) as (keyof Volume)[]) {
      const text = volumeWarnings[source];
      // Upstream spells this one as Go does.
      const field = source === "storageos" ? "storageOS" : source;
      if (text !== undefined) warnings.push(`${path}.volumes[${index}].${field}: ${text}`);
    }
    const claim = volume.ephemeral?.volumeClaimTemplate;
    warnings.push(...claimSpecWarnings(`${path}.volumes[${index}].ephemeral.volumeClaimTemplate.spec`, claim?.spec));
  });
}

function addDuplicateWarnings(warnings: string[], path: string, spec: PodSpec): void {
  const lists: readonly (readonly [string, readonly { readonly name?: string; readonly ip?: string }[] | undefined])[] =
    [
      ["imagePullSecrets", spec.imagePullSecrets],
      ["hostAliases", spec.hostAliases],
    ];
  for (const [field, list] of lists) {
    const key = field === "hostAliases" ? "ip" : "name";
    const seen = new Set<string>();
    (list ?? []).forEach((item, index) => {
      const value = item[key] ?? "";
      const at = `${path}.${field}[${index}].${key}`;
      if (value === "" && field === "imagePullSecrets") {
        warnings.push(`${at}: invalid empty name ""`);
      } else if (seen.has(value)) warnings.push(`${at}: duplicate ${key} ${JSON.stringify(value)}`);
      seen.add(value);
    });
  }
}

function addContainerWarnings(warnings: string[], path: string, container: Container): void {
  const names = new Set<string>();
  (container.env ?? []).forEach(({ name, value = "", valueFrom }, index) => {
    const reference = `$(${name})`;
    const hides = valueFrom !== undefined || value === reference || !value.includes(reference);
    if (names.has(name) && hides) {
      warnings.push(
        `${path}.env[${index}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
      );
    }
    names.add(name);
  });
  for (const list of ["limits", "requests"] as const) {
    for (const name of byteResources) {
      warnings.push(...wholeBytesWarnings(`${path}.resources.${list}[${name}]`, container.resources?.[list]?.[name]));
    }
  }
}
