// A container's security context as Docker takes it.
// Kubernetes: pkg/securitycontext/util.go, pkg/kubelet/kuberuntime/security_context.go; cri-dockerd: core/security_context.go
import type { Pod, SeccompProfile, SecurityContext } from "../../../../src/kinds/facts/types.gen.ts";
import type { HostConfig } from "../../docker/container-spec.ts";
import { type AnyContainer, ConfigError } from "../collaborators.ts";
import { identityOf, podText, specOf } from "../pod-parts.ts";

export interface SecurityInput {
  readonly pod: Pod;
  readonly container: AnyContainer;
  /** The image's own user: "", "1000", "1000:1000", "nobody". */
  readonly imageUser: string;
  /** Contents of a profile below the node's seccomp folder. Throws ConfigError when it isn't there. */
  readonly seccompProfile: (name: string) => string;
}

export interface SecuritySettings {
  /** Undefined: the image's. */
  readonly user: string | undefined;
  readonly host: HostConfig;
}

/** The container's own word, else the pod's. */
export function effectiveSecurity(pod: Pod, container: AnyContainer): SecurityContext {
  const { runAsUser, runAsGroup, runAsNonRoot, seccompProfile, appArmorProfile, seLinuxOptions } =
    specOf(pod).securityContext ?? {};
  const defaults = { runAsUser, runAsGroup, runAsNonRoot, seccompProfile, appArmorProfile, seLinuxOptions };
  const inherited = Object.fromEntries(Object.entries(defaults).filter(([, value]) => value !== undefined));
  return { ...(inherited as SecurityContext), ...container.securityContext };
}

/** Throws ConfigError when the container may not run as the user that it would. */
export function securitySettings(input: SecurityInput): SecuritySettings {
  const context = effectiveSecurity(input.pod, input.container);
  verifyNonRoot(input, context);
  const { capabilities, privileged, readOnlyRootFilesystem, procMount } = context;
  const groups = groupsOf(input.pod);
  const host: HostConfig = {
    SecurityOpt: securityOptions(context, input.seccompProfile),
    ...(privileged === true ? { Privileged: true } : {}),
    ...(readOnlyRootFilesystem === true ? { ReadonlyRootfs: true } : {}),
    ...(capabilities?.add === undefined ? {} : { CapAdd: capabilities.add }),
    ...(capabilities?.drop === undefined ? {} : { CapDrop: capabilities.drop }),
    ...(groups.length === 0 ? {} : { GroupAdd: groups }),
    ...(procMount === "Unmasked" || privileged === true ? { MaskedPaths: [], ReadonlyPaths: [] } : {}),
  };
  return { user: userOf(context, input.imageUser), host };
}

function groupsOf(pod: Pod): string[] {
  const { supplementalGroups = [], fsGroup } = specOf(pod).securityContext ?? {};
  return [...supplementalGroups, ...(fsGroup === undefined ? [] : [fsGroup])].map(String);
}

function userOf({ runAsUser, runAsGroup }: SecurityContext, imageUser: string): string | undefined {
  if (runAsGroup === undefined) return runAsUser === undefined ? undefined : String(runAsUser);
  // Docker takes a group only together with a user.
  const user = runAsUser ?? (imageUser.split(":")[0] || "0");
  return `${user}:${runAsGroup}`;
}

/** Kubernetes: pkg/kubelet/kuberuntime/security_context_others.go verifyRunAsNonRoot */
function verifyNonRoot({ pod, container, imageUser }: SecurityInput, context: SecurityContext): void {
  if (context.runAsNonRoot !== true) return;
  const which = `(pod: ${JSON.stringify(podText(identityOf(pod)))}, container: ${container.name})`;
  if (context.runAsUser !== undefined) {
    if (context.runAsUser === 0) throw new ConfigError(`container's runAsUser breaks non-root policy ${which}`);
    return;
  }
  const user = imageUser.split(":")[0] ?? "";
  if (user === "" || user === "0")
    throw new ConfigError(`container has runAsNonRoot and image will run as root ${which}`);
  if (!/^\d+$/.test(user)) {
    const reason = `image has non-numeric user (${user}), cannot verify user is non-root`;
    throw new ConfigError(`container has runAsNonRoot and ${reason} ${which}`);
  }
}

function securityOptions(context: SecurityContext, profile: SecurityInput["seccompProfile"]): string[] {
  const options: string[] = [];
  if (context.allowPrivilegeEscalation === false) options.push("no-new-privileges");
  if (context.privileged !== true) options.push(...seccompOptions(context.seccompProfile, profile));
  const { appArmorProfile, seLinuxOptions } = context;
  if (appArmorProfile?.type === "Unconfined") options.push("apparmor=unconfined");
  if (appArmorProfile?.type === "Localhost") options.push(`apparmor=${appArmorProfile.localhostProfile}`);
  for (const [name, value] of Object.entries(seLinuxOptions ?? {})) if (value) options.push(`label=${name}:${value}`);
  return options;
}

/** Left out means unconfined, as in every cluster without seccompDefault; Docker's own default is its profile. */
export function seccompOptions(profile: SeccompProfile | undefined, read: (name: string) => string): string[] {
  if (profile?.type === "RuntimeDefault") return [];
  if (profile?.type === "Localhost") return [`seccomp=${read(profile.localhostProfile ?? "")}`];
  return ["seccomp=unconfined"];
}
