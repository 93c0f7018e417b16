// Security profiles that are named twice, in an old annotation and in a field, must agree.
// Kubernetes: pkg/apis/core/validation/validation.go validateSeccompAnnotationsAndFields
import { forbiddenField } from "../../../apimachinery/field-error.ts";
import type { AppArmorProfile, PodSpec, SeccompProfile } from "../../facts/types.gen.ts";
import type { Errors } from "../../field-checks.ts";
import { visitContainers } from "./visit-containers.ts";

const seccompPodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
const seccompContainerPrefix = "container.seccomp.security.alpha.kubernetes.io/";
const appArmorContainerPrefix = "container.apparmor.security.beta.kubernetes.io/";

type Profile = Pick<SeccompProfile | AppArmorProfile, "type" | "localhostProfile">;

interface Words {
  readonly what: "seccomp" | "apparmor";
  readonly runtimeDefault: readonly string[];
}

const seccompWords: Words = { what: "seccomp", runtimeDefault: ["runtime/default", "docker/default"] };
const appArmorWords: Words = { what: "apparmor", runtimeDefault: ["runtime/default"] };

export function checkProfileAnnotations(
  errors: Errors,
  path: string,
  annotations: Readonly<Record<string, string>> | undefined,
  spec: PodSpec,
): void {
  if (annotations === undefined) return;
  const ofPod = spec.securityContext;
  const seccompAt = `${path}.securityContext.seccompProfile`;
  checkAgree(errors, seccompAt, annotations[seccompPodAnnotation], ofPod?.seccompProfile, seccompWords);
  visitContainers(spec, path, (container, at) => {
    const own = container.securityContext;
    const seccomp = annotations[`${seccompContainerPrefix}${container.name}`];
    checkAgree(errors, `${at}.securityContext.seccompProfile`, seccomp, own?.seccompProfile, seccompWords);
    if (spec.os?.name === "windows") return;
    const appArmor = annotations[`${appArmorContainerPrefix}${container.name}`];
    const profile = own?.appArmorProfile ?? ofPod?.appArmorProfile;
    checkAgree(errors, `${at}.securityContext.appArmorProfile`, appArmor, profile, appArmorWords);
  });
}

function checkAgree(
  errors: Errors,
  path: string,
  annotation: string | undefined,
  profile: Profile | undefined,
  { what, runtimeDefault }: Words,
): void {
  if (annotation === undefined || profile === undefined) return;
  const typeDiffers = (): void => {
    errors.push(forbiddenField(`${path}.type`, `${what} type in annotation and field must match`));
  };
  switch (profile.type) {
    case "Unconfined":
      if (annotation !== "unconfined") typeDiffers();
      return;
    case "RuntimeDefault":
      if (!runtimeDefault.includes(annotation)) typeDiffers();
      return;
    case "Localhost":
      if (!annotation.startsWith("localhost/")) typeDiffers();
      else if (annotation.slice("localhost/".length) !== profile.localhostProfile) {
        const detail = `${what} profile in annotation and field must match`;
        errors.push(forbiddenField(`${path}.localhostProfile`, detail));
      }
      return;
    default:
  }
}
