// What an httpGet action asks for.
// Kubernetes: pkg/probe/http/request.go NewRequestForHTTPGetAction
import type { HTTPGetAction } from "../../../src/kinds/facts/types.gen.ts";
import type { AnyContainer } from "../pods/collaborators.ts";
import { kubeletVersion } from "../version.ts";
import { resolvePort } from "./container-port.ts";
import { hostPort } from "./go-net.ts";

export interface HttpTarget {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** With its query, as it goes over the wire. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

export type TargetOutcome =
  | { readonly type: "target"; readonly target: HttpTarget }
  | { readonly type: "wrong"; readonly message: string };

export interface TargetQuestion {
  readonly action: HTTPGetAction;
  readonly container: AnyContainer;
  readonly podIP: string;
  /** Who is asking: "kube-probe/1.36". */
  readonly purpose: "probe" | "lifecycle";
}

export function httpTarget({ action, container, podIP, purpose }: TargetQuestion): TargetOutcome {
  const resolved = resolvePort(container, action.port);
  if (resolved.type === "wrong") return resolved;
  const target: HttpTarget = {
    secure: action.scheme?.toUpperCase() === "HTTPS",
    host: action.host || podIP,
    port: resolved.port,
    path: wirePath(action.path ?? ""),
    headers: headersOf(action, purpose),
  };
  return { type: "target", target };
}

export function urlText({ secure, host, port, path }: HttpTarget): string {
  return `${secure ? "https" : "http"}://${hostPort(host, port)}${path}`;
}

/** "kube-probe/1.36" */
export function userAgentFor(purpose: "probe" | "lifecycle"): string {
  return `kube-${purpose}/${/^v(\d+\.\d+)/.exec(kubeletVersion)?.[1] ?? ""}`;
}

/** Of a whole URL only what comes after the host; what may not be sent as it is is escaped. */
function wirePath(path: string): string {
  const local = path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "").replace(/#.*$/s, "");
  const rooted = local.startsWith("/") ? local : `/${local}`;
  return rooted.replace(/[^\x21-\x7e]/gu, percentEncoded);
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}

function headersOf({ httpHeaders = [] }: HTTPGetAction, purpose: "probe" | "lifecycle"): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (const { name, value } of httpHeaders) {
    const key = name.toLowerCase();
    headers[key] = [...(headers[key] ?? []), value];
  }
  headers["user-agent"] ??= [userAgentFor(purpose)];
  headers["accept"] ??= ["*/*"];
  // An empty one means none.
  if (headers["accept"][0] === "") delete headers["accept"];
  return headers;
}
