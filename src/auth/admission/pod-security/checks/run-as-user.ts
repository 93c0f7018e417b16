// runAsUser: nobody asks to be user 0.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_runAsUser.go
import type { Check, CheckPod } from "../check.ts";
import { containersWhere, hasOwnUsers, settersText } from "../words.ts";

const notRoot: CheckPod = ({ spec }) => {
  const bad = containersWhere(spec, ({ securityContext }) => securityContext?.runAsUser === 0);
  const setters = settersText(spec.securityContext?.runAsUser === 0, bad);
  return setters === "" ? undefined : { reason: "runAsUser=0", detail: `${setters} must not set runAsUser=0` };
};

export const runAsUser: Check = {
  id: "runAsUser",
  level: "restricted",
  versions: [
    { sinceMinor: 23, check: notRoot },
    { sinceMinor: 35, check: (pod) => (hasOwnUsers(pod.spec) ? undefined : notRoot(pod)) },
  ],
};
