// NodeRestriction: a node writes about itself and about the pods that it runs, and nothing else.
// Kubernetes: plugin/pkg/admission/noderestriction/admission.go
import { nodesGroup, type User } from "../../user.ts";
import { refused } from "../refused.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "../step.ts";
import { checkClaimStatus } from "./claims.ts";
import type { NodeRule } from "./node-rule.ts";
import { checkNode } from "./nodes.ts";
import { checkPod } from "./pods.ts";
import { checkToken } from "./tokens.ts";

const userPrefix = "system:node:";
const leaseNamespace = "kube-node-lease";

/** By collection. Anything else is authorization's business alone. */
const rules: Readonly<Record<string, NodeRule>> = {
  pods: checkPod,
  nodes: checkNode,
  persistentvolumeclaims: checkClaimStatus,
  serviceaccounts: checkToken,
  "leases.coordination.k8s.io": (node, { namespace, name }) => {
    if (namespace !== leaseNamespace) return `can only access leases in the "${leaseNamespace}" system namespace`;
    return name === node ? undefined : "can only access node lease with the same name as the requesting node";
  },
  "resourceslices.resource.k8s.io": (node, { operation, object, old }) => {
    if (operation === "UPDATE" || (object ?? old)?.["spec"]?.nodeName === node) return undefined;
    return `can only ${operation.toLowerCase()} ResourceSlice with the same NodeName as the requesting node`;
  },
  "csinodes.storage.k8s.io": (node, { name }) =>
    name === node ? undefined : "can only access CSINode with the same name as the requesting node",
};

export function nodeRestriction(host: AdmissionHost): AdmissionStep {
  return {
    name: "NodeRestriction",
    validate(request) {
      const node = nodeOf(request.user);
      if (node === undefined || request.operation === "CONNECT") return undefined;
      if (node === "")
        throw refused(request, `could not determine node from user ${JSON.stringify(request.user.name)}`);
      const { collection } = request.kind;
      const broken = Object.hasOwn(rules, collection) ? rules[collection]?.(node, request, host) : undefined;
      if (broken instanceof Promise) return broken.then((text) => refuse(request, text));
      refuse(request, broken);
      return undefined;
    },
  };
}

function refuse(request: AdmissionRequest, broken: string | undefined): void {
  if (broken !== undefined) throw refused(request, broken);
}

/** Undefined: no node. Kubernetes: pkg/auth/nodeidentifier/default.go */
function nodeOf({ name, groups }: User): string | undefined {
  return name.startsWith(userPrefix) && groups.includes(nodesGroup) ? name.slice(userPrefix.length) : undefined;
}
