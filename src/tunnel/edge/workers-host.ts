// The edge's host on the Workers runtime.
import type { Clock } from "../../platform/clock.ts";
import type { Timers } from "../../platform/timers.ts";
import type { EdgeHost, EdgeSocket, SessionStub } from "./host.ts";
import { linkAttributes } from "./proxy-links.ts";

export interface WorkersEdge {
  readonly timers: Timers;
  readonly clock: Clock;
  readonly sessions?: (() => SessionStub) | undefined;
}

export function workersEdgeHost({ timers, clock, sessions }: WorkersEdge): EdgeHost {
  return {
    timers,
    clock,
    sessions,
    upgrade(subprotocol) {
      const { 0: client, 1: server } = new WebSocketPair();
      const headers: Record<string, string> = subprotocol === "" ? {} : { "Sec-WebSocket-Protocol": subprotocol };
      const response = new Response(null, { status: 101, webSocket: client, headers });
      return { response, socket: server as unknown as EdgeSocket };
    },
    rewriteHtml(response, rewrite) {
      let rewriter = new HTMLRewriter();
      for (const [element, attributes] of Object.entries(linkAttributes)) {
        rewriter = rewriter.on(element, {
          element(found) {
            for (const attribute of attributes) {
              const link = found.getAttribute(attribute);
              if (link !== null) found.setAttribute(attribute, rewrite(link));
            }
          },
        });
      }
      return rewriter.transform(response);
    },
  };
}
