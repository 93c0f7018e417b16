// Healthy is who takes a connection.
// Kubernetes: pkg/probe/tcp/tcp.go
import { connect } from "node:net";
import type { TCPSocketAction } from "../../../src/kinds/facts/types.gen.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { AnyContainer } from "../pods/collaborators.ts";
import { resolvePort } from "./container-port.ts";
import { dialFailure, hostPort } from "./go-net.ts";
import type { ProbeResult } from "./probe-result.ts";

export interface TcpQuestion {
  readonly action: TCPSocketAction;
  readonly container: AnyContainer;
  readonly podIP: string;
  readonly timeoutMs: number;
  readonly timers: Timers;
  readonly signal: AbortSignal;
}

export function tcpProbe({ action, container, podIP, timeoutMs, timers, signal }: TcpQuestion): Promise<ProbeResult> {
  const resolved = resolvePort(container, action.port);
  if (resolved.type === "wrong") return Promise.resolve({ type: "error", message: resolved.message });
  const host = action.host || podIP;
  const { port } = resolved;
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (result: ProbeResult) => {
      cancel();
      signal.removeEventListener("abort", stop);
      // A reset leaves nothing behind: with a proper end, each probe would be a connection in TIME_WAIT.
      socket.resetAndDestroy();
      resolve(result);
    };
    const stop = () => finish({ type: "error", message: "nobody waits for it any more" });
    const cancel = timers.after(timeoutMs, () =>
      finish({ type: "failure", output: `dial tcp ${hostPort(host, port)}: i/o timeout` }),
    );
    signal.addEventListener("abort", stop, { once: true });
    socket.on("connect", () => finish({ type: "success" }));
    socket.on("error", (error) => finish({ type: "failure", output: dialFailure(error, host, port) }));
    if (signal.aborted) stop();
  });
}
