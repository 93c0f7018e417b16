// The kinds of stream a node serves. To add one: its header in src/tunnel/headers.ts, its file here, its line below.
import type { OpenHeader } from "../../../src/tunnel/headers.ts";
import type { StreamServer } from "../link/session.ts";
import { serveAttach } from "./attach.ts";
import type { StreamContext } from "./context.ts";
import { serveExec } from "./exec.ts";
import { serveHttp } from "./http.ts";
import { serveLogs } from "./logs.ts";
import { servePortForwardPorts } from "./port-forward/ports.ts";
import { servePortForwardSpdy } from "./port-forward/spdy.ts";
import { serveWebSocket } from "./web-socket.ts";

export function streamServer(context: StreamContext): StreamServer {
  return (header: OpenHeader, stream) => {
    switch (header.kind) {
      case "exec":
        serveExec(header, stream, context);
        return;
      case "attach":
        serveAttach(header, stream, context);
        return;
      case "logs":
        serveLogs(header, stream, context);
        return;
      case "portForward":
        if (header.framing.type === "spdy") servePortForwardSpdy(header.pod, stream, context);
        else servePortForwardPorts(header.pod, header.framing.ports, stream, context);
        return;
      case "http":
        if (header.upgrade) serveWebSocket(header, stream);
        else serveHttp(header, stream, context);
        return;
    }
  };
}
