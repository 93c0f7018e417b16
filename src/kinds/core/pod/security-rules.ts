// Security settings of containers and of pods.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateSecurityContext, validatePodSpecSecurityContext
import { duplicate, invalidValue, notSupported, required, tooLong } from "../../../apimachinery/field-error.ts";
import { isValidGroupId, isValidUserId } from "../../../apimachinery/names.ts";
import type {
  AppArmorProfile,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
} from "../../facts/types.gen.ts";
import { checkMessages, checkOptionalOneOf, type Errors } from "../../field-checks.ts";
import { checkDescendingPath } from "../volume/path-rules.ts";
import { checkWindowsOptions } from "./windows-rules.ts";

const profileTypes = ["Localhost", "RuntimeDefault", "Unconfined"];
const appArmorProfileLengthMax = 4095;
const sysctlLengthMax = 253;
const sysctlSegment = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const sysctlForm = `^(${sysctlSegment}[\\./])*${sysctlSegment}$`;
const sysctlName = new RegExp(sysctlForm);

/** `hostUsers`: the pod's users are the node's. */
export function checkSecurityContext(
  errors: Errors,
  path: string,
  context: SecurityContext | undefined,
  hostUsers: boolean,
): void {
  if (context === undefined) return;
  checkUserAndGroup(errors, path, context);
  const { procMount } = context;
  if (procMount !== undefined) {
    checkOptionalOneOf(errors, `${path}.procMount`, procMount, ["Default", "Unmasked"]);
    if (hostUsers && procMount === "Unmasked") {
      errors.push(invalidValue(`${path}.procMount`, procMount, "`hostUsers` must be false to use `Unmasked`"));
    }
  }
  checkSeccompProfile(errors, `${path}.seccompProfile`, context.seccompProfile);
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged) {
      const detail = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true";
      errors.push(invalidValue(path, context, detail));
    }
    if (context.capabilities?.add?.includes("CAP_SYS_ADMIN")) {
      const detail = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN";
      errors.push(invalidValue(path, context, detail));
    }
  }
  checkWindowsOptions(errors, `${path}.windowsOptions`, context.windowsOptions);
  checkAppArmorProfile(errors, `${path}.appArmorProfile`, context.appArmorProfile);
}

export function checkPodSecurityContext(errors: Errors, path: string, spec: PodSpec): void {
  const context = spec.securityContext;
  // Of a pod, these two stand beside the security context, and are checked with it.
  if (spec.shareProcessNamespace && spec.hostPID) {
    const detail = "ShareProcessNamespace and HostPID cannot both be enabled";
    errors.push(invalidValue(`${path}.shareProcessNamespace`, true, detail));
  }
  if (context === undefined) return;
  if (context.fsGroup !== undefined) {
    checkMessages(errors, `${path}.fsGroup`, context.fsGroup, isValidGroupId(context.fsGroup));
  }
  checkUserAndGroup(errors, path, context);
  (context.supplementalGroups ?? []).forEach((group, index) => {
    checkMessages(errors, `${path}.supplementalGroups[${index}]`, group, isValidGroupId(group));
  });
  if (context.sysctls !== undefined) checkSysctls(errors, `${path}.sysctls`, context, spec);
  checkOptionalOneOf(errors, `${path}.fsGroupChangePolicy`, context.fsGroupChangePolicy, ["Always", "OnRootMismatch"]);
  checkSeccompProfile(errors, `${path}.seccompProfile`, context.seccompProfile);
  checkWindowsOptions(errors, `${path}.windowsOptions`, context.windowsOptions);
  checkAppArmorProfile(errors, `${path}.appArmorProfile`, context.appArmorProfile);
  const { supplementalGroupsPolicy, seLinuxChangePolicy } = context;
  checkOptionalOneOf(errors, `${path}.supplementalGroupsPolicy`, supplementalGroupsPolicy, ["Merge", "Strict"]);
  checkOptionalOneOf(errors, `${path}.seLinuxChangePolicy`, seLinuxChangePolicy, ["MountOption", "Recursive"]);
}

interface UserAndGroup {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
}

function checkUserAndGroup(errors: Errors, path: string, { runAsUser, runAsGroup }: UserAndGroup): void {
  if (runAsUser !== undefined) checkMessages(errors, `${path}.runAsUser`, runAsUser, isValidUserId(runAsUser));
  if (runAsGroup !== undefined) checkMessages(errors, `${path}.runAsGroup`, runAsGroup, isValidGroupId(runAsGroup));
}

function checkSysctls(errors: Errors, path: string, { sysctls = [] }: PodSecurityContext, spec: PodSpec): void {
  const names = new Set<string>();
  sysctls.forEach(({ name = "" }, index) => {
    const at = `${path}[${index}].name`;
    if (name === "") errors.push(required(at));
    else if (name.length > sysctlLengthMax || !sysctlName.test(name)) {
      errors.push(
        invalidValue(at, name, `must have at most ${sysctlLengthMax} characters and match regex ${sysctlForm}`),
      );
    } else if (names.has(name)) errors.push(duplicate(at, name));
    const namespace = sysctlNamespace(name);
    if (spec.hostNetwork && namespace === "net") {
      errors.push(invalidValue(at, name, "may not be specified when 'hostNetwork' is true"));
    } else if (spec.hostIPC && namespace === "ipc") {
      errors.push(invalidValue(at, name, "may not be specified when 'hostIPC' is true"));
    }
    names.add(name);
  });
}

/** Which of the kernel's namespaces a setting belongs to. Kubernetes: component-helpers/node/util/sysctl */
function sysctlNamespace(name: string): "ipc" | "net" | undefined {
  const dotted = name.replaceAll("/", ".");
  if (dotted === "kernel.sem" || dotted.startsWith("kernel.shm") || dotted.startsWith("kernel.msg")) return "ipc";
  if (dotted.startsWith("fs.mqueue.")) return "ipc";
  return dotted.startsWith("net.") ? "net" : undefined;
}

function checkSeccompProfile(errors: Errors, path: string, profile: SeccompProfile | undefined): void {
  if (profile === undefined) return;
  const { type, localhostProfile } = profile;
  if (!type) errors.push(required(`${path}.type`, "type is required when seccompProfile is set"));
  else if (!profileTypes.includes(type)) errors.push(notSupported(`${path}.type`, type, profileTypes));
  const at = `${path}.localhostProfile`;
  if (type === "Localhost") {
    if (localhostProfile === undefined) errors.push(required(at, "must be set when seccomp type is Localhost"));
    else checkDescendingPath(errors, at, localhostProfile);
  } else if (localhostProfile !== undefined) {
    errors.push(invalidValue(at, profile, "can only be set when seccomp type is Localhost"));
  }
}

function checkAppArmorProfile(errors: Errors, path: string, profile: AppArmorProfile | undefined): void {
  if (profile === undefined) return;
  const { type, localhostProfile } = profile;
  const at = `${path}.localhostProfile`;
  if (type === "Localhost") {
    const missing = "must be set when AppArmor type is Localhost";
    if (localhostProfile === undefined) errors.push(required(at, missing));
    else {
      if (localhostProfile.trim() !== localhostProfile) {
        errors.push(invalidValue(at, localhostProfile, "must not be padded with whitespace"));
      } else if (localhostProfile === "") errors.push(required(at, missing));
      if (localhostProfile.length > appArmorProfileLengthMax) errors.push(tooLong(at, appArmorProfileLengthMax));
    }
  } else if (type === "RuntimeDefault" || type === "Unconfined") {
    if (localhostProfile !== undefined) {
      errors.push(invalidValue(at, localhostProfile, "can only be set when AppArmor type is Localhost"));
    }
  } else if (!type) errors.push(required(`${path}.type`, "type is required when appArmorProfile is set"));
  else errors.push(notSupported(`${path}.type`, type, profileTypes));
}
