// Ingress: routes HTTP from outside to services.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { loadBalancerAddresses } from "../core/service/service-columns.ts";
import type { Ingress } from "../facts/types.gen.ts";
import {
  ingressClassAnnotation,
  validateIngress,
  validateIngressStatus,
  validateIngressUpdate,
} from "./ingress-rules.ts";

const hostsShownMax = 3;

export const ingress = builtinKind<Ingress>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "Ingress",
  plural: "ingresses",
  shortNames: ["ing"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true },
  strategy: {
    validateCreate: validateIngress,
    validateUpdate: validateIngressUpdate,
    validateStatusUpdate: validateIngressStatus,
    warnings: ({ metadata }, old) => {
      if (old !== undefined || metadata?.annotations?.[ingressClassAnnotation] === undefined) return [];
      return [`annotation "${ingressClassAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`];
    },
  },
  columns: [
    nameColumn,
    column<Ingress>("Class", "string", ({ spec }) => spec?.ingressClassName ?? "<none>"),
    column<Ingress>("Hosts", "string", hosts),
    column<Ingress>("Address", "string", ({ status }) => loadBalancerAddresses(status?.loadBalancer)),
    column<Ingress>("Ports", "string", ({ spec }) => ((spec?.tls ?? []).length > 0 ? "80, 443" : "80")),
    ageColumn,
  ],
});

function hosts({ spec }: Ingress): string {
  const rules = spec?.rules ?? [];
  const shown = rules.map(({ host = "" }) => host).filter((host) => host !== "");
  if (shown.length === 0) return "*";
  const text = shown.slice(0, hostsShownMax).join(",");
  // Upstream counts the rules, with or without a host.
  return shown.length > hostsShownMax ? `${text} + ${rules.length - hostsShownMax} more...` : text;
}
