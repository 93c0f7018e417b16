// How far the certificate of a server in a pod is trusted.
import { isIP } from "node:net";
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
  // An address is checked too, but can't be named in the handshake (RFC 6066).
  const name = isIP(tls.serverName) === 0 ? { servername: tls.serverName } : {};
  return { ...shown, ...name, ca: tls.authorities };
}
