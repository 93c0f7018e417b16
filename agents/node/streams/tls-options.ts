// How far the certificate of a server in a pod is trusted.
import type { ConnectionOptions } from "node:tls";
import type { HttpHeader } from "../../../src/tunnel/headers.ts";

/**
 * `proxy` to https takes any certificate, as upstream's transport to pods does; webhooks and API servers name theirs.
 * Kubernetes: pkg/controlplane/instance.go (ProxyTransport with InsecureSkipVerify)
 */
export function tlsOptions({
  scheme,
  tls,
  client,
}: Extract<HttpHeader["destination"], { type: "address" }>): ConnectionOptions {
  if (scheme === "http") return {};
  const shown = client === undefined ? {} : { cert: client.certificate, key: client.key };
  if (tls === undefined) return { ...shown, rejectUnauthorized: false };
  return { ...shown, servername: tls.serverName, ca: tls.authorities };
}
