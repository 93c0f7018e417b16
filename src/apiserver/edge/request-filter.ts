// What every request passes on its way in and out, in this order: counting, audit, priority and fairness, its deadline.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/server/config.go DefaultBuildHandlerChain
import { StatusError } from "../../apimachinery/status-error.ts";
import type { User } from "../../auth/user.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";
import { AuditTrail } from "../audit/audit-trail.ts";
import { type AuditPolicy, auditDecision } from "../audit/policy.ts";
import { errorResponse } from "../error-response.ts";
import type { Flow } from "../flow-control/flow-configuration.ts";
import { FlowRejection, type Seat } from "../flow-control/flow-controller.ts";
import type { RequestInfo } from "../request-info.ts";
import type { ClusterEdge, EdgeHostParts } from "./cluster-edge.ts";
import type { ClusterStubs } from "./cluster-stubs.ts";
import { withinDeadline } from "./request-deadline.ts";

export interface FilteredRequest {
  readonly edge: ClusterEdge;
  readonly request: Request;
  readonly url: URL;
  /** The path within the cluster. */
  readonly path: string;
  /** Whom the request is served as. */
  readonly user: User;
  /** Who asks, when that is somebody else. */
  readonly actor?: User | undefined;
  readonly info: RequestInfo;
  readonly stubs: Pick<ClusterStubs, "cluster">;
  /** Keeps work alive that goes on after the answer. */
  background(work: Promise<unknown>): void;
}

const streamingSubresources: ReadonlySet<string> = new Set(["attach", "exec", "proxy", "log", "portforward"]);

/** Requests whose answers go on: they hold no seat and have no deadline. Kubernetes: BasicLongRunningRequestCheck */
function isStream(info: RequestInfo): boolean {
  return info.type === "resource" && (info.verb === "watch" || streamingSubresources.has(info.subresource));
}

/** Waits for nothing but the object that has it, and setting a timer would take as long as finding it there. */
function isPlainRead(info: RequestInfo, url: URL): boolean {
  if (info.type !== "resource" || info.verb !== "get" || url.search !== "") return false;
  const { group, version, resource } = info;
  return builtinRegistry.byResource(group, version, resource) !== undefined;
}

/** `serve` may throw `StatusError`, and so may this, for what is our own fault. */
export async function filtered(
  host: EdgeHostParts,
  filter: FilteredRequest,
  serve: () => Promise<Response>,
): Promise<Response> {
  const { edge, info } = filter;
  const { clock } = host;
  const answered = edge.metrics.begin(info, clock.now());
  const { audit } = edge.settings;
  const trail = audit === undefined ? undefined : auditTrail(host, filter, audit);
  try {
    const { response, flow } = await seated(host, filter, serve);
    answered(response.status, clock.now());
    if (trail === undefined && flow?.uid === undefined) return response;
    return withHeaders(trail?.answered(response, isStream(info)) ?? response, flow, trail?.id);
  } catch (error) {
    answered(500, clock.now());
    trail?.failed(500);
    throw error;
  }
}

interface Served {
  readonly response: Response;
  readonly flow: Flow | undefined;
}

/** With a seat for as long as it takes to answer, or until a stream has begun. A refusal is an answer too. */
async function seated(host: EdgeHostParts, filter: FilteredRequest, serve: () => Promise<Response>): Promise<Served> {
  const { edge, user, info, request, url } = filter;
  let seat: Seat | undefined;
  try {
    const streams = isStream(info);
    if (!streams || info.verb === "watch") {
      const entered = edge.flow.enter(user, info, request);
      seat = entered instanceof Promise ? await entered : entered;
    }
    const isTimed = !streams && !isPlainRead(info, url);
    const response = isTimed ? await withinDeadline(url, host.timers, serve) : await serve();
    return { response, flow: seat?.flow };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const flow = error instanceof FlowRejection ? error.flow : seat?.flow;
    return { response: errorResponse(error), flow };
  } finally {
    seat?.leave();
  }
}

function auditTrail(host: EdgeHostParts, filter: FilteredRequest, policy: AuditPolicy): AuditTrail | undefined {
  const { edge, request, url, path, user, actor, info, stubs, background } = filter;
  const decision = auditDecision(policy, actor ?? user, info);
  if (decision === undefined) return undefined;
  const record: ConstructorParameters<typeof AuditTrail>[0]["record"] = (event) => {
    const sending = edge.outbox.add(event, stubs.cluster);
    if (sending !== undefined) background(sending);
  };
  const { headers } = request;
  const address = headers.get("cf-connecting-ip");
  const audited = {
    id: headers.get("audit-id") ?? host.random.uuid(),
    decision,
    info,
    user: actor ?? user,
    impersonated: actor === undefined ? undefined : user,
    uri: path + url.search,
    userAgent: headers.get("user-agent") ?? "",
    sourceIps: address === null ? [] : [address],
    receivedMs: host.clock.now(),
  };
  return new AuditTrail({ clock: host.clock, record, background }, audited, request);
}

/** Kubernetes: apiserver/pkg/server/filters/priority-and-fairness.go, endpoints/filters/audit_init.go */
function withHeaders(response: Response, flow: Flow | undefined, auditId: string | undefined): Response {
  const more: [string, string][] = [];
  if (flow?.uid !== undefined) more.push(["x-kubernetes-pf-flowschema-uid", flow.uid]);
  if (flow?.levelUid !== undefined) more.push(["x-kubernetes-pf-prioritylevel-uid", flow.levelUid]);
  if (auditId !== undefined) more.push(["audit-id", auditId]);
  // An upgrade's answer carries its socket: it stays as it is.
  if (response.status === 101) return response;
  const { status, body } = response;
  const headers = new Headers(response.headers);
  for (const [name, value] of more) headers.set(name, value);
  // A body that came encoded stays so.
  const encoded = headers.has("content-encoding") ? { encodeBody: "manual" } : {};
  return new Response(body, { status, headers, ...encoded } as ResponseInit);
}
