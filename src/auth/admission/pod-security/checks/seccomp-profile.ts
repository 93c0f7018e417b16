// seccompProfile: system calls are filtered. "baseline" forbids to turn that off, "restricted" wants it said.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_seccompProfile_{baseline,restricted}.go
import type { SeccompProfile } from "../../../../kinds/facts/types.gen.ts";
import type { Check, CheckedPod, CheckPod, Violation } from "../check.ts";
import { containersText, containersWhere, isForWindows, plural, quoted, settersText, sorted } from "../words.ts";

const reason = "seccompProfile";
const podAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
const containerAnnotationPrefix = "container.seccomp.security.alpha.kubernetes.io/";

function isFiltering(profile: SeccompProfile): boolean {
  return profile.type === "RuntimeDefault" || profile.type === "Localhost";
}

/** Before the field there were annotations. */
const annotated: CheckPod = ({ metadata, spec }) => {
  const keys = [podAnnotation, ...containersWhere(spec, () => true).map((name) => containerAnnotationPrefix + name)];
  const forbidden = keys.flatMap((key) => {
    const value = metadata.annotations?.[key];
    return value === undefined || isAllowedAnnotation(value) ? [] : [`${key}=${JSON.stringify(value)}`];
  });
  const values = sorted(forbidden);
  if (values.length === 0) return undefined;
  return { reason, detail: `forbidden ${plural("annotation", "annotations", values.length)} ${values.join(", ")}` };
};

function isAllowedAnnotation(value: string): boolean {
  return value === "runtime/default" || value === "docker/default" || value.startsWith("localhost/");
}

/** What says that nothing is to be filtered. */
function refusing({ spec }: CheckedPod): Violation | undefined {
  const found: string[] = [];
  const isBad = (profile: SeccompProfile | undefined) => {
    if (profile === undefined || isFiltering(profile)) return false;
    found.push(profile.type);
    return true;
  };
  const pod = isBad(spec.securityContext?.seccompProfile);
  const bad = containersWhere(spec, ({ securityContext }) => isBad(securityContext?.seccompProfile));
  const setters = settersText(pod, bad);
  if (setters === "") return undefined;
  const detail = `${setters} must not set securityContext.seccompProfile.type to ${quoted(sorted(found))}`;
  return { reason, detail };
}

const said: CheckPod = (pod) => {
  const refused = refusing(pod);
  if (refused !== undefined || pod.spec.securityContext?.seccompProfile !== undefined) return refused;
  const silent = containersWhere(pod.spec, ({ securityContext }) => securityContext?.seccompProfile === undefined);
  if (silent.length === 0) return undefined;
  const wanted = `must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return { reason, detail: `pod or ${containersText(silent)} ${wanted}` };
};

export const seccompProfileBaseline: Check = {
  id: "seccompProfile_baseline",
  level: "baseline",
  versions: [
    { sinceMinor: 0, check: annotated },
    { sinceMinor: 19, check: refusing },
  ],
};

const overrides = ["seccompProfile_baseline"];

export const seccompProfileRestricted: Check = {
  id: "seccompProfile_restricted",
  level: "restricted",
  versions: [
    { sinceMinor: 19, check: said, overrides },
    { sinceMinor: 25, check: (pod) => (isForWindows(pod.spec) ? undefined : said(pod)), overrides },
  ],
};
