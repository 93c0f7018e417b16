// Which policies are to change a request's object, by which binding and with which parameters: settled before the first
// of them changes anything.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go Dispatch
import type { KubeObject } from "../../../../apimachinery/json.ts";
import type { MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding } from "../../../../kinds/facts/types.gen.ts";
import type { Kind } from "../../../../kinds/kind.ts";
import type { AdmissionHost, AdmissionRequest } from "../../step.ts";
import { collectParams } from "../collect-params.ts";
import { constrainedKind } from "../constraints.ts";
import type { PolicyHook } from "../policy-index.ts";

export type Policy = Readonly<MutatingAdmissionPolicy>;
export type Hook = PolicyHook<Policy, Readonly<MutatingAdmissionPolicyBinding>>;

export interface Invocation {
  /** Tells it from every other. */
  readonly id: string;
  readonly policy: Policy;
  readonly binding: string;
  /** The kind that the policy has asked for. */
  readonly as: Kind;
  readonly params: Readonly<KubeObject> | undefined;
}

/** What keeps a policy from being invoked, or has come of it; without a binding it is the policy's own fault. */
export interface PolicyProblem {
  readonly policy: Policy;
  readonly binding: string | undefined;
  readonly message: string;
  readonly reason: string | undefined;
}

export interface Invocations {
  readonly invocations: readonly Invocation[];
  readonly problems: readonly PolicyProblem[];
}

export async function invocationsOf(
  host: AdmissionHost,
  request: AdmissionRequest,
  hooks: readonly Hook[],
): Promise<Invocations> {
  const invocations: Invocation[] = [];
  const problems: PolicyProblem[] = [];
  for (const { policy, constraints, bindings } of hooks) {
    const as = constrainedKind(constraints, host, request);
    if (as === undefined) continue;
    for (const { binding, constraints: narrowed } of bindings) {
      if (narrowed !== undefined && constrainedKind(narrowed, host, request) === undefined) continue;
      const name = binding.metadata?.name ?? "";
      const found = await collectParams(host, request, policy.spec?.paramKind, binding.spec?.paramRef);
      if (found.type === "failed") {
        const message = `failed to configure ${found.of}: ${found.message}`;
        problems.push({ policy, binding: found.of === "policy" ? undefined : name, message, reason: undefined });
        // No binding can make up for what is wrong with the policy.
        if (found.of === "policy") break;
        continue;
      }
      for (const params of found.params) {
        const id = JSON.stringify([policy.metadata?.name, name, params?.metadata?.namespace, params?.metadata?.name]);
        invocations.push({ id, policy, binding: name, as, params });
      }
    }
  }
  return { invocations, problems };
}
