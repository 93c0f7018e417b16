// The Pod Security Standards: every check, and which of them count at a level and a version. To add one: its file and
// its line; each part stays in the order of the ids.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/registry.go
import type { Check, CheckedPod, CheckPod, VersionedCheck, Violation } from "./check.ts";
import { allowPrivilegeEscalation } from "./checks/allow-privilege-escalation.ts";
import { appArmorProfile } from "./checks/app-armor-profile.ts";
import { capabilitiesBaseline } from "./checks/capabilities-baseline.ts";
import { capabilitiesRestricted } from "./checks/capabilities-restricted.ts";
import { hostNamespaces } from "./checks/host-namespaces.ts";
import { hostPathVolumes } from "./checks/host-path-volumes.ts";
import { hostPorts } from "./checks/host-ports.ts";
import { hostProbes } from "./checks/host-probes.ts";
import { privileged } from "./checks/privileged.ts";
import { procMount, procMountRestricted } from "./checks/proc-mount.ts";
import { restrictedVolumes } from "./checks/restricted-volumes.ts";
import { runAsNonRoot } from "./checks/run-as-non-root.ts";
import { runAsUser } from "./checks/run-as-user.ts";
import { seLinuxOptions } from "./checks/se-linux-options.ts";
import { seccompProfileBaseline, seccompProfileRestricted } from "./checks/seccomp-profile.ts";
import { sysctls } from "./checks/sysctls.ts";
import { windowsHostProcess } from "./checks/windows-host-process.ts";
import type { LevelVersion } from "./policy.ts";

const baseline: readonly Check[] = [
  appArmorProfile,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfileBaseline,
  sysctls,
  windowsHostProcess,
];

const restricted: readonly Check[] = [
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfileRestricted,
];

/** After the newest change of a check all versions are the same. */
const newestMinor = Math.max(...[...baseline, ...restricted].flatMap(({ versions }) => versions.map(sinceOf)));

const chosen = new Map<string, readonly CheckPod[]>();

/** What a pod has against a level, in the order of the standards; none: it is allowed. */
export function violations(policy: LevelVersion, pod: CheckedPod): Violation[] {
  if (policy.level === "privileged") return [];
  return checksOf(policy.level, policy.minor).flatMap((check) => check(pod) ?? []);
}

function checksOf(level: Check["level"], minor: number | "latest"): readonly CheckPod[] {
  const version = minor === "latest" ? newestMinor : Math.min(minor, newestMinor);
  const key = `${level}:${version}`;
  const known = chosen.get(key);
  if (known !== undefined) return known;
  const found = select(level, version);
  chosen.set(key, found);
  return found;
}

function select(level: Check["level"], minor: number): readonly CheckPod[] {
  const stricter = level === "restricted" ? restricted.flatMap((check) => versionAt(check, minor) ?? []) : [];
  const overridden = stricter.flatMap(({ overrides }) => overrides ?? []);
  const counting = baseline.filter(({ id }) => !overridden.includes(id));
  return [...counting.flatMap((check) => versionAt(check, minor) ?? []), ...stricter].map(({ check }) => check);
}

function versionAt({ versions }: Check, minor: number): VersionedCheck | undefined {
  return versions.findLast(({ sinceMinor }) => sinceMinor <= minor);
}

function sinceOf({ sinceMinor }: VersionedCheck): number {
  return sinceMinor;
}

/** "host ports (8080), privileged" */
export function detailText(found: readonly Violation[]): string {
  return found.map(({ reason, detail }) => (detail === "" ? reason : `${reason} (${detail})`)).join(", ");
}

export function reasonText(found: readonly Violation[]): string {
  return found.map(({ reason }) => reason).join(", ");
}
