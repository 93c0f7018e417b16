// The parameters that a binding gives its policy: read for each request, for they may have changed since.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go CollectParams
import type { KubeObject } from "../../../apimachinery/json.ts";
import { labelSelectorText, matcherFromSelector } from "../../../apimachinery/label-selector.ts";
import { StatusError } from "../../../apimachinery/status-error.ts";
import type { ParamKind, ParamRef } from "../../../kinds/facts/types.gen.ts";
import type { Kind } from "../../../kinds/kind.ts";
import type { KindRegistry } from "../../../kinds/kind-registry.ts";
import type { AdmissionHost, AdmissionRequest } from "../step.ts";

export type Params =
  /** The policy is asked once for each; undefined: it is asked without any. None: it is not asked. */
  | { readonly type: "found"; readonly params: readonly (Readonly<KubeObject> | undefined)[] }
  | { readonly type: "failed"; readonly of: "policy" | "binding"; readonly message: string };

const without: Params = { type: "found", params: [undefined] };

export async function collectParams(
  host: Pick<AdmissionHost, "kinds" | "freshKinds" | "reader">,
  request: AdmissionRequest,
  paramKind: ParamKind | undefined,
  paramRef: ParamRef | undefined,
): Promise<Params> {
  if (paramKind === undefined) return without;
  const kind = kindOf(host.kinds(), paramKind) ?? kindOf(await host.freshKinds(), paramKind);
  if (kind === undefined) {
    const message = `failed to find resource referenced by paramKind: '${gvkText(paramKind)}'`;
    return { type: "failed", of: "policy", message };
  }
  if (paramRef === undefined) return without;
  const place = placeOf(kind, paramRef, request);
  if (place.type === "failed") return place;
  try {
    const params = await read(host, kind, place.namespace, paramRef);
    if (params.length > 0 || paramRef.parameterNotFoundAction !== "Deny") return { type: "found", params };
    return failed("no params found for policy binding with `Deny` parameterNotFoundAction");
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return failed(error.message);
  }
}

function failed(message: string): Extract<Params, { type: "failed" }> {
  return { type: "failed", of: "binding", message };
}

function kindOf(kinds: KindRegistry, { apiVersion = "", kind = "" }: ParamKind): Kind | undefined {
  const [group, version] = groupVersion(apiVersion);
  return kinds.byKind(group, version, kind);
}

function groupVersion(apiVersion: string): [string, string] {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? ["", apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** Go's text of a GroupVersionKind. */
function gvkText({ apiVersion = "", kind = "" }: ParamKind): string {
  return `${groupVersion(apiVersion).join("/")}, Kind=${kind}`;
}

function placeOf(
  kind: Kind,
  paramRef: ParamRef,
  request: AdmissionRequest,
): { readonly type: "in"; readonly namespace: string } | Extract<Params, { type: "failed" }> {
  const given = paramRef.namespace ?? "";
  if (kind.scope === "Cluster") {
    if (given !== "") return failed("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
    return { type: "in", namespace: "" };
  }
  // A namespace is in itself.
  const own = request.kind.collection === "namespaces" ? request.name : request.namespace;
  const namespace = given === "" ? own : given;
  if (namespace !== "") return { type: "in", namespace };
  return failed("cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
}

async function read(
  { reader }: Pick<AdmissionHost, "reader">,
  kind: Kind,
  namespace: string,
  { name = "", selector }: ParamRef,
): Promise<readonly Readonly<KubeObject>[]> {
  if (name !== "") {
    const param = await reader.get(kind, namespace, name);
    return param === undefined ? [] : [param];
  }
  const matcher = matcherFromSelector(selector as Parameters<typeof matcherFromSelector>[0]);
  return matcher === "nothing" ? [] : reader.list(kind, namespace, labelSelectorText(matcher));
}
