// What the streams of a node need: handed in once, by the agent's wiring.
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { PodRef, RejectHeader } from "../../../src/tunnel/headers.ts";
import type { Docker } from "../docker/client.ts";
import type { DialPod } from "./port-forward/dial-pod.ts";

export interface StreamContext {
  readonly docker: Docker;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** Sends a signal to a process of this host; false when there is none. */
  readonly signal: (pid: number, signal: "SIGHUP" | "SIGPIPE") => boolean;
  readonly dialPod: DialPod;
  /** Where input waits that a process does not take at once; made when needed. */
  readonly spoolDirectory: string;
  /** What the agent answers itself, as a kubelet's own port does: by path. */
  readonly ownEndpoints: ReadonlyMap<string, OwnEndpoint>;
  /** A pod of this node. */
  readonly findPod: (namespace: string, name: string) => PodRef | undefined;
}

export type OwnEndpoint = (query: URLSearchParams) => Promise<{ readonly contentType: string; readonly body: string }>;

export function badRequest(message: string): RejectHeader {
  return { code: 400, reason: "BadRequest", message };
}

/** Kubernetes: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewInternalError */
export function internalError(message: string): RejectHeader {
  return { code: 500, reason: "InternalError", message: `Internal error occurred: ${message}` };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
