// `/containerLogs/NAMESPACE/POD/CONTAINER`: a log as a kubelet's own port has it.
// Kubernetes: pkg/kubelet/server/server.go getContainerLogs
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import { logOptionsOf } from "../../../src/tunnel/edge/log-options.ts";
import type { HttpHeader, RejectHeader } from "../../../src/tunnel/headers.ts";
import type { ServedStream } from "../link/session.ts";
import { badRequest, type StreamContext } from "./context.ts";
import { serveLogs } from "./logs.ts";

const prefix = "/containerLogs/";

export function isContainerLog({ path, method }: HttpHeader): boolean {
  return method === "GET" && path.startsWith(prefix);
}

export function serveContainerLog({ path }: HttpHeader, stream: ServedStream, context: StreamContext): void {
  const url = new URL(path, "http://agent");
  const [namespace = "", name = "", container = ""] = url.pathname.slice(prefix.length).split("/");
  const pod = context.findPod(namespace, name);
  if (pod === undefined) {
    stream.end.reject(notFound(`pod ${JSON.stringify(name)} does not exist`));
    return;
  }
  try {
    const options = logOptionsOf(url.searchParams, name);
    const headers: [string, string][] = [["Content-Type", "text/plain"]];
    serveLogs({ kind: "logs", pod, container, ...options }, stream, context, { http: { status: 200, headers } });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    stream.end.reject(badRequest(error.message));
  }
}

function notFound(message: string): RejectHeader {
  return { code: 404, reason: "NotFound", message };
}
