// Logs over a WebSocket: messages of bytes, or of base64, one way.
// Kubernetes: staging/src/k8s.io/streaming/pkg/httpstream/wsstream/stream.go
import { toBase64 } from "./channel-codec.ts";
import { type Dialect, nothing, say } from "./dialect.ts";

export const logSubprotocols = ["binary.k8s.io", "base64.binary.k8s.io", ""] as const;

export type LogSubprotocol = (typeof logSubprotocols)[number];

export function logDialect(subprotocol: LogSubprotocol): Dialect {
  const base64 = subprotocol.startsWith("base64");
  return {
    subprotocol,
    greetings: [],
    fromClient: () => nothing,
    toClient: (_channel, bytes) => say(base64 ? toBase64(bytes) : bytes),
    failure: () => undefined,
  };
}
