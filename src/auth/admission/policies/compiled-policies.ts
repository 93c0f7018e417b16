// Policies as programs, kept per version of the policy: what is compiled once serves until the policy changes.
import { equalJson } from "../../../apimachinery/clone-json.ts";
import type { Json, ObjectMeta } from "../../../apimachinery/json.ts";
import { compiledPoliciesMax } from "./limits.ts";

interface Versioned {
  readonly metadata?: ObjectMeta;
  readonly spec?: object;
}

/** `compile`, which remembers what it was asked lately. One for each sort of policy, shared by all clusters of an isolate. */
export function rememberingCompiler<Policy extends Versioned, Compiled>(
  compile: (policy: Policy) => Compiled,
): (policy: Policy) => Compiled {
  // The same version comes as another object whenever a cluster's facts are told anew.
  const byObject = new WeakMap<Policy, Compiled>();
  const byVersion = new Map<string, { readonly policy: Policy; readonly compiled: Compiled }>();
  return (policy) => {
    const known = byObject.get(policy);
    if (known !== undefined) return known;
    const { uid = "", resourceVersion = "" } = policy.metadata ?? {};
    const key = `${uid} ${resourceVersion}`;
    const before = byVersion.get(key);
    // Copies of a cluster share their objects' names and versions, and may go apart.
    const isSame = before !== undefined && equalJson(before.policy.spec as Json, policy.spec as Json);
    const compiled = isSame ? before.compiled : compile(policy);
    byObject.set(policy, compiled);
    if (uid !== "" && !isSame) {
      if (byVersion.size >= compiledPoliciesMax) byVersion.delete(byVersion.keys().next().value as string);
      byVersion.set(key, { policy, compiled });
    }
    return compiled;
  };
}
