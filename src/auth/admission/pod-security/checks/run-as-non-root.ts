// runAsNonRoot: pod or containers say that they do not run as root.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_runAsNonRoot.go
import type { Check, CheckPod } from "../check.ts";
import { containersText, containersWhere, hasOwnUsers, settersText } from "../words.ts";

const reason = "runAsNonRoot != true";

const said: CheckPod = ({ spec }) => {
  const own = spec.securityContext?.runAsNonRoot;
  const refusing = containersWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === false);
  const setters = settersText(own === false, refusing);
  if (setters !== "") return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
  if (own === true) return undefined;
  const silent = containersWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  if (silent.length === 0) return undefined;
  return { reason, detail: `pod or ${containersText(silent)} must set securityContext.runAsNonRoot=true` };
};

export const runAsNonRoot: Check = {
  id: "runAsNonRoot",
  level: "restricted",
  versions: [
    { sinceMinor: 0, check: said },
    { sinceMinor: 35, check: (pod) => (hasOwnUsers(pod.spec) ? undefined : said(pod)) },
  ],
};
