// What holds of pods for Windows, and what of Windows may not be asked of others.
// Kubernetes: pkg/apis/core/validation/validation.go validateWindows, validateWindowsSecurityContextOptions
import { forbiddenField, invalidValue, notSupported, required } from "../../../apimachinery/field-error.ts";
import { isDns1123Subdomain } from "../../../apimachinery/names.ts";
import type { PodSpec, WindowsSecurityContextOptions } from "../../facts/types.gen.ts";
import { checkMessages, checkUnset, type Errors } from "../../field-checks.ts";
import { visitContainers } from "./visit-containers.ts";

const credentialSpecBytesMax = 64 * 1024;
const domainLengthMax = 256;
const userLengthMax = 104;
const netBiosDomain = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const dnsDomain = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

const podSecurityFields = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "fsGroup",
  "fsGroupChangePolicy",
  "sysctls",
  "runAsUser",
  "runAsGroup",
  "supplementalGroups",
  "supplementalGroupsPolicy",
  "seLinuxChangePolicy",
];
const containerSecurityFields = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "capabilities",
  "readOnlyRootFilesystem",
  "privileged",
  "allowPrivilegeEscalation",
  "procMount",
  "runAsUser",
  "runAsGroup",
];

/** `spec.os`, and that nothing of the other system is asked for. */
export function checkOs(errors: Errors, path: string, spec: PodSpec): void {
  if (spec.os === undefined) return;
  const { name } = spec.os;
  if (!name) errors.push(required(`${path}.os.name`));
  else if (name === "linux") checkLinux(errors, path, spec);
  else if (name === "windows") checkWindows(errors, path, spec);
  else errors.push(notSupported(`${path}.os`, name, ["linux", "windows"]));
}

function checkLinux(errors: Errors, path: string, spec: PodSpec): void {
  const detail = "windows options cannot be set for a linux pod";
  checkUnset(errors, `${path}.securityContext`, spec.securityContext ?? {}, ["windowsOptions"], detail);
  visitContainers(spec, path, (container, at) => {
    checkUnset(errors, `${at}.securityContext`, container.securityContext ?? {}, ["windowsOptions"], detail);
  });
}

function checkWindows(errors: Errors, path: string, spec: PodSpec): void {
  const detail = "cannot be set for a windows pod";
  const host = ["hostUsers", ...(["hostPID", "hostIPC"] as const).filter((field) => spec[field])];
  checkUnset(errors, path, spec, [...host, "shareProcessNamespace"], detail);
  checkUnset(errors, `${path}.securityContext`, spec.securityContext ?? {}, podSecurityFields, detail);
  visitContainers(spec, path, (container, at) => {
    const context = container.securityContext ?? {};
    checkUnset(errors, `${at}.securityContext`, context, containerSecurityFields, detail);
  });
}

/** Containers that are processes of a Windows host: all of them, or none. */
export function checkHostProcess(errors: Errors, path: string, spec: PodSpec): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  let containers = 0;
  let hostProcesses = 0;
  visitContainers(spec, path, (container, at) => {
    containers += 1;
    const own = container.securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
      errors.push(invalidValue(`${at}.securityContext.windowsOptions.hostProcess`, own, detail));
    }
    if (own ?? ofPod) hostProcesses += 1;
  });
  if (hostProcesses === 0) return;
  if (hostProcesses !== containers) {
    const detail = "If pod contains any hostProcess containers then all containers must be HostProcess containers";
    errors.push(invalidValue(path, "", detail));
  }
  if (!spec.hostNetwork) {
    const detail = "hostNetwork must be true if pod contains any hostProcess containers";
    errors.push(invalidValue(`${path}.hostNetwork`, false, detail));
  }
}

export function checkWindowsOptions(
  errors: Errors,
  path: string,
  options: WindowsSecurityContextOptions | undefined,
): void {
  if (options === undefined) return;
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options;
  if (gmsaCredentialSpecName !== undefined) {
    const messages = isDns1123Subdomain(gmsaCredentialSpecName);
    checkMessages(errors, `${path}.gmsaCredentialSpecName`, gmsaCredentialSpecName, messages);
  }
  if (gmsaCredentialSpec !== undefined) {
    const at = `${path}.gmsaCredentialSpec`;
    if (gmsaCredentialSpec === "") {
      errors.push(invalidValue(at, gmsaCredentialSpec, "gmsaCredentialSpec cannot be an empty string"));
    } else if (gmsaCredentialSpec.length > credentialSpecBytesMax) {
      errors.push(invalidValue(at, gmsaCredentialSpec, "gmsaCredentialSpec size must be under 64 KiB"));
    }
  }
  if (runAsUserName !== undefined) {
    const messages = userNameProblems(runAsUserName);
    checkMessages(errors, `${path}.runAsUserName`, runAsUserName, messages);
  }
}

function userNameProblems(name: string): string[] {
  if (name === "") return ["runAsUserName cannot be an empty string"];
  if (/\p{Cc}/u.test(name)) return ["runAsUserName cannot contain control characters"];
  const parts = name.split("\\");
  if (parts.length > 2) return ["runAsUserName cannot contain more than one backslash"];
  const user = parts.at(-1) as string;
  const domain = parts.length === 2 ? (parts[0] as string) : undefined;
  const problems: string[] = [];
  if (domain !== undefined) {
    if (domain.length >= domainLengthMax) {
      problems.push(`runAsUserName's Domain length must be under ${domainLengthMax} characters`);
    }
    if (!netBiosDomain.test(domain) && !dnsDomain.test(domain)) {
      problems.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
    }
  }
  if (user === "") problems.push("runAsUserName's User cannot be empty");
  else if (user.length > userLengthMax) {
    problems.push(`runAsUserName's User length must not be longer than ${userLengthMax} characters`);
  }
  if (/^[. ]+$/.test(user)) problems.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    problems.push("runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
  }
  return problems;
}

/** A pod whose users are not the node's may share little else with the node. */
export function checkHostUsers(errors: Errors, path: string, spec: PodSpec): void {
  if (spec.hostUsers !== false) return;
  const detail = "when `hostUsers` is false";
  if (spec.hostNetwork) errors.push(forbiddenField(`${path}.hostNetwork`, detail));
  if (spec.hostPID) errors.push(forbiddenField(`${path}.HostPID`, detail));
  if (spec.hostIPC) errors.push(forbiddenField(`${path}.HostIPC`, detail));
  visitContainers(spec, path, (container, at) => {
    if ((container.volumeDevices ?? []).length > 0) errors.push(forbiddenField(`${at}.volumeDevices`, detail));
  });
}
