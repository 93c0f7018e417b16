// appArmorProfile: the runtime's profile, or one of the host; never none.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_appArmorProfile.go
import type { ObjectMeta } from "../../../../apimachinery/json.ts";
import type { AppArmorProfile } from "../../../../kinds/facts/types.gen.ts";
import type { Check, CheckPod } from "../check.ts";
import { containersWhere, plural, quoted, settersText, sorted } from "../words.ts";

const annotationPrefix = "container.apparmor.security.beta.kubernetes.io/";

const confined: CheckPod = ({ metadata, spec }) => {
  const found: string[] = [];
  const isBad = (profile: AppArmorProfile | undefined) => {
    if (profile === undefined || profile.type === "RuntimeDefault" || profile.type === "Localhost") return false;
    found.push(profile.type);
    return true;
  };
  const pod = isBad(spec.securityContext?.appArmorProfile);
  const bad = containersWhere(spec, ({ securityContext }) => isBad(securityContext?.appArmorProfile));
  const annotations = badAnnotations(metadata);
  const values = [...sorted(found), ...annotations];
  if (values.length === 0) return undefined;
  const fields = settersText(pod, bad);
  const setters = [
    ...(fields === "" ? [] : [fields]),
    ...(annotations.length === 0 ? [] : [plural("annotation", "annotations", annotations.length)]),
  ];
  return {
    reason: plural("forbidden AppArmor profile", "forbidden AppArmor profiles", values.length),
    detail: `${setters.join(" and ")} must not set AppArmor profile type to ${quoted(values)}`,
  };
};

function badAnnotations({ annotations = {} }: ObjectMeta): string[] {
  return Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(annotationPrefix) && !isAllowed(value))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort();
}

function isAllowed(value: string): boolean {
  return value === "" || value === "runtime/default" || value.startsWith("localhost/");
}

export const appArmorProfile: Check = {
  id: "appArmorProfile",
  level: "baseline",
  versions: [{ sinceMinor: 0, check: confined }],
};
