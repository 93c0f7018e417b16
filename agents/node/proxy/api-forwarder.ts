// The way from pods to the API server: a TCP forwarder on an address of this node. The server may listen on the host's loopback only, or be far away.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Log } from "../../../src/platform/log.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { forwardConnectTimeoutMs, forwardedConnectionsMax, forwardKeepAliveMs } from "./limits.ts";

export interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

export interface ApiForwarder {
  /** Where it listens; told to take any, a free one. */
  readonly port: number;
  /** Closes the door and every connection. */
  stop(): Promise<void>;
  /** How many connections pass through now. */
  connections(): number;
}

/** Listens on `listen` and hands the bytes of each connection on to `target`, both ways; TLS goes through untouched. */
export async function startApiForwarder(options: {
  readonly listen: TcpAddress;
  readonly target: TcpAddress;
  readonly timers: Timers;
  readonly log: Log;
}): Promise<ApiForwarder> {
  const { listen, log } = options;
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, keepAlive: true, keepAliveInitialDelay: forwardKeepAliveMs });
  server.maxConnections = forwardedConnectionsMax;
  server.on("drop", () =>
    log.warn("too many connections to the API server", { connectionsMax: forwardedConnectionsMax }),
  );
  server.on("connection", (client) => {
    open.add(client);
    client.once("close", () => open.delete(client));
    forward(client, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(listen.port, listen.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  server.on("error", (error) => log.warn("forwarder to the API server", { error: String(error) }));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => open.size,
    stop() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Ends and back-pressure pass in both directions; a failure on one side resets the other, as if nobody stood between. */
function forward(client: Socket, options: { readonly target: TcpAddress; readonly timers: Timers }): void {
  const { target, timers } = options;
  const upstream = connect({ host: target.host, port: target.port, allowHalfOpen: true, noDelay: true });
  client.setNoDelay(true);
  upstream.setKeepAlive(true, forwardKeepAliveMs);
  const cancel = timers.after(forwardConnectTimeoutMs, () => upstream.destroy(new Error("no answer")));
  upstream.once("connect", cancel);
  upstream.on("error", () => client.resetAndDestroy());
  client.on("error", () => upstream.resetAndDestroy());
  // A side that closed in peace has passed its end on; destroying the other then would cut off bytes still on their way.
  upstream.once("close", () => {
    cancel();
    if (!client.readableEnded) client.destroy();
  });
  client.once("close", () => {
    if (!upstream.readableEnded) upstream.destroy();
  });
  client.pipe(upstream);
  upstream.pipe(client);
}
