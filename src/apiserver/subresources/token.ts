// serviceaccounts/token: a signed token for a service account, bound to a pod, a secret or a node when asked.
// Kubernetes: pkg/registry/core/serviceaccount/storage/token.go; KEP-1205
import { invalidValue, notSupported } from "../../apimachinery/field-error.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import { conflict, invalid, notFound } from "../../apimachinery/status-error.ts";
import { formatTime } from "../../apimachinery/time.ts";
import { readCreateOptions } from "../../apimachinery/write-options.ts";
import { schemaOfKind } from "../../kinds/facts/schema-of.ts";
import { admitPosted } from "../admit.ts";
import { decodeObject } from "../decode-object.ts";
import { readBody } from "../read-body.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { resourceOf, writeContext } from "../write-context.ts";
import type { Subresource } from "./subresource.ts";

const tokenRequestKind = {
  group: "authentication.k8s.io",
  version: "v1",
  kind: "TokenRequest",
  get schema() {
    return schemaOfKind("authentication.k8s.io", "v1", "TokenRequest");
  },
};

const expirationSecondsMin = 600;
const expirationSecondsMax = 2 ** 32;
const expirationSecondsDefault = 3_600;

interface BoundObject {
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
}

/** The claims that tie a token to an object; it must exist, and be the very one when a uid is given. */
function boundClaims(scope: Scope, serviceAccount: string, bound: BoundObject): Record<string, unknown> {
  const { kind = "", name = "", uid = "" } = bound;
  if (kind !== "Pod" && kind !== "Secret" && kind !== "Node") {
    const error = invalidValue("spec.boundObjectRef", `/${kind}`, "cannot bind token to object of this type");
    throw invalid(tokenRequestKind, serviceAccount, [error]);
  }
  // A node is not of this scope: its name is taken as given, as upstream does for what it can't see.
  if (kind === "Node") return { node: { name, ...(uid === "" ? {} : { uid }) } };
  const collection = kind === "Pod" ? "pods" : "secrets";
  const stored = scope.store.get(collection, name);
  if (stored === undefined) throw notFound({ group: "", resource: collection }, name);
  if (uid !== "" && uid !== stored.uid) {
    const detail = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: "", resource: collection }, name, detail);
  }
  if (kind === "Secret") return { secret: { name, uid: stored.uid } };
  const pod = scope.parsed.parse(stored);
  if ((pod["spec"].serviceAccountName ?? "") !== serviceAccount) {
    const detail = `cannot bind token for serviceaccount ${JSON.stringify(serviceAccount)} to pod running with different serviceaccount name.`;
    throw invalid(tokenRequestKind, serviceAccount, [invalidValue("spec.boundObjectRef", bound, detail)]);
  }
  const node: string | undefined = pod["spec"].nodeName;
  return { pod: { name, uid: stored.uid }, ...(node === undefined ? {} : { node: { name: node } }) };
}

function checkedSeconds(name: string, asked: unknown): number {
  const seconds = typeof asked === "number" ? asked : expirationSecondsDefault;
  const refuse = (detail: string) =>
    invalid(tokenRequestKind, name, [invalidValue("spec.expirationSeconds", seconds, detail)]);
  if (seconds < expirationSecondsMin) throw refuse("may not specify a duration less than 10 minutes");
  if (seconds > expirationSecondsMax) throw refuse("may not specify a duration larger than 2^32 seconds");
  return seconds;
}

async function create(scope: Scope, request: ApiRequest): Promise<Answer> {
  const { kind, info } = request;
  const options = readCreateOptions(request.query);
  const asked = decodeObject(readBody(request, tokenRequestKind), tokenRequestKind, options.fieldValidation, (text) =>
    request.warnings.push(text),
  );
  const account = scope.store.get(kind.collection, info.name);
  if (account === undefined) throw notFound(resourceOf(kind), info.name);
  for (const [field, value, expected] of [
    ["metadata.name", asked.metadata?.name, info.name],
    ["metadata.namespace", asked.metadata?.namespace, scope.namespace],
  ] as const) {
    if (value && value !== expected)
      throw invalid(tokenRequestKind, info.name, [notSupported(field, value, [expected])]);
  }
  asked.metadata = { ...asked.metadata, name: info.name, namespace: scope.namespace };
  await admitPosted(scope, writeContext(scope, request, options), tokenRequestKind, asked);
  const spec = (asked["spec"] ?? {}) as {
    audiences?: string[];
    expirationSeconds?: number;
    boundObjectRef?: BoundObject;
  };
  const seconds = checkedSeconds(info.name, spec.expirationSeconds);
  const audiences = spec.audiences?.length ? spec.audiences : [await scope.tokens.issuer()];
  const nowSeconds = Math.floor(scope.clock.now() / 1000);
  const bound = spec.boundObjectRef === undefined ? {} : boundClaims(scope, info.name, spec.boundObjectRef);
  const expires = nowSeconds + seconds;
  const token = await scope.tokens.sign({
    sub: `system:serviceaccount:${scope.namespace}:${info.name}`,
    aud: audiences,
    iat: nowSeconds,
    nbf: nowSeconds,
    exp: expires,
    jti: scope.random.uuid(),
    "kubernetes.io": {
      namespace: scope.namespace,
      serviceaccount: { name: info.name, uid: account.uid },
      ...bound,
    },
  });
  const value: KubeObject = {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { name: info.name, namespace: scope.namespace, creationTimestamp: formatTime(nowSeconds * 1000) },
    spec: { ...spec, audiences, expirationSeconds: seconds },
    status: { token, expirationTimestamp: formatTime(expires * 1000) },
  };
  return { type: "value", code: 201, value };
}

export const token: Subresource = {
  name: "token",
  of: (kind) => kind.subresources.others?.includes("token") ?? false,
  verbs: { create },
};
