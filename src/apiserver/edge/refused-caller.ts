// A caller who is nobody: the refusal is audited where the policy wants it.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/filters/audit.go WithFailedAuthenticationAudit
import { auditEvent } from "../audit/event.ts";
import { auditDecision } from "../audit/policy.ts";
import { requestInfo } from "../request-info.ts";
import type { ClusterEdge, EdgeHostParts } from "./cluster-edge.ts";
import type { ClusterStub } from "./cluster-stubs.ts";

export interface RefusedCaller {
  readonly edge: ClusterEdge;
  readonly request: Request;
  /** The path within the cluster. */
  readonly path: string;
  readonly cluster: ClusterStub;
  /** Keeps work alive that goes on after the answer. */
  background(work: Promise<unknown>): void;
}

/** Notes an answer of 401. One who names nobody before this isolate knows the cluster is not noted: nobody is asked for them. */
export function noteRefusedCaller({ clock, random }: EdgeHostParts, refused: RefusedCaller): void {
  const { edge, request, path, cluster, background } = refused;
  const { audit } = edge.settings;
  if (audit === undefined) return;
  const { search, searchParams } = new URL(request.url);
  const info = requestInfo(
    request.method,
    path,
    searchParams.get("watch") === "true" || searchParams.get("watch") === "1",
  );
  const user = { name: "", groups: [] };
  const decision = auditDecision(audit, user, info);
  if (decision === undefined) return;
  const { headers } = request;
  const address = headers.get("cf-connecting-ip");
  const audited = {
    id: headers.get("audit-id") ?? random.uuid(),
    decision,
    info,
    user,
    uri: path + search,
    userAgent: headers.get("user-agent") ?? "",
    sourceIps: address === null ? [] : [address],
    receivedMs: clock.now(),
  };
  const message = attempted(headers.get("authorization") ?? "");
  const event = auditEvent(audited, "ResponseStarted", clock.now(), { code: 401, status: { message } });
  const sending = event === undefined ? undefined : edge.outbox.add(event, cluster);
  if (sending !== undefined) background(sending);
}

/** Kubernetes: endpoints/filters/audit.go getAuthMethods */
function attempted(authorization: string): string {
  const scheme = authorization.trim().split(" ")[0]?.toLowerCase();
  return scheme === "bearer" || scheme === "basic"
    ? `Authentication failed, attempted: ${scheme}`
    : "Authentication failed, no credentials provided";
}
