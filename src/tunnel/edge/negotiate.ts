// Which subprotocol a WebSocket client gets, and who isn't a WebSocket client at all.
import { badRequest } from "../../apimachinery/status-error.ts";

/** Whether the request asks for a WebSocket. Kubernetes: staging/src/k8s.io/streaming/pkg/httpstream/wsstream/conn.go IsWebSocketRequest */
export function isWebSocketRequest(request: Request): boolean {
  return request.headers.get("Upgrade")?.toLowerCase() === "websocket";
}

/** Throws StatusError unless the request is a WebSocket upgrade: SPDY can't be answered by a Worker, and is refused by name. */
export function requireWebSocket(request: Request): void {
  if (isWebSocketRequest(request)) return;
  const upgrade = request.headers.get("Upgrade") ?? "";
  if (upgrade.toLowerCase().startsWith("spdy/")) {
    throw badRequest(
      "SPDY connections are not supported, use WebSockets: kubectl does so from 1.31 on, and from 1.29 on with KUBECTL_REMOTE_COMMAND_WEBSOCKETS=true and KUBECTL_PORT_FORWARD_WEBSOCKETS=true",
    );
  }
  throw badRequest("Upgrade request required");
}

/** The client's first choice that is spoken here. A client that names none gets "", if that is spoken. Throws StatusError. */
export function chooseSubprotocol<Name extends string>(request: Request, spoken: readonly Name[]): Name {
  const asked = (request.headers.get("Sec-WebSocket-Protocol") ?? "").split(",").map((one) => one.trim());
  for (const one of asked) if ((spoken as readonly string[]).includes(one)) return one as Name;
  throw badRequest(`requested protocol(s) are not supported: [${asked.join(" ")}]; supports [${spoken.join(" ")}]`);
}
