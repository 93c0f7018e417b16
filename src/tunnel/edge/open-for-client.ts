// Opens a stream for a WebSocket client and answers its upgrade: what every kind with such clients shares.
import { StatusError } from "../../apimachinery/status-error.ts";
import type { OpenHeader } from "../headers.ts";
import { ANSWER_TIMEOUT_MS } from "../limits.ts";
import { ClientBridge } from "./client-bridge.ts";
import type { Dialect } from "./dialect.ts";
import type { EdgeHost, LinkStub } from "./host.ts";
import { openStream } from "./open-stream.ts";

export interface OpenForClient {
  readonly link: LinkStub;
  readonly header: OpenHeader;
  readonly dialect: Dialect;
  readonly host: EdgeHost;
}

/**
 * Always a 101: what goes wrong at the node is told in the client's own protocol. A refused upgrade would send kubectl
 * to its SPDY fallback, which hides the reason. Kubernetes: staging/src/k8s.io/apiserver/pkg/util/proxy/streamtranslator.go
 */
export async function openForClient({ link, header, dialect, host }: OpenForClient): Promise<Response> {
  const { response, socket } = host.upgrade(dialect.subprotocol);
  const bridge = new ClientBridge(socket, dialect, host);
  try {
    bridge.join(await openStream({ link, header, host, listener: bridge, answerWithinMs: ANSWER_TIMEOUT_MS }));
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    bridge.refuse(error.status());
  }
  return response;
}
