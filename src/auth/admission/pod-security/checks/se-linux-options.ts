// seLinuxOptions: the usual types of containers, and neither user nor role.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_seLinuxOptions.go
import type { SELinuxOptions } from "../../../../kinds/facts/types.gen.ts";
import type { Check, CheckPod } from "../check.ts";
import { containersWhere, plural, quoted, settersText, sorted } from "../words.ts";

const usual = ["", "container_t", "container_init_t", "container_kvm_t"];
const usualSince31 = [...usual, "container_engine_t"];

function onlyOf(allowed: readonly string[]): CheckPod {
  return ({ spec }) => {
    const seen: SELinuxOptions[] = [];
    const isBad = (options: SELinuxOptions | undefined) => {
      if (options === undefined) return false;
      const { type = "", user = "", role = "" } = options;
      if (allowed.includes(type) && user === "" && role === "") return false;
      seen.push(options);
      return true;
    };
    const pod = isBad(spec.securityContext?.seLinuxOptions);
    const bad = containersWhere(spec, ({ securityContext }) => isBad(securityContext?.seLinuxOptions));
    const setters = settersText(pod, bad);
    if (setters === "") return undefined;
    const detail = `${setters} set forbidden securityContext.seLinuxOptions: ${wrongs(seen, allowed).join("; ")}`;
    return { reason: "seLinuxOptions", detail };
  };
}

function wrongs(seen: readonly SELinuxOptions[], allowed: readonly string[]): string[] {
  const types = sorted(seen.map(({ type = "" }) => type).filter((type) => !allowed.includes(type)));
  return [
    ...(types.length === 0 ? [] : [`${plural("type", "types", types.length)} ${quoted(types)}`]),
    ...(seen.some(({ user = "" }) => user !== "") ? ["user may not be set"] : []),
    ...(seen.some(({ role = "" }) => role !== "") ? ["role may not be set"] : []),
  ];
}

export const seLinuxOptions: Check = {
  id: "seLinuxOptions",
  level: "baseline",
  versions: [
    { sinceMinor: 0, check: onlyOf(usual) },
    { sinceMinor: 31, check: onlyOf(usualSince31) },
  ],
};
