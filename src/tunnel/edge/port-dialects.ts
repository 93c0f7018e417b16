// Port-forward's two ways over WebSocket: SPDY bytes in messages (kubectl), or a pair of channels for each port (older clients).
// Kubernetes: staging/src/k8s.io/apiserver/pkg/util/proxy/streamtunnel.go, staging/src/k8s.io/kubelet/pkg/cri/streaming/portforward/websocket.go
import { badRequest } from "../../apimachinery/status-error.ts";
import { bodyChannel } from "../channels.ts";
import { decodeChannel, encodeChannel } from "./channel-codec.ts";
import { type Dialect, nothing, say } from "./dialect.ts";

export const tunnelSubprotocol = "SPDY/3.1+portforward.k8s.io";

export const portSubprotocols = [tunnelSubprotocol, "v4.channel.k8s.io", "v4.base64.channel.k8s.io", ""] as const;

export type PortsSubprotocol = Exclude<(typeof portSubprotocols)[number], typeof tunnelSubprotocol>;

const encoder = new TextEncoder();

export const tunnelDialect: Dialect = {
  subprotocol: tunnelSubprotocol,
  greetings: [],
  fromClient: (message) =>
    typeof message === "string"
      ? { type: "violation", reason: "text in a tunnel of bytes" }
      : { type: "data", channel: bodyChannel, bytes: message },
  toClient: (_channel, bytes) => say(bytes),
  // SPDY has no place for it: the client hears of the close.
  failure: () => undefined,
};

/** Only data channels are read, errors are written. The node writes the ports' numbers first, as upstream's kubelet does. */
export function portsDialect(subprotocol: PortsSubprotocol, portCount: number): Dialect {
  const encoding = subprotocol.includes("base64") ? "base64" : "binary";
  return {
    subprotocol,
    greetings: [],
    fromClient(message) {
      const input = decodeChannel(encoding, message);
      if (input.type !== "data") return input;
      return input.channel % 2 === 0 && input.channel < portCount * 2 ? input : nothing;
    },
    toClient: (channel, bytes) => say(encodeChannel(encoding, channel, bytes)),
    failure: (status) => encodeChannel(encoding, 1, encoder.encode(status.message ?? "")),
  };
}

/** The ports of the query; each value may name several, with commas. Throws StatusError. */
export function portsOf(query: URLSearchParams): number[] {
  const values = query.getAll("ports");
  if (values.length === 0) throw badRequest('query parameter "ports" is required');
  return values.flatMap((value) => {
    if (value === "") throw badRequest('query parameter "ports" cannot be empty');
    return value.split(",").map((text) => {
      const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
      if (!(port <= 65535)) throw badRequest(`unable to parse ${JSON.stringify(value)} as a port`);
      if (port < 1) throw badRequest(`port ${JSON.stringify(value)} must be > 0`);
      return port;
    });
  });
}
