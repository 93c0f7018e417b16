// One request of one cluster, in the Worker: who asks, may they, and which object answers.
import { type ListOptions, readListOptions } from "../../apimachinery/list-options.ts";
import { forbidden, methodNotAllowed, pathNotFound, StatusError } from "../../apimachinery/status-error.ts";
import { authorize, forbiddenMessage } from "../../auth/authorize.ts";
import { impersonated } from "../../auth/impersonate.ts";
import type { User } from "../../auth/user.ts";
import type { Kind } from "../../kinds/kind.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";
import { proxyToRemote } from "../aggregation/remote-proxy.ts";
import { takeNotes } from "../audit/notes.ts";
import { customsHeader } from "../internal-headers.ts";
import { type RequestInfo, type ResourceRequest, requestInfo } from "../request-info.ts";
import { isReview } from "../reviews/answer-review.ts";
import type { ClusterStubs, ScopeStub } from "./cluster-stubs.ts";
import { type Forwarded, forwarded, send } from "./forward.ts";
import type { GatewayHost } from "./gateway-host.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import { gatherList } from "./gather-list.ts";
import { openWatch } from "./open-watch.ts";
import { answerPath } from "./paths.ts";
import { remoteFor } from "./remote-for.ts";
import { filtered } from "./request-filter.ts";
import { answerReviewRequest } from "./review-request.ts";

const pathMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

/** Throws `StatusError`. */
export async function answer(host: GatewayHost, asked: GatewayRequest): Promise<Response> {
  const { request, url, path } = asked;
  const watching = url.search !== "" && isTrue(url.searchParams.get("watch"));
  const info = requestInfo(request.method, path, watching);
  const { edge, stubs, background } = asked;
  const about = { edge, request, url, path, info, stubs, background };
  const acting = actingUser(asked);
  if (acting === undefined) {
    return filtered(host, { ...about, user: asked.caller.user }, () => dispatch(host, asked, info));
  }
  // A refusal is counted and noted like any other.
  if (acting instanceof StatusError) {
    return filtered(host, { ...about, user: asked.caller.user }, () => Promise.reject(acting));
  }
  const gateway = { ...asked, caller: { user: acting, header: JSON.stringify(acting) } };
  return filtered(host, { ...about, user: acting, actor: asked.caller.user }, () => dispatch(host, gateway, info));
}

/** Whom the request is to be served as; undefined: the caller. */
function actingUser({ request, caller }: GatewayRequest): User | StatusError | undefined {
  try {
    return impersonated(request.headers, caller.user);
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
}

/** Throws `StatusError`. */
async function dispatch(host: GatewayHost, gateway: GatewayRequest, info: RequestInfo): Promise<Response> {
  const { user } = gateway.caller;
  const decision = authorize(user, info);
  if (!decision.allowed) {
    const subject = info.type === "resource" ? info : { group: "", resource: "" };
    const name = info.type === "resource" ? info.name : "";
    throw forbidden(subject, name, `${forbiddenMessage(user, info)}: ${decision.reason}`);
  }
  if (info.type === "path") return answerOther(gateway, info.path);
  const { group, version, resource: plural } = info;
  const kind =
    builtinRegistry.byResource(group, version, plural) ?? (await gateway.customs.find({ group, version, plural }));
  return kind === undefined ? answerRemote(gateway, group, version) : answerResource(host, gateway, info, kind);
}

/** What is no resource; other methods than the usual ones are refused whatever the path. */
async function answerOther(gateway: GatewayRequest, path: string): Promise<Response> {
  if (!pathMethods.has(gateway.request.method)) {
    throw methodNotAllowed("the server does not allow this method on the requested resource");
  }
  const [, group, version] = /^\/apis\/([^/]+)\/([^/]+)\/?$/.exec(path) ?? [];
  const isRemote = group !== undefined && version !== undefined && (await remoteFor(gateway, group, version));
  return isRemote ? answerRemote(gateway, group, version) : answerPath(gateway.paths, gateway);
}

/** A group version that another server answers, or nobody. */
async function answerRemote(gateway: GatewayRequest, group: string, version: string): Promise<Response> {
  const remote = await remoteFor(gateway, group, version);
  if (remote === undefined) throw pathNotFound();
  const { request, path, url, caller, reach } = gateway;
  return proxyToRemote(reach, remote, { request, target: path + url.search, user: caller.user });
}

async function answerResource(
  host: GatewayHost,
  gateway: GatewayRequest,
  info: ResourceRequest,
  kind: Kind,
): Promise<Response> {
  const { request, url, path, stubs, caller } = gateway;
  // Objects are made in a collection, and a collection can't be replaced.
  const isForCollection = info.name === "";
  if (info.subresource === "" && (info.verb === "create" ? !isForCollection : isChange(info.verb) && isForCollection)) {
    throw methodNotAllowed("the server does not allow this method on the requested resource");
  }
  const stub = stubFor(stubs, info, kind);
  if (isReview(kind)) return answerReviewRequest(host, gateway, { info, kind, scope: stub });
  const stream = info.subresource === "" ? undefined : host.streams.find((one) => one.serves(kind, info));
  if (stream !== undefined) return stream.open({ ...gateway, info, kind });
  const toForward = await forwarded(request, path + url.search, caller);
  if (kind.custom !== undefined) toForward.headers[customsHeader] = String(gateway.customs.version);
  if (info.verb === "watch") {
    const target = stub ?? stubs.cluster;
    return openWatch({
      ...host,
      target,
      stubs: stub === undefined ? stubs : undefined,
      kind,
      customs: gateway.customs,
      reach: gateway.reach,
      info,
      request: toForward,
      query: url.searchParams,
    });
  }
  if (stub !== undefined) return takeNotes(await send(stub, toForward));
  return acrossNamespaces(gateway, info, kind, toForward);
}

/** The object that holds what the request is about; undefined: all namespaces do. */
function stubFor(stubs: ClusterStubs, info: ResourceRequest, kind: Kind): ScopeStub | undefined {
  if (kind.scope === "Cluster") {
    if (info.namespace !== "") throw pathNotFound();
    return stubs.cluster;
  }
  if (info.namespace !== "") return stubs.namespace(info.namespace);
  // An object of a namespace can't be named without it.
  if (info.name !== "") throw pathNotFound();
  return undefined;
}

async function acrossNamespaces(
  { stubs, url, request }: GatewayRequest,
  info: ResourceRequest,
  kind: Kind,
  toForward: Forwarded,
): Promise<Response> {
  if (info.verb !== "list") {
    throw methodNotAllowed("the server does not allow this method on the requested resource");
  }
  const options: ListOptions = readListOptions(url.searchParams);
  const asked = {
    accept: request.headers.get("accept") ?? "",
    query: url.searchParams,
    userAgent: request.headers.get("user-agent") ?? "",
    warnings: [],
  };
  return gatherList(stubs, kind, options, toForward, asked);
}

function isChange(verb: ResourceRequest["verb"]): boolean {
  return verb === "update" || verb === "patch";
}

function isTrue(text: string | null): boolean {
  return text !== null && text.toLowerCase() !== "false" && text !== "0";
}
