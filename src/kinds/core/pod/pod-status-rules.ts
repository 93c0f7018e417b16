// What a pod's status may become: what has ended stays ended unless it may restart, and addresses are addresses.
// Kubernetes: pkg/apis/core/validation/validation.go ValidatePodStatusUpdate
import { duplicate, forbiddenField, invalidValue } from "../../../apimachinery/field-error.ts";
import { parseIp } from "../../../apimachinery/ip-address.ts";
import { isDns1123Subdomain } from "../../../apimachinery/names.ts";
import type { Container, ContainerStatus, Pod, PodSpec, PodStatus } from "../../facts/types.gen.ts";
import { checkImmutable, checkIp, checkMessages, checkQualifiedName, type Errors } from "../../field-checks.ts";
import { checkPodAnnotationUpdate } from "./pod-annotation-rules.ts";
import { visitContainers } from "./visit-containers.ts";

const emptySpec: PodSpec = { containers: [] };
const systemConditions: ReadonlySet<string> = new Set(["PodScheduled", "Ready", "Initialized"]);

export function validatePodStatusUpdate(pod: Pod, old: Pod): Errors {
  const errors: Errors = [];
  const status = pod.status ?? {};
  const before = old.status ?? {};
  checkPodAnnotationUpdate(errors, "metadata.annotations", pod.metadata?.annotations, old.metadata?.annotations);
  checkConditions(errors, status);
  if ((pod.spec?.nodeName ?? "") !== (old.spec?.nodeName ?? "")) {
    errors.push(forbiddenField("status.nodeName", "may not be changed directly"));
  }
  checkNomination(errors, status, before, old);
  checkGeneration(errors, "status.observedGeneration", status.observedGeneration);
  checkImmutable(errors, "status.qosClass", status.qosClass, before.qosClass);
  checkTransitions(errors, status, before, old.spec ?? emptySpec);
  checkClaimStatuses(errors, status, pod.spec ?? emptySpec);
  checkAddresses(errors, "status.podIPs", status.podIPs, before.podIPs);
  const hostIp = status.hostIPs?.[0]?.ip;
  if (hostIp !== undefined && status.hostIP !== hostIp) {
    errors.push(invalidValue("status.hostIPs[0].ip", hostIp, "must be equal to `hostIP`"));
  }
  checkAddresses(errors, "status.hostIPs", status.hostIPs, before.hostIPs);
  return errors;
}

function checkGeneration(errors: Errors, path: string, generation: number | undefined): void {
  if (generation !== undefined && generation < 0) {
    errors.push(invalidValue(path, generation, "must be a non-negative integer"));
  }
}

function checkConditions(errors: Errors, status: PodStatus): void {
  (status.conditions ?? []).forEach((condition, index) => {
    const at = `status.conditions[${index}]`;
    checkGeneration(errors, `${at}.observedGeneration`, condition.observedGeneration);
    if (!systemConditions.has(condition.type)) checkQualifiedName(errors, `${at}.Type`, condition.type ?? "");
  });
}

function checkNomination(errors: Errors, status: PodStatus, before: PodStatus, old: Pod): void {
  const { nominatedNodeName } = status;
  if (!nominatedNodeName || nominatedNodeName === before.nominatedNodeName) return;
  const at = "status.nominatedNodeName";
  checkMessages(errors, at, nominatedNodeName, isDns1123Subdomain(nominatedNodeName));
  if (old.spec?.nodeName) errors.push(forbiddenField(at, "may not be set on pods that are already bound to a node"));
}

function checkTransitions(errors: Errors, status: PodStatus, before: PodStatus, spec: PodSpec): void {
  checkEnded(
    errors,
    "status.ephemeralContainerStatuses",
    status.ephemeralContainerStatuses,
    before.ephemeralContainerStatuses,
  );
  if (anyRestartsAll(spec)) return;
  const containers = (list: readonly Container[] | undefined) => {
    const byName = new Map((list ?? []).map((container) => [container.name, container]));
    return (name: string, exitCode: number): boolean => {
      const container = byName.get(name);
      return container !== undefined && shouldRestart(container, spec, exitCode);
    };
  };
  checkEnded(
    errors,
    "status.containerStatuses",
    status.containerStatuses,
    before.containerStatuses,
    containers(spec.containers),
  );
  checkEnded(
    errors,
    "status.initContainerStatuses",
    status.initContainerStatuses,
    before.initContainerStatuses,
    containers(spec.initContainers),
  );
}

function checkEnded(
  errors: Errors,
  path: string,
  statuses: readonly ContainerStatus[] = [],
  before: readonly ContainerStatus[] = [],
  mayRestart: (name: string, exitCode: number) => boolean = () => false,
): void {
  const byName = new Map(statuses.map((status) => [status.name, status]));
  before.forEach(({ name, state }, index) => {
    const ended = state?.terminated;
    if (ended === undefined) return;
    const now = byName.get(name);
    if (now === undefined || now.state?.terminated !== undefined || mayRestart(name, ended.exitCode)) return;
    errors.push(forbiddenField(`${path}[${index}].state`, "may not be transitioned to non-terminated state"));
  });
}

/**
 * Whether a container that ended with `exitCode` runs again.
 * Kubernetes: pkg/api/v1/pod/util.go ContainerShouldRestart
 */
export function shouldRestart(container: Container, spec: PodSpec, exitCode: number): boolean {
  const rule = container.restartPolicyRules?.find(({ exitCodes }) => {
    if (exitCodes === undefined) return false;
    const named = (exitCodes.values ?? []).includes(exitCode);
    return exitCodes.operator === "In" ? named : exitCodes.operator === "NotIn" && !named;
  });
  if (rule !== undefined) return true;
  const policy = container.restartPolicy ?? spec.restartPolicy;
  return policy === "OnFailure" ? exitCode !== 0 : policy !== "Never";
}

function anyRestartsAll(spec: PodSpec): boolean {
  let found = false;
  visitContainers(spec, "", ({ restartPolicyRules = [] }) => {
    found ||= restartPolicyRules.some(({ action }) => action === "RestartAllContainers");
  });
  return found;
}

function checkClaimStatuses(errors: Errors, status: PodStatus, spec: PodSpec): void {
  const claims = new Set((spec.resourceClaims ?? []).map(({ name }) => name));
  const seen = new Set<string>();
  (status.resourceClaimStatuses ?? []).forEach(({ name, resourceClaimName }, index) => {
    const at = `status.resourceClaimStatuses[${index}]`;
    if (!claims.has(name)) {
      errors.push(invalidValue(`${at}.name`, name, "must match the name of an entry in `spec.resourceClaims`"));
    }
    if (seen.has(name)) errors.push(duplicate(`${at}.name`, name));
    seen.add(name);
    if (resourceClaimName !== undefined) {
      const messages = isDns1123Subdomain(resourceClaimName);
      checkMessages(errors, `${at}.resourceClaimName`, resourceClaimName, messages);
    }
  });
}

type Addresses = readonly { readonly ip?: string }[] | undefined;

function checkAddresses(errors: Errors, path: string, addresses: Addresses, before: Addresses): void {
  const stoodBefore = new Set((before ?? []).map(({ ip = "" }) => ip));
  const texts = (addresses ?? []).map(({ ip = "" }) => ip);
  texts.forEach((ip, index) => {
    checkIp(errors, `${path}[${index}]`, ip, stoodBefore);
  });
  if (texts.length <= 1) return;
  const families = new Set(texts.map((ip) => parseIp(ip)?.family));
  if (families.size !== texts.length || texts.length > 2) {
    errors.push(invalidValue(path, addresses, "may specify no more than one IP for each IP family"));
  }
}
