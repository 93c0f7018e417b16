// DefaultIngressClass: an ingress that names no class gets the cluster's default one.
// Kubernetes: plugin/pkg/admission/network/defaultingressclass/admission.go
import type { Ingress, IngressClass } from "../../kinds/facts/types.gen.ts";
import type { AdmissionHost, AdmissionStep } from "./step.ts";

const defaultAnnotation = "ingressclass.kubernetes.io/is-default-class";
/** The annotation that named a class before the field did. */
const classAnnotation = "kubernetes.io/ingress.class";

export function defaultIngressClass(host: AdmissionHost): AdmissionStep {
  return {
    name: "DefaultIngressClass",
    mutate({ operation, kind, subresource, object }) {
      if (operation !== "CREATE" || kind.collection !== "ingresses.networking.k8s.io" || subresource !== "") return;
      const ingress = object as Ingress | undefined;
      if (ingress === undefined || ingress.spec?.ingressClassName !== undefined) return;
      if (ingress.metadata?.annotations?.[classAnnotation] !== undefined) return;
      const chosen = chosenDefault((host.facts()?.ingressClasses ?? []) as readonly IngressClass[]);
      if (chosen !== undefined) ingress.spec = { ...ingress.spec, ingressClassName: chosen };
    },
  };
}

/** Of several defaults the newest, then the first by name. */
function chosenDefault(classes: readonly IngressClass[]): string | undefined {
  const defaults = classes.filter(({ metadata }) => metadata?.annotations?.[defaultAnnotation] === "true");
  const [chosen] = defaults.sort((one, other) => {
    const [left, right] = [one.metadata?.creationTimestamp ?? "", other.metadata?.creationTimestamp ?? ""];
    if (left !== right) return left > right ? -1 : 1;
    return (one.metadata?.name ?? "") < (other.metadata?.name ?? "") ? -1 : 1;
  });
  return chosen?.metadata?.name;
}
