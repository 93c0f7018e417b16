// NetworkPolicy: which traffic pods accept and send.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn, selectorText } from "../columns.ts";
import type { NetworkPolicy } from "../facts/types.gen.ts";
import { validateNetworkPolicy } from "./network-policy-rules.ts";

export const networkPolicy = builtinKind<NetworkPolicy>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "NetworkPolicy",
  plural: "networkpolicies",
  shortNames: ["netpol"],
  scope: "Namespaced",
  hasGeneration: true,
  strategy: {
    setDefaults,
    validateCreate: validateNetworkPolicy,
    validateUpdate: validateNetworkPolicy,
  },
  columns: [
    nameColumn,
    column<NetworkPolicy>("Pod-Selector", "string", ({ spec }) => selectorText(spec?.podSelector ?? {})),
    ageColumn,
  ],
});

/** Kubernetes: pkg/apis/networking/v1/defaults.go SetDefaults_NetworkPolicy */
function setDefaults({ spec }: NetworkPolicy): void {
  if (spec === undefined) return;
  for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of rule.ports ?? []) port.protocol ??= "TCP";
  }
  if ((spec.policyTypes ?? []).length > 0) return;
  spec.policyTypes = (spec.egress ?? []).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}
