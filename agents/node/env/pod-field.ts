// What the downward API tells of a pod: one field, as text.
// Kubernetes: pkg/fieldpath/fieldpath.go ExtractFieldPathAsString, pkg/kubelet/kubelet_pods.go podFieldSelectorRuntimeValue
import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { PodPlace } from "../pods/collaborators.ts";
import { goQuote } from "./go-quote.ts";

export type Told =
  | { readonly type: "value"; readonly value: string }
  /** There is no such thing to be told. */
  | { readonly type: "wrong"; readonly message: string };

/** `place`: left out where addresses can't be told (files). */
export function podField(pod: Pod, fieldPath: string, place?: PodPlace): Told {
  const { name = "", namespace = "", uid = "", labels = {}, annotations = {} } = pod.metadata ?? {};
  const subscripted = /^(.*?)\['(.*)'\]$/s.exec(fieldPath);
  if (subscripted !== null) {
    const [, path = "", key = ""] = subscripted;
    if (path === "metadata.labels") return value(entryOf(labels, key));
    if (path === "metadata.annotations") return value(entryOf(annotations, key));
    return { type: "wrong", message: `fieldPath ${goQuote(fieldPath)} does not support subscript` };
  }
  switch (fieldPath) {
    case "metadata.name":
      return value(name);
    case "metadata.namespace":
      return value(namespace);
    case "metadata.uid":
      return value(uid);
    case "metadata.labels":
      return value(mapText(labels));
    case "metadata.annotations":
      return value(mapText(annotations));
    default:
      return place === undefined ? unsupported(fieldPath) : placeField(pod, fieldPath, place);
  }
}

function placeField(pod: Pod, fieldPath: string, { hostIPs, podIPs }: PodPlace): Told {
  switch (fieldPath) {
    case "spec.nodeName":
    // The name it had before.
    case "spec.host":
      return value(pod.spec?.nodeName ?? "");
    case "spec.serviceAccountName":
      return value(pod.spec?.serviceAccountName ?? "");
    case "status.hostIP":
      return value(hostIPs[0] ?? "");
    case "status.hostIPs":
      return value(hostIPs.join(","));
    case "status.podIP":
      return value(podIPs[0] ?? "");
    case "status.podIPs":
      return value(podIPs.join(","));
    default:
      return unsupported(fieldPath);
  }
}

/** A map as lines of `key="value"`, in order of the keys. Kubernetes: FormatMap */
export function mapText(map: Readonly<Record<string, string>>): string {
  const keys = Object.keys(map).sort();
  return keys.map((key) => `${key}=${goQuote(map[key] ?? "")}`).join("\n");
}

/** Not what every object has ("constructor"). */
function entryOf(map: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(map, key) ? (map[key] ?? "") : "";
}

function value(text: string): Told {
  return { type: "value", value: text };
}

function unsupported(fieldPath: string): Told {
  return { type: "wrong", message: `unsupported fieldPath: ${fieldPath}` };
}
