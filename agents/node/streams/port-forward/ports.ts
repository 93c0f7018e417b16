// port-forward as older WebSocket clients speak it: one connection for each port, on channels of its own.
// Kubernetes: staging/src/k8s.io/kubelet/pkg/cri/streaming/portforward/websocket.go
import { portChannels } from "../../../../src/tunnel/channels.ts";
import type { PodRef } from "../../../../src/tunnel/headers.ts";
import type { ServedStream } from "../../link/session.ts";
import type { StreamContext } from "../context.ts";
import { CarriedConnection } from "./carry.ts";

export function servePortForwardPorts(
  pod: PodRef,
  ports: readonly number[],
  stream: ServedStream,
  { dialPod, spoolDirectory, log }: StreamContext,
): void {
  const connections = ports.map(
    (port, index) =>
      new CarriedConnection({
        pod,
        port,
        dialPod,
        spoolDirectory,
        log: (message) => log.info("a forwarded connection broke", { pod: pod.name, port, message }),
        async send(bytes) {
          stream.end.send(portChannels(index).data, bytes);
          await stream.ready();
        },
      }),
  );
  stream.end.listen({
    data(channel, bytes) {
      const connection = channel % 2 === 0 ? connections[channel / 2] : undefined;
      const done = () => stream.end.consumed(bytes.length);
      if (connection === undefined) done();
      else void connection.write(bytes, done);
    },
    ended(channel) {
      if (channel % 2 === 0) void connections[channel / 2]?.end();
    },
    closed() {
      for (const connection of connections) void connection.abandon();
    },
  });
  stream.end.accept();
  void run();

  async function run(): Promise<void> {
    for (const [index, port] of ports.entries()) announce(index, port);
    await Promise.all(
      connections.map(async (connection, index) => {
        const failure = await connection.run();
        if (failure !== undefined) stream.end.send(portChannels(index).error, Buffer.from(failure));
        stream.end.end(portChannels(index).data);
      }),
    );
    stream.end.finish();
  }

  /** Both channels of a port begin with its number, 16 bits, little endian. */
  function announce(index: number, port: number): void {
    const number = Buffer.from([port & 255, port >> 8]);
    stream.end.send(portChannels(index).data, number);
    stream.end.send(portChannels(index).error, number);
  }
}
