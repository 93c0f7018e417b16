// What is allowed in a pod and yet most likely a mistake: told in `Warning:` headers.
// Kubernetes: pkg/api/pod/warnings.go

import { ipWarnings } from "../../../apimachinery/ip-address.ts";
import type { ObjectMeta } from "../../../apimachinery/json.ts";
import { isDns1123Label } from "../../../apimachinery/names.ts";
import { parseQuantity } from "../../../apimachinery/quantity.ts";
import type { Container, PodSpec, Volume } from "../../facts/types.gen.ts";
import { mapValue } from "../../map-value.ts";
import { visitContainers } from "./visit-containers.ts";

const nodeLabels: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region": 'use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone": 'use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type": 'use "node.kubernetes.io/instance-type" instead',
};

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
    const text = mapValue(nodeLabels, key);
    if (text !== undefined) warnings.push(`${path}.nodeSelector[${key}]: deprecated since v1.14; ${text}`);
  }
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    warnings.push(
      `${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  }
  addAnnotationWarnings(warnings, path, metadata);
  addVolumeWarnings(warnings, path, spec);
  addDuplicateWarnings(warnings, path, spec);
  visitContainers(spec, path, (container, at) => addContainerWarnings(warnings, at, container));
  addPortWarnings(warnings, path, spec);
  (spec.dnsConfig?.nameservers ?? []).forEach((address, index) => {
    warnings.push(...ipWarnings(`${path}.dnsConfig.nameservers[${index}]`, address));
  });
  (spec.hostAliases ?? []).forEach(({ ip = "" }, index) => {
    warnings.push(...ipWarnings(`${path}.hostAliases[${index}].ip`, ip));
  });
  return warnings;
}

export function podNameWarnings(name: string): string[] {
  const messages = isDns1123Label(name);
  if (messages.length === 0) return [];
  const effect = "this is used in the Pod's hostname, which can result in surprising behavior";
  return [`metadata.name: ${effect}; a DNS label is recommended: [${messages.join(" ")}]`];
}

function addAnnotationWarnings(warnings: string[], path: string, metadata: ObjectMeta | undefined): void {
  const base = path === "spec" ? "metadata" : path.replace(/spec$/, "metadata");
  for (const key in metadata?.annotations) {
    const text = mapValue(annotationWarnings, key);
    if (text !== undefined) warnings.push(`${base}.annotations[${key}]: ${text}`);
  }
}

function addVolumeWarnings(warnings: string[], path: string, spec: PodSpec): void {
  (spec.volumes ?? []).forEach((volume, index) => {
    for (const source of Object.keys(volume) as (keyof Volume)[]) {
      const text = volumeWarnings[source];
      if (text !== undefined) warnings.push(`${path}.volumes[${index}].${source}: ${text}`);
    }
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
  (container.env ?? []).forEach(({ name, value = "" }, index) => {
    if (names.has(name) && !value.includes(`$(${name})`)) {
      warnings.push(
        `${path}.env[${index}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
      );
    }
    names.add(name);
  });
  for (const list of ["limits", "requests"] as const) {
    for (const name of ["memory", "ephemeral-storage"]) {
      const amount = container.resources?.[list]?.[name];
      if (amount !== undefined && parseQuantity(amount).nano % 1_000_000_000n !== 0n) {
        const text = `fractional byte value ${JSON.stringify(amount)} is invalid, must be an integer`;
        warnings.push(`${path}.resources.${list}[${name}]: ${text}`);
      }
    }
  }
}

function addPortWarnings(warnings: string[], path: string, spec: PodSpec): void {
  const seen = new Map<string, string>();
  visitContainers(spec, path, ({ ports = [] }, containerPath) => {
    ports.forEach(({ containerPort, protocol = "TCP", hostPort = 0, hostIP = "" }, index) => {
      const at = `${containerPath}.ports[${index}]`;
      const key = `${containerPort}/${protocol}/${hostPort}/${hostIP}`;
      const before = seen.get(key);
      if (before !== undefined) warnings.push(`${at}: duplicate port definition with ${before}`);
      else seen.set(key, at);
    });
  });
}
