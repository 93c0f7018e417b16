// port-forward: a WebSocket client joined to ports of a pod.
import type { PodRef } from "../headers.ts";
import type { EdgeHost, LinkStub } from "./host.ts";
import { chooseSubprotocol, requireWebSocket } from "./negotiate.ts";
import { portSubprotocols, portsOf, tunnelSubprotocol } from "./port-dialects.ts";
import { startSession } from "./session.ts";

export interface PortForwardRequest {
  readonly link: LinkStub;
  readonly pod: PodRef;
  readonly request: Request;
  readonly host: EdgeHost;
}

/** Throws StatusError for what is wrong with the request. */
export async function openPortForward({ link, pod, request, host }: PortForwardRequest): Promise<Response> {
  requireWebSocket(request);
  const subprotocol = chooseSubprotocol(request, portSubprotocols);
  if (subprotocol === tunnelSubprotocol) {
    const header = { kind: "portForward", pod, framing: { type: "spdy" } } as const;
    return startSession({ link, header, dialect: { type: "tunnel" }, host });
  }
  const ports = portsOf(new URL(request.url).searchParams);
  const header = { kind: "portForward", pod, framing: { type: "ports", ports } } as const;
  return startSession({ link, header, dialect: { type: "ports", subprotocol, count: ports.length }, host });
}
