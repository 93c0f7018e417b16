// Failed connections in the words that people know from a kubelet, which are Go's.
import { isIP } from "node:net";

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connect: connection refused",
  EHOSTUNREACH: "connect: no route to host",
  ENETUNREACH: "connect: network is unreachable",
  EHOSTDOWN: "connect: host is down",
  ETIMEDOUT: "connect: connection timed out",
  EADDRNOTAVAIL: "connect: cannot assign requested address",
  ECONNRESET: "read: connection reset by peer",
};

/** Go: net.JoinHostPort */
export function hostPort(host: string, port: number): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Go: net.OpError */
export function dialFailure(error: NodeJS.ErrnoException, host: string, port: number): string {
  const { code = "", message } = error;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `dial tcp: lookup ${host}: no such host`;
  const reason = reasons[code];
  if (reason === undefined) return message;
  const operation = reason.startsWith("read") ? "read" : "dial";
  return `${operation} tcp ${hostPort(host, port)}: ${reason}`;
}

/** Go: time.Duration's String, of whole milliseconds: "1s", "1m30s", "500ms". */
export function goDuration(ms: number): string {
  if (ms < 1000) return ms === 0 ? "0s" : `${ms}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = (ms % 60_000) / 1000;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}
