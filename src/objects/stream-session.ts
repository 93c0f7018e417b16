// The Durable Object of one client's WebSocket session, for as long as it lasts: wiring of the edge.
// A Worker can't make a WebSocket client wait, an object can: its sockets are read only while its input gate is open.
import { DurableObject } from "cloudflare:workers";
import { StatusError } from "../apimachinery/status-error.ts";
import type { Environment } from "../environment.ts";
import { workersClock, workersTimers } from "../platform/durable/runtime.ts";
import type { LinkStub } from "../tunnel/edge/host.ts";
import { readSessionRequest, runSession } from "../tunnel/edge/session.ts";
import { workersEdgeHost } from "../tunnel/edge/workers-host.ts";

export class StreamSession extends DurableObject<Pick<Environment, "NODE_LINK">> {
  override async fetch(request: Request): Promise<Response> {
    const { linkName, header, dialect } = readSessionRequest(request);
    const { NODE_LINK } = this.env;
    const link = NODE_LINK.get(NODE_LINK.idFromName(linkName)) as unknown as LinkStub;
    const host = {
      ...workersEdgeHost({ timers: workersTimers, clock: workersClock }),
      hold: (ms: number) => void this.ctx.blockConcurrencyWhile(() => workersTimers.sleep(ms)),
    };
    try {
      return await runSession({ link, header, dialect, host });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return Response.json(error.status(), { status: error.code });
    }
  }
}
