// Which headers pass a proxy, and which must not.
// Go: net/http/httputil/reverseproxy.go; Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/proxy/{upgradeaware,transport}.go

/** They are about one connection, not about the request. */
const hopByHop = [
  "connection",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** What a pod could act with in its caller's name. Kubernetes: apiserver/pkg/endpoints/filters/{authentication,impersonation}.go */
const credentials = /^(authorization|impersonate-.*|x-remote-(user|uid|group|extra-.*))$/;

export interface ForwardedRequest {
  readonly headers: Headers;
  /** The whole path that the client asked for. */
  readonly uri: string;
  readonly clientAddress: string | undefined;
}

/** The headers that the server in the pod sees. */
export function requestHeaders({ headers, uri, clientAddress }: ForwardedRequest): Headers {
  const kept = withoutHops(headers);
  for (const name of [...kept.keys()]) if (credentials.test(name)) kept.delete(name);
  kept.set("X-Forwarded-Uri", uri);
  if (clientAddress !== undefined) kept.append("X-Forwarded-For", clientAddress);
  return kept;
}

/** The headers that the client sees. Who may call across origins is for the API server to say, not for a pod. */
export function responseHeaders(headers: Headers): Headers {
  const kept = withoutHops(headers);
  for (const name of [...kept.keys()]) if (name.startsWith("access-control-")) kept.delete(name);
  return kept;
}

function withoutHops(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of (headers.get("Connection") ?? "").split(",")) if (isName(name.trim())) kept.delete(name.trim());
  for (const name of hopByHop) kept.delete(name);
  return kept;
}

function isName(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}
