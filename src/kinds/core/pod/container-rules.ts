// What containers may be: regular ones, init containers, sidecars and ephemeral ones.
// Kubernetes: pkg/apis/core/validation/validation.go validateContainers, validateInitContainers, validateEphemeralContainers
import {
  duplicate,
  forbiddenField,
  invalidValue,
  notFoundField,
  notSupported,
  required,
  tooMany,
} from "../../../apimachinery/field-error.ts";
import { isValidPortName, isValidPortNumber } from "../../../apimachinery/names.ts";
import type { Container, ContainerPort, PodSpec, Volume } from "../../facts/types.gen.ts";
import { checkDns1123Label, checkMessages, checkOneOf, checkUnset, type Errors } from "../../field-checks.ts";
import { checkContainerResources } from "../resources/resource-rules.ts";
import { checkEnv, checkEnvFrom } from "./env-rules.ts";
import { checkLifecycle, checkProbes } from "./handler-rules.ts";
import { checkDevices, checkMounts } from "./mount-rules.ts";
import { isSidecar } from "./pod-requests.ts";
import { checkPullPolicy } from "./pull-policy-rules.ts";
import { checkSecurityContext } from "./security-rules.ts";

export interface ContainerContext {
  readonly spec: PodSpec;
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly podClaims: ReadonlySet<string>;
}

export const portProtocols: readonly string[] = ["SCTP", "TCP", "UDP"];
const restartPolicies = ["Always", "Never", "OnFailure"];
const restartActions = ["Restart", "RestartAllContainers"];
const restartRulesMax = 20;
const exitCodesMax = 255;
/** What makes no sense beside a pod that runs already. */
const notForEphemeral = [
  "ports",
  "resources",
  "resizePolicy",
  "restartPolicyRules",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle",
  "restartPolicy",
];

export function checkContainers(errors: Errors, path: string, context: ContainerContext): void {
  const containers = context.spec.containers ?? [];
  if (containers.length === 0) {
    errors.push(required(path));
    return;
  }
  const names = new Set<string>();
  containers.forEach((container, index) => {
    const at = `${path}[${index}]`;
    checkCommon(errors, at, container, context);
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
    names.add(container.name);
    checkHandlers(errors, at, container, context.spec);
    checkRestartRules(errors, at, container);
  });
  checkHostPorts(errors, path, containers);
}

export function checkInitContainers(errors: Errors, path: string, context: ContainerContext): void {
  const names = new Set((context.spec.containers ?? []).map(({ name }) => name));
  (context.spec.initContainers ?? []).forEach((container, index) => {
    const at = `${path}[${index}]`;
    checkCommon(errors, at, container, context);
    if (container.restartPolicy !== undefined || container.restartPolicyRules !== undefined) {
      checkRestartRules(errors, at, container);
    }
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
    if (container.name) names.add(container.name);
    // They run one after the other, so each may have the port for itself. Upstream counts from the first.
    checkHostPorts(errors, path, [container]);
    if (isSidecar(container)) checkHandlers(errors, at, container, context.spec);
    else {
      const detail = "may not be set for init containers without restartPolicy=Always";
      checkUnset(errors, at, container, ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"], detail);
      (container.resizePolicy ?? []).forEach(({ restartPolicy }, policy) => {
        if (restartPolicy !== "RestartContainer") return;
        const detail = "must not be set to 'RestartContainer' for non-sidecar initContainers";
        errors.push(invalidValue(`${at}.resizePolicy[${policy}].restartPolicy`, restartPolicy, detail));
      });
    }
  });
}

export function checkEphemeralContainers(errors: Errors, path: string, context: ContainerContext): void {
  const { spec } = context;
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name));
  const names = new Set(others);
  (spec.ephemeralContainers ?? []).forEach((ephemeral, index) => {
    const at = `${path}[${index}]`;
    const container = ephemeral as Container;
    checkCommon(errors, at, container, context);
    checkImageBlanks(errors, at, container);
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
    names.add(container.name);
    const { targetContainerName: target } = ephemeral;
    if (target && !others.has(target)) errors.push(notFoundField(`${at}.targetContainerName`, target));
    const detail = "cannot be set for an Ephemeral Container";
    const set = notForEphemeral.filter(
      (field) => !isEmptyStruct((ephemeral as unknown as Record<string, unknown>)[field]),
    );
    checkUnset(errors, at, ephemeral, set, detail);
    (ephemeral.volumeMounts ?? []).forEach((mount, position) => {
      const mountAt = `${at}.volumeMounts[${position}]`;
      if (mount.subPath) errors.push(forbiddenField(`${mountAt}.subPath`, detail));
      if (mount.subPathExpr) errors.push(forbiddenField(`${mountAt}.subPathExpr`, detail));
    });
  });
}

/** `resources: {}` is no resources. */
function isEmptyStruct(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** Of pods only: templates with blanks around an image have been let pass for too long. */
export function checkImageBlanks(errors: Errors, path: string, { image = "" }: Container): void {
  if (image.trim() !== image) {
    errors.push(invalidValue(`${path}.image`, image, "must not have leading or trailing whitespace"));
  }
}

function checkHandlers(errors: Errors, path: string, container: Container, spec: PodSpec): void {
  const context = { graceSeconds: spec.terminationGracePeriodSeconds, os: spec.os?.name ?? "" };
  if (container.lifecycle !== undefined) checkLifecycle(errors, `${path}.lifecycle`, container.lifecycle, context);
  checkProbes(errors, path, container, context);
}

function checkCommon(errors: Errors, path: string, container: Container, context: ContainerContext): void {
  if (!container.name) errors.push(required(`${path}.name`));
  else checkDns1123Label(errors, `${path}.name`, container.name);
  if (!container.image) errors.push(required(`${path}.image`));
  const messagePolicies = ["File", "FallbackToLogsOnError"];
  checkOneOf(errors, `${path}.terminationMessagePolicy`, container.terminationMessagePolicy, messagePolicies);
  if (container.ports !== undefined) checkPorts(errors, `${path}.ports`, container.ports);
  checkEnv(errors, `${path}.env`, container.env);
  checkEnvFrom(errors, `${path}.envFrom`, container.envFrom);
  checkMounts(errors, path, container, context.volumes);
  checkDevices(errors, path, container, context.volumes);
  checkPullPolicy(errors, `${path}.imagePullPolicy`, container.imagePullPolicy);
  checkContainerResources(errors, `${path}.resources`, container.resources, context.podClaims);
  checkResizePolicy(errors, `${path}.resizePolicy`, container, context.spec);
  const hostUsers = context.spec.hostUsers ?? true;
  checkSecurityContext(errors, `${path}.securityContext`, container.securityContext, hostUsers);
}

function checkPorts(errors: Errors, path: string, ports: readonly ContainerPort[]): void {
  const names = new Set<string>();
  ports.forEach((port, index) => {
    const at = `${path}[${index}]`;
    if (port.name) {
      const messages = isValidPortName(port.name);
      checkMessages(errors, `${at}.name`, port.name, messages);
      if (messages.length === 0 && names.has(port.name)) errors.push(duplicate(`${at}.name`, port.name));
      names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${at}.containerPort`));
    else checkMessages(errors, `${at}.containerPort`, port.containerPort, isValidPortNumber(port.containerPort));
    if (port.hostPort) checkMessages(errors, `${at}.hostPort`, port.hostPort, isValidPortNumber(port.hostPort));
    checkOneOf(errors, `${at}.protocol`, port.protocol, portProtocols);
  });
}

function checkHostPorts(errors: Errors, path: string, containers: readonly Container[]): void {
  const taken = new Set<string>();
  containers.forEach((container, index) => {
    (container.ports ?? []).forEach((port, position) => {
      if (!port.hostPort) return;
      const key = `${port.protocol ?? ""}/${port.hostIP ?? ""}/${port.hostPort}`;
      if (taken.has(key)) errors.push(duplicate(`${path}[${index}].ports[${position}].hostPort`, key));
      taken.add(key);
    });
  });
}

function checkResizePolicy(errors: Errors, path: string, { resizePolicy = [] }: Container, spec: PodSpec): void {
  const seen = new Set<string>();
  resizePolicy.forEach(({ resourceName = "", restartPolicy = "" }, index) => {
    if (seen.has(resourceName)) errors.push(duplicate(`${path}[${index}]`, resourceName));
    seen.add(resourceName);
    checkOneOf(errors, path, resourceName, ["cpu", "memory"]);
    checkOneOf(errors, path, restartPolicy, ["NotRequired", "RestartContainer"]);
    if (spec.restartPolicy === "Never" && restartPolicy !== "NotRequired") {
      const detail = "must be 'NotRequired' when pod `restartPolicy` is 'Never'";
      errors.push(invalidValue(path, restartPolicy, detail));
    }
  });
}

function checkRestartRules(errors: Errors, path: string, container: Container): void {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  if (restartPolicy === undefined) {
    if (rules.length === 0) return;
    errors.push(required(`${path}.restartPolicy`, "must specify restartPolicy when restart rules are used"));
  } else if (!restartPolicies.includes(restartPolicy)) {
    errors.push(notSupported(`${path}.restartPolicy`, restartPolicy, restartPolicies));
  }
  if (rules.length > restartRulesMax) {
    errors.push(tooMany(`${path}.restartPolicyRules`, rules.length, restartRulesMax));
  }
  rules.forEach(({ action, exitCodes }, index) => {
    const at = `${path}.restartPolicyRules[${index}]`;
    if (!restartActions.includes(action)) errors.push(notSupported(`${at}.action`, action ?? "", restartActions));
    if (exitCodes === undefined) {
      errors.push(required(`${at}.exitCodes`, "must be specified"));
      return;
    }
    const operators = ["In", "NotIn"];
    if (!operators.includes(exitCodes.operator)) {
      errors.push(notSupported(`${at}.exitCodes.operator`, exitCodes.operator ?? "", operators));
    }
    const { values = [] } = exitCodes;
    if (values.length > exitCodesMax) errors.push(tooMany(`${at}.exitCodes.values`, values.length, exitCodesMax));
  });
}
