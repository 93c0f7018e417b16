// Healthy is who says SERVING by gRPC's health protocol.
// Kubernetes: pkg/probe/grpc/grpc.go
import type { ClientHttp2Session, IncomingHttpHeaders } from "node:http2";
import type { GRPCAction } from "../../../src/kinds/facts/types.gen.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { goQuote } from "../env/go-quote.ts";
import { dialFailure, goDuration, hostPort } from "./go-net.ts";
import { healthRequest, healthStatus } from "./health-message.ts";
import { userAgentFor } from "./http-target.ts";
import { OUTPUT_BYTES_MAX } from "./limits.ts";
import type { ProbeResult } from "./probe-result.ts";

export interface GrpcQuestion {
  readonly action: GRPCAction;
  readonly podIP: string;
  readonly timeoutMs: number;
  readonly timers: Timers;
  readonly signal: AbortSignal;
}

export async function grpcProbe(question: GrpcQuestion): Promise<ProbeResult> {
  const { action, podIP, timeoutMs, timers, signal } = question;
  // Most nodes never need it.
  const { connect } = await import("node:http2");
  const address = hostPort(podIP, action.port);
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    let isConnected = false;
    const finish = (result: ProbeResult) => {
      cancel();
      signal.removeEventListener("abort", stop);
      session.destroy();
      resolve(result);
    };
    const fail = (output: string) => finish({ type: "failure", output });
    const stop = () => finish({ type: "error", message: "nobody waits for it any more" });
    const cancel = timers.after(timeoutMs, () => {
      const time = goDuration(timeoutMs);
      if (isConnected) fail(`timeout: health rpc did not complete within ${time}`);
      else fail(`timeout: failed to connect service ${goQuote(address)} within ${time}: context deadline exceeded`);
    });
    signal.addEventListener("abort", stop, { once: true });
    session.on("error", (error: NodeJS.ErrnoException) => {
      const reason = dialFailure(error, podIP, action.port);
      if (isConnected) fail(`error: health rpc probe failed: rpc error: code = Unavailable desc = ${reason}`);
      else fail(`error: failed to connect service at ${goQuote(address)}: ${reason}`);
    });
    // The server's own settings have come: it speaks HTTP/2.
    session.on("remoteSettings", () => {
      isConnected = true;
      ask(session, question).then(finish, () => {});
    });
    session.on("close", () => fail(`error: failed to connect service at ${goQuote(address)}: connection closed`));
    if (signal.aborted) stop();
  });
}

/** Rejects when the session breaks, which says why itself. */
function ask(session: ClientHttp2Session, { action, timeoutMs }: GrpcQuestion): Promise<ProbeResult> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ":method": "POST",
      ":path": "/grpc.health.v1.Health/Check",
      "content-type": "application/grpc",
      "grpc-timeout": `${timeoutMs}m`,
      te: "trailers",
      "user-agent": userAgentFor("probe"),
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let head: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders = {};
    stream.on("response", (headers) => {
      head = headers;
    });
    stream.on("trailers", (headers) => {
      trailers = headers;
    });
    stream.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= OUTPUT_BYTES_MAX) chunks.push(chunk);
    });
    stream.on("error", reject);
    // Without an answer's body, its head has what trailers would have.
    stream.on("end", () => resolve(judge({ ...head, ...trailers }, Buffer.concat(chunks))));
    stream.end(healthRequest(action.service ?? ""));
  });
}

const unimplemented = 12;
const codeNames: Readonly<Record<number, string>> = {
  1: "Canceled",
  2: "Unknown",
  3: "InvalidArgument",
  4: "DeadlineExceeded",
  5: "NotFound",
  6: "AlreadyExists",
  7: "PermissionDenied",
  8: "ResourceExhausted",
  9: "FailedPrecondition",
  10: "Aborted",
  11: "OutOfRange",
  12: "Unimplemented",
  13: "Internal",
  14: "Unavailable",
  15: "DataLoss",
  16: "Unauthenticated",
};

/** `headers`: the answer's head and trailers. */
export function judge(headers: IncomingHttpHeaders, body: Buffer): ProbeResult {
  const code = codeOf(headers);
  const text = decoded(String(headers["grpc-message"] ?? ""));
  if (code === unimplemented) {
    const what = "error: this server does not implement the grpc health protocol (grpc.health.v1.Health)";
    return { type: "failure", output: `${what}: ${text}` };
  }
  if (code !== 0) {
    const name = codeNames[code] ?? `Code(${code})`;
    return { type: "failure", output: `error: health rpc probe failed: rpc error: code = ${name} desc = ${text}` };
  }
  const status = healthStatus(body);
  if (status === "SERVING") return { type: "success" };
  if (status !== undefined) return { type: "failure", output: `service unhealthy (responded with ${goQuote(status)})` };
  const what = "error: health rpc probe failed: rpc error: code = Internal desc = the answer is no HealthCheckResponse";
  return { type: "failure", output: what };
}

/** Who doesn't speak gRPC answers with an HTTP status alone. gRPC: doc/http-grpc-status-mapping.md */
function codeOf(headers: IncomingHttpHeaders): number {
  const code = headers["grpc-status"];
  if (code !== undefined) return Number(code);
  const byStatus: Readonly<Record<number, number>> = {
    400: 13,
    401: 16,
    403: 7,
    404: 12,
    429: 14,
    502: 14,
    503: 14,
    504: 14,
  };
  return byStatus[Number(headers[":status"])] ?? 2;
}

function decoded(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}
