// port-forward as kubectl speaks it: SPDY/3.1 bytes on the stream, two SPDY streams for each connection.
import { bodyChannel } from "../../../../src/tunnel/channels.ts";
import type { PodRef } from "../../../../src/tunnel/headers.ts";
import type { ServedStream } from "../../link/session.ts";
import type { StreamContext } from "../context.ts";
import { SpdyConnection, type SpdyStream } from "../spdy/connection.ts";
import { CarriedConnection } from "./carry.ts";
import { PAIR_TIMEOUT_MS } from "./limits.ts";
import { type Pair, roleOf, StreamPairs } from "./pair-streams.ts";

export function servePortForwardSpdy(pod: PodRef, stream: ServedStream, context: StreamContext): void {
  const pairs = new StreamPairs<SpdyStream>();
  const connection = new SpdyConnection({
    transmit: (bytes) => stream.end.send(bodyChannel, bytes),
    consumed: (bytes) => stream.end.consumed(bytes),
    onStream(spdy) {
      const role = roleOf(spdy.id, spdy.headers);
      if (role.type === "refused") return false;
      const pair = pairs.add(role, spdy);
      if (pair === "doubled") return false;
      if (pair !== undefined) void forward(pair, pod, stream, context);
      else context.timers.after(PAIR_TIMEOUT_MS, () => pairs.drop(role.request)?.reset());
      return true;
    },
    onEnd(violation) {
      if (violation === undefined) stream.end.finish();
      else stream.end.reset(`the client broke the SPDY protocol: ${violation}`);
    },
  });
  stream.end.listen({
    data: (_channel, bytes) => connection.receive(bytes),
    ended: () => {},
    closed: () => connection.lost(),
  });
  stream.end.accept();
}

async function forward(
  { port, data, error }: Pair<SpdyStream>,
  pod: PodRef,
  stream: ServedStream,
  { dialPod, spoolDirectory, log }: StreamContext,
): Promise<void> {
  const carried = new CarriedConnection({
    pod,
    port,
    dialPod,
    spoolDirectory,
    log: (message) => log.info("a forwarded connection broke", { pod: pod.name, port, message }),
    async send(bytes) {
      data.send(bytes);
      await stream.ready();
    },
  });
  error.listen({ data: (_bytes, done) => done(), ended: () => {}, closed: () => {} });
  data.listen({
    data: (bytes, done) => void carried.write(bytes, done),
    ended: () => void carried.end(),
    closed: () => void carried.abandon(),
  });
  const failure = await carried.run();
  if (failure !== undefined) error.send(Buffer.from(failure));
  error.end();
  data.end();
}
