// Runs a probe once, by whatever handler it has.
// Kubernetes: pkg/kubelet/prober/prober.go runProbe, runProbeWithRetries
import type { Container, Probe } from "../../../src/kinds/facts/types.gen.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { Docker } from "../docker/client.ts";
import { execProbe } from "./exec-probe.ts";
import type { ExecSlots } from "./exec-slots.ts";
import { grpcProbe } from "./grpc-probe.ts";
import { httpProbe } from "./http-probe.ts";
import { ERROR_TRIES, TIMEOUT_DEFAULT_SECONDS } from "./limits.ts";
import type { ProbeResult } from "./probe-result.ts";
import { tcpProbe } from "./tcp-probe.ts";

export interface ProbeTools {
  readonly docker: Docker;
  readonly timers: Timers;
  readonly execSlots: ExecSlots;
}

export interface ProbeRun {
  readonly tools: ProbeTools;
  readonly probe: Probe;
  readonly container: Container;
  readonly containerId: string;
  readonly podIP: string;
  readonly signal: AbortSignal;
  /** A command had to wait so long for its turn. */
  readonly waited: (waitedMs: number) => void;
}

/** Never rejects. */
export async function runProbe(run: ProbeRun): Promise<ProbeResult> {
  let result = await runOnce(run);
  for (let tries = 1; tries < ERROR_TRIES && result.type === "error" && !run.signal.aborted; tries += 1) {
    result = await runOnce(run);
  }
  return result;
}

async function runOnce({
  tools,
  probe,
  container,
  containerId,
  podIP,
  signal,
  waited,
}: ProbeRun): Promise<ProbeResult> {
  const { docker, timers, execSlots } = tools;
  const timeoutMs = Math.max(1, probe.timeoutSeconds ?? TIMEOUT_DEFAULT_SECONDS) * 1000;
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (exec !== undefined) {
    return execSlots.run((waitedMs) => {
      waited(waitedMs);
      // Its time begins now: waiting for the others is not its fault.
      return execProbe({ docker, timers, containerId, command: exec.command ?? [], timeoutMs, signal });
    });
  }
  if (httpGet !== undefined) return httpProbe({ action: httpGet, container, podIP }, { timeoutMs, timers, signal });
  if (tcpSocket !== undefined) return tcpProbe({ action: tcpSocket, container, podIP, timeoutMs, timers, signal });
  if (grpc !== undefined) return grpcProbe({ action: grpc, podIP, timeoutMs, timers, signal });
  return { type: "error", message: `missing probe handler for container ${container.name}` };
}
