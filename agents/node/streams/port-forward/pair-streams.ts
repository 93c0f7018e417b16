// Which SPDY streams belong together: each forwarded connection has one for data and one for errors.
// Kubernetes: staging/src/k8s.io/kubelet/pkg/cri/streaming/portforward/httpstream.go
import type { SpdyHeaders } from "../spdy/header-block.ts";

export type StreamRole =
  | { readonly type: "data" | "error"; readonly request: string; readonly port: number }
  | { readonly type: "refused"; readonly reason: string };

/** What a new stream is for, by its headers. */
export function roleOf(id: number, headers: SpdyHeaders): StreamRole {
  const portText = headers.get("port") ?? "";
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  if (port < 1 || port > 65535) return { type: "refused", reason: `${JSON.stringify(portText)} is no port` };
  const type = headers.get("streamtype");
  if (type !== "data" && type !== "error") {
    return { type: "refused", reason: `invalid stream type ${JSON.stringify(type ?? "")}` };
  }
  // Old clients number nothing: their error stream comes first, the data stream has the next odd number.
  const request = headers.get("requestid") ?? String(type === "error" ? id : id - 2);
  return { type, request, port };
}

export interface Pair<Stream> {
  readonly port: number;
  readonly data: Stream;
  readonly error: Stream;
}

/** Collects halves until they are whole. */
export class StreamPairs<Stream> {
  readonly #halves = new Map<string, { data?: Stream; error?: Stream }>();

  /** The pair that this stream completes; undefined while its other half is missing; "doubled" when it had come before. */
  add(role: Exclude<StreamRole, { type: "refused" }>, stream: Stream): Pair<Stream> | "doubled" | undefined {
    const half = this.#halves.get(role.request) ?? {};
    if (half[role.type] !== undefined) return "doubled";
    half[role.type] = stream;
    const { data, error } = half;
    if (data === undefined || error === undefined) {
      this.#halves.set(role.request, half);
      return undefined;
    }
    this.#halves.delete(role.request);
    return { port: role.port, data, error };
  }

  /** Gives up on a half that waited too long, and answers it. */
  drop(request: string): Stream | undefined {
    const half = this.#halves.get(request);
    this.#halves.delete(request);
    return half?.data ?? half?.error;
  }
}
