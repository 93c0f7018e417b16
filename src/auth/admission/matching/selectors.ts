// Whether the labels of a request's object and of its namespace are those that a webhook or a policy asks for.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/{namespace,object}/matcher.go
import type { KubeObject } from "../../../apimachinery/json.ts";
import { type LabelMatcher, matcherFromSelector, matchesLabels } from "../../../apimachinery/label-selector.ts";
import type { LabelSelector } from "../../../kinds/facts/types.gen.ts";
import type { AdmissionHost, AdmissionRequest } from "../step.ts";

export interface Selectors {
  readonly namespaces: LabelMatcher;
  readonly objects: LabelMatcher;
}

/** Absent selectors take everything. They have been validated when they were stored. */
export function selectorsOf(given: {
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
}): Selectors {
  return {
    namespaces: matcherFromSelector((given.namespaceSelector ?? {}) as Parameters<typeof matcherFromSelector>[0]),
    objects: matcherFromSelector((given.objectSelector ?? {}) as Parameters<typeof matcherFromSelector>[0]),
  };
}

export function selects(selectors: Selectors, host: Pick<AdmissionHost, "facts" | "find">, request: AdmissionRequest) {
  return selectsNamespace(selectors.namespaces, host, request) && selectsObject(selectors.objects, request);
}

function selectsNamespace(
  matcher: LabelMatcher,
  host: Pick<AdmissionHost, "facts" | "find">,
  request: AdmissionRequest,
): boolean {
  if (isEverything(matcher)) return true;
  const { kind, namespace } = request;
  if (namespace === "" && kind.collection !== "namespaces") return true;
  return matchesLabels(matcher, namespaceOf(host, request)?.metadata?.labels);
}

/** The namespace that a request is in. One that is written is in itself, as it will be. */
export function namespaceOf(
  host: Pick<AdmissionHost, "facts" | "find">,
  { kind, operation, subresource, object, old, name }: AdmissionRequest,
): Readonly<KubeObject> | undefined {
  if (kind.collection !== "namespaces") return host.facts()?.namespace;
  const writes = (operation === "CREATE" || operation === "UPDATE") && subresource === "";
  return writes ? object : (old ?? host.find("namespaces", name));
}

/** The object as it was counts as well as it will be. */
function selectsObject(matcher: LabelMatcher, { object, old }: AdmissionRequest): boolean {
  if (isEverything(matcher)) return true;
  const labelled = [object, old].filter((one) => one?.metadata !== undefined);
  return labelled.some((one) => matchesLabels(matcher, one?.metadata?.labels));
}

function isEverything(matcher: LabelMatcher): boolean {
  return matcher !== "nothing" && matcher.length === 0;
}
