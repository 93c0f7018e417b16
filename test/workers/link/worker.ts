// A Worker with nothing but the node link in it: the edge's functions behind the paths that clients use, pods given by the test.
import { DurableObject } from "cloudflare:workers";
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import { NodeLink as RealNodeLink } from "../../../src/objects/node-link.ts";
import { StreamSession } from "../../../src/objects/stream-session.ts";
import { workersClock, workersRandom, workersTimers } from "../../../src/platform/durable/runtime.ts";
import { acceptAgentLink } from "../../../src/tunnel/edge/agent-link.ts";
import { openAttach, openExec } from "../../../src/tunnel/edge/command.ts";
import { fetchThroughLink } from "../../../src/tunnel/edge/fetch-through-link.ts";
import type { EdgeHost } from "../../../src/tunnel/edge/host.ts";
import { serveLogs } from "../../../src/tunnel/edge/logs.ts";
import { openPortForward } from "../../../src/tunnel/edge/port-forward.ts";
import { proxyThroughLink } from "../../../src/tunnel/edge/proxy.ts";
import { workersEdgeHost } from "../../../src/tunnel/edge/workers-host.ts";
import { nodeLinkName, sessionName } from "../../../src/tunnel/relay/paths.ts";
import type { NodeIdentity } from "../../../src/tunnel/relay/presence.ts";

export { StreamSession };

/** Of the object: in the isolate that the Worker shares with it. */
const counts = { constructed: 0, messages: 0, alarms: 0, requests: 0 };

/** Counts its own wake-ups. */
export class NodeLink extends RealNodeLink {
  constructor(...parameters: ConstructorParameters<typeof RealNodeLink>) {
    super(...parameters);
    counts.constructed += 1;
  }
  override fetch(request: Request): Promise<Response> {
    counts.requests += 1;
    return super.fetch(request);
  }
  override webSocketMessage(socket: WebSocket, message: ArrayBuffer | string): void {
    counts.messages += 1;
    super.webSocketMessage(socket, message);
  }
  override alarm(): Promise<void> {
    counts.alarms += 1;
    return super.alarm();
  }
}

interface Environment {
  readonly CLUSTER: DurableObjectNamespace<FakeCluster>;
  readonly NODE_LINK: DurableObjectNamespace<NodeLink>;
  readonly STREAM_SESSION: DurableObjectNamespace<StreamSession>;
}

/** Keeps what it was told, and the pod that the test gave it. */
export class FakeCluster extends DurableObject {
  nodeGone({ node }: NodeIdentity): void {
    this.#told(`gone ${node}`);
  }
  nodeBack({ node }: NodeIdentity): void {
    this.#told(`back ${node}`);
  }
  told(): string[] {
    return this.ctx.storage.kv.get<string[]>("told") ?? [];
  }
  pod(given?: unknown): unknown {
    if (given !== undefined) this.ctx.storage.kv.put("pod", given);
    return this.ctx.storage.kv.get("pod");
  }
  #told(what: string): void {
    this.ctx.storage.kv.put("told", [...this.told(), what]);
  }
}

export default {
  async fetch(request: Request, environment: Environment): Promise<Response> {
    try {
      return await route(request, environment);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return Response.json(error.status(), { status: error.code });
    }
  },
};

async function route(request: Request, { CLUSTER, NODE_LINK, STREAM_SESSION }: Environment): Promise<Response> {
  const url = new URL(request.url);
  const cluster = CLUSTER.get(CLUSTER.idFromName("default"));
  const node = { cluster: "default", node: "n1" };
  const host = workersEdgeHost({
    timers: workersTimers,
    clock: workersClock,
    sessions: () => STREAM_SESSION.get(STREAM_SESSION.idFromName(sessionName("default", workersRandom))),
  });
  const link = NODE_LINK.get(NODE_LINK.idFromName(nodeLinkName(node)));
  if (url.pathname === "/link/n1") return acceptAgentLink({ link, node, request, host });
  if (url.pathname === "/counts") return Response.json(counts);
  if (url.pathname === "/told") return Response.json(await cluster.told());
  if (url.pathname === "/seen") return Response.json((await link.lastSeen()) ?? null);
  if (url.pathname === "/given-pod") return Response.json(await cluster.pod(await request.json()));
  if (url.pathname.startsWith("/http/")) return throughLink(request, url, link, host);
  if (url.pathname.startsWith("/proxy/")) return throughProxy(request, url, link, host);

  const given = (await cluster.pod()) as { metadata: { name: string; namespace: string; uid: string } };
  const subresource = url.pathname.split("/").at(-1) ?? "";
  const pod = given.metadata;
  const container = url.searchParams.get("container") ?? "app";
  const target = { pod, container };
  switch (subresource) {
    case "exec":
      return openExec({ link, target, request, host });
    case "attach":
      return openAttach({ link, target, request, host });
    case "log":
      return serveLogs({ link, target, request, host });
    case "portforward":
      return openPortForward({ link, pod, request, host });
    default:
      return discovery(url.pathname, given);
  }
}

/** /http/IP/PORT/rest */
function throughLink(request: Request, url: URL, link: DurableObjectStub<NodeLink>, host: EdgeHost): Promise<Response> {
  const [, , address = "", port = "", ...rest] = url.pathname.split("/");
  return fetchThroughLink({
    link,
    destination: { type: "address", scheme: "http", host: address, port: Number(port) },
    request: new Request(`http://${address}:${port}/${rest.join("/")}${url.search}`, request),
    host,
  });
}

/** /proxy/IP/PORT/rest, and /proxy/agent/0/rest for the agent itself. */
function throughProxy(
  request: Request,
  url: URL,
  link: DurableObjectStub<NodeLink>,
  host: EdgeHost,
): Promise<Response> {
  const [, , address = "", port = ""] = url.pathname.split("/");
  const destination =
    address === "agent"
      ? ({ type: "agent" } as const)
      : ({ type: "address", scheme: "http", host: address, port: Number(port) } as const);
  const prefix = `/proxy/${address}/${port}`;
  return proxyThroughLink({ link, destination, request, prefix, clientAddress: "192.0.2.7", host });
}

/** As much of an API server as kubectl asks before it opens a stream. */
function discovery(path: string, pod: unknown): Response {
  const resource = (name: string, kind: string, verbs: string[]) => ({
    name,
    kind,
    verbs,
    namespaced: true,
    singularName: "",
  });
  switch (path) {
    case "/version":
      return Response.json({ major: "1", minor: "36", gitVersion: "v1.36.0" });
    case "/api":
      return Response.json({ kind: "APIVersions", versions: ["v1"] });
    case "/apis":
      return Response.json({ kind: "APIGroupList", apiVersion: "v1", groups: [] });
    case "/api/v1":
      return Response.json({
        kind: "APIResourceList",
        groupVersion: "v1",
        resources: [resource("pods", "Pod", ["get", "list"])],
      });
    default:
      return path.includes("/pods/") ? Response.json(pod) : Response.json({}, { status: 404 });
  }
}
