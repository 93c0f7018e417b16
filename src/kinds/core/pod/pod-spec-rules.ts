// What a pod's spec may be, in a pod and in a template.
// Kubernetes: pkg/apis/core/validation/validation.go ValidatePodSpec
import {
  duplicate,
  forbiddenField,
  invalidValue,
  notFoundField,
  required,
  tooLong,
} from "../../../apimachinery/field-error.ts";
import { isDns1123Subdomain, rangeMessage } from "../../../apimachinery/names.ts";
import { validateLabels } from "../../../apimachinery/object-meta.ts";
import type { PodResourceClaim, PodSchedulingGate, PodSpec, Volume } from "../../facts/types.gen.ts";
import {
  checkDns1123Label,
  checkDns1123Subdomain,
  checkMessages,
  checkOneOf,
  checkQualifiedName,
  type Errors,
} from "../../field-checks.ts";
import { checkAmount, checkContainerResourceName } from "../resources/resource-rules.ts";
import { checkVolumes } from "../volume/volume-rules.ts";
import { checkAffinity } from "./affinity-rules.ts";
import { checkContainers, checkEphemeralContainers, checkInitContainers } from "./container-rules.ts";
import { checkDns, checkDnsPolicy, checkHostAliases } from "./dns-rules.ts";
import { checkPodResources } from "./pod-level-resources.ts";
import { checkPodSecurityContext } from "./security-rules.ts";
import { checkTolerations } from "./toleration-rules.ts";
import { checkTopologySpread } from "./topology-spread-rules.ts";
import { visitContainers } from "./visit-containers.ts";
import { checkHostProcess, checkHostUsers, checkOs } from "./windows-rules.ts";

const int32Max = 2 ** 31 - 1;
const hostnameLengthMax = 64;

export interface PodSpecContext {
  /** "" for a template. */
  readonly podName: string;
  /** Static pods, which a node's own files make, may not claim devices. */
  readonly isMirror: boolean;
}

export function checkPodSpec(errors: Errors, path: string, spec: PodSpec, context: PodSpecContext): void {
  if (spec.terminationGracePeriodSeconds === undefined) {
    errors.push(required(`${path}.terminationGracePeriodSeconds`));
  }
  const volumes = checkVolumes(errors, `${path}.volumes`, spec.volumes ?? [], context.podName);
  const podClaims = new Set((spec.resourceClaims ?? []).map(({ name }) => name).filter((name) => name !== ""));
  checkResourceClaims(errors, `${path}.resourceClaims`, spec.resourceClaims, context);
  const containers = { spec, volumes, podClaims };
  checkContainers(errors, `${path}.containers`, containers);
  checkInitContainers(errors, `${path}.initContainers`, containers);
  checkEphemeralContainers(errors, `${path}.ephemeralContainers`, containers);
  checkPodResources(errors, `${path}.resources`, spec, podClaims);
  checkHostNetworkPorts(errors, path, spec, context.podName !== "");
  checkOneOf(errors, `${path}.restartPolicy`, spec.restartPolicy, ["Always", "OnFailure", "Never"]);
  checkDnsPolicy(errors, `${path}.dnsPolicy`, spec.dnsPolicy);
  if (spec.nodeSelector !== undefined) errors.push(...validateLabels(spec.nodeSelector, `${path}.nodeSelector`));
  checkPodSecurityContext(errors, `${path}.securityContext`, spec);
  if (spec.affinity !== undefined) checkAffinity(errors, `${path}.affinity`, spec.affinity);
  checkDns(errors, path, spec);
  checkReadinessGates(errors, `${path}.readinessGates`, spec);
  checkSchedulingGates(errors, `${path}.schedulingGates`, spec.schedulingGates);
  checkTopologySpread(errors, `${path}.topologySpreadConstraints`, spec.topologySpreadConstraints);
  checkHostProcess(errors, path, spec);
  checkHostUsers(errors, path, spec);
  checkHostnameOverride(errors, path, spec);
  checkNamesOfOthers(errors, path, spec);
  checkRest(errors, path, spec);
  checkOs(errors, path, spec);
  checkSchedulingGroup(errors, path, spec);
  checkFileKeyVolumes(errors, path, spec, volumes);
}

/** Names of objects that the pod refers to. */
function checkNamesOfOthers(errors: Errors, path: string, spec: PodSpec): void {
  const { serviceAccountName, nodeName } = spec;
  if (serviceAccountName) {
    const messages = isDns1123Subdomain(serviceAccountName);
    checkMessages(errors, `${path}.serviceAccountName`, serviceAccountName, messages);
  }
  if (nodeName) checkMessages(errors, `${path}.nodeName`, nodeName, isDns1123Subdomain(nodeName));
}

function checkRest(errors: Errors, path: string, spec: PodSpec): void {
  const { activeDeadlineSeconds: deadline, priorityClassName, runtimeClassName } = spec;
  if (deadline !== undefined && (deadline < 1 || deadline > int32Max)) {
    errors.push(invalidValue(`${path}.activeDeadlineSeconds`, deadline, rangeMessage(1, int32Max)));
  }
  if (spec.hostname) checkDns1123Label(errors, `${path}.hostname`, spec.hostname);
  if (spec.subdomain) checkDns1123Label(errors, `${path}.subdomain`, spec.subdomain);
  checkTolerations(errors, `${path}.tolerations`, spec.tolerations ?? []);
  checkHostAliases(errors, `${path}.hostAliases`, spec.hostAliases);
  if (priorityClassName) {
    const messages = isDns1123Subdomain(priorityClassName);
    checkMessages(errors, `${path}.priorityClassName`, priorityClassName, messages);
  }
  if (runtimeClassName !== undefined) {
    const messages = isDns1123Subdomain(runtimeClassName);
    checkMessages(errors, `${path}.runtimeClassName`, runtimeClassName, messages);
  }
  if (spec.preemptionPolicy !== undefined) {
    checkOneOf(errors, `${path}.preemptionPolicy`, spec.preemptionPolicy, ["PreemptLowerPriority", "Never"]);
  }
  for (const [name, amount] of Object.entries(spec.overhead ?? {})) {
    // Upstream checks overhead as a container's limits.
    checkContainerResourceName(errors, `${path}.overhead.limits[${name}]`, name);
    checkAmount(errors, `${path}.overhead.limits[${name}]`, name, amount);
  }
}

function checkResourceClaims(
  errors: Errors,
  path: string,
  claims: readonly PodResourceClaim[] | undefined,
  { isMirror }: PodSpecContext,
): void {
  const names = new Set<string>();
  (claims ?? []).forEach((claim, index) => {
    if (isMirror) {
      errors.push(forbiddenField("", "static pods do not support resource claims"));
      return;
    }
    const at = `${path}[${index}]`;
    if (!claim.name) errors.push(required(`${at}.name`));
    else if (names.has(claim.name)) errors.push(duplicate(`${at}.name`, claim.name));
    else {
      checkDns1123Label(errors, `${at}.name`, claim.name);
      names.add(claim.name);
    }
    const { resourceClaimName, resourceClaimTemplateName } = claim;
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
      const detail = "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified";
      errors.push(invalidValue(at, claim, detail));
    }
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
      const detail = "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`";
      errors.push(invalidValue(at, claim, detail));
    }
    if (resourceClaimName !== undefined) checkDns1123Subdomain(errors, `${at}.resourceClaimName`, resourceClaimName);
    if (resourceClaimTemplateName !== undefined) {
      checkDns1123Subdomain(errors, `${at}.resourceClaimTemplateName`, resourceClaimTemplateName);
    }
  });
}

/** On the host's network a port of the container is a port of the host. A template may leave it out. */
function checkHostNetworkPorts(errors: Errors, path: string, spec: PodSpec, isPod: boolean): void {
  if (!spec.hostNetwork) return;
  (spec.containers ?? []).forEach((container, index) => {
    (container.ports ?? []).forEach(({ hostPort = 0, containerPort }, position) => {
      if ((!isPod && hostPort === 0) || hostPort === containerPort) return;
      const at = `${path}.containers[${index}].ports[${position}].hostPort`;
      errors.push(invalidValue(at, hostPort, "must match `containerPort` when `hostNetwork` is true"));
    });
  });
}

function checkReadinessGates(errors: Errors, path: string, spec: PodSpec): void {
  (spec.readinessGates ?? []).forEach(({ conditionType = "" }, index) => {
    checkQualifiedName(errors, `${path}[${index}].conditionType`, conditionType);
  });
}

function checkSchedulingGates(errors: Errors, path: string, gates: readonly PodSchedulingGate[] | undefined): void {
  const seen = new Set<string>();
  (gates ?? []).forEach(({ name = "" }, index) => {
    checkQualifiedName(errors, `${path}[${index}]`, name);
    if (seen.has(name)) errors.push(duplicate(`${path}[${index}]`, name));
    seen.add(name);
  });
}

function checkHostnameOverride(errors: Errors, path: string, spec: PodSpec): void {
  const { hostnameOverride } = spec;
  if (hostnameOverride === undefined) return;
  const at = `${path}.hostnameOverride`;
  if (spec.setHostnameAsFQDN) {
    errors.push(forbiddenField(at, "may not be specified when setHostnameAsFQDN is true"));
  }
  if (spec.hostNetwork) errors.push(forbiddenField(at, "may not be specified when hostNetwork is true"));
  if (hostnameOverride.length > hostnameLengthMax) errors.push(tooLong(at, hostnameLengthMax));
  checkDns1123Subdomain(errors, at, hostnameOverride);
}

function checkSchedulingGroup(errors: Errors, path: string, { schedulingGroup }: PodSpec): void {
  if (schedulingGroup === undefined) return;
  const at = `${path}.schedulingGroup.podGroupName`;
  const { podGroupName } = schedulingGroup;
  if (podGroupName === undefined) {
    errors.push(invalidValue(at, podGroupName, "must specify one of: `podGroupName`"));
  } else checkDns1123Subdomain(errors, at, podGroupName);
}

/** Variables are read out of files that init containers write: into an empty directory and nothing else. */
function checkFileKeyVolumes(errors: Errors, path: string, spec: PodSpec, volumes: ReadonlyMap<string, Volume>): void {
  const refused = new Map((spec.volumes ?? []).map((volume) => [volume.name, volume]));
  visitContainers(spec, path, (container, containerPath) => {
    (container.env ?? []).forEach(({ valueFrom }, index) => {
      const name = valueFrom?.fileKeyRef?.volumeName;
      if (name === undefined) return;
      const at = `${containerPath}.env[${index}].valueFrom.fileKeyRef.volumeName`;
      const volume = volumes.get(name) ?? refused.get(name);
      if (volume === undefined) {
        errors.push(notFoundField(at, name));
      } else if (volume.emptyDir === undefined) {
        errors.push(invalidValue(at, name, "referenced volume must be of type emptyDir"));
      }
    });
  });
}
