// The Worker: which requests there are, and who answers them. Everything else is an object (src/objects).
import { Hono } from "hono";
import { pathNotFound, StatusError } from "./apimachinery/status-error.ts";
import { CustomKinds } from "./apiserver/custom/custom-kinds.ts";
import { Callers } from "./apiserver/edge/caller.ts";
import type { ClusterStubs } from "./apiserver/edge/cluster-stubs.ts";
import { answer } from "./apiserver/edge/gateway.ts";
import { podStreams } from "./apiserver/edge/pod-streams.ts";
import { proxyStreams } from "./apiserver/edge/proxy-streams.ts";
import { errorResponse } from "./apiserver/error-response.ts";
import type { Environment } from "./environment.ts";
import { directoryName } from "./objects/directory.ts";
import { isolateCustoms } from "./objects/isolate-customs.ts";
import { namespaceObject } from "./objects/scope-name.ts";
import { workersClock, workersLog, workersRandom, workersTimers } from "./platform/durable/runtime.ts";
import { clusterIdProblem } from "./tenancy/cluster-id.ts";
import { hostingApi } from "./tenancy/hosting-api.ts";
import type { LinkStub, SessionStub } from "./tunnel/edge/host.ts";
import { workersEdgeHost } from "./tunnel/edge/workers-host.ts";
import { nodeLinkName, sessionName } from "./tunnel/relay/paths.ts";

export { Cluster } from "./objects/cluster.ts";
export { Directory } from "./objects/directory.ts";
export { Namespace } from "./objects/namespace.ts";
export { NodeLink } from "./objects/node-link.ts";
export { Scheduler } from "./objects/scheduler.ts";
export { StreamSession } from "./objects/stream-session.ts";

/** The cluster that is also served at the root. */
const rootCluster = "default";

const callers = new Callers(workersClock);
const host = {
  clock: workersClock,
  random: workersRandom,
  timers: workersTimers,
};

function linkOf(environment: Environment, cluster: string, node: string): LinkStub {
  const { NODE_LINK } = environment;
  return NODE_LINK.get(NODE_LINK.idFromName(nodeLinkName({ cluster, node }))) as unknown as LinkStub;
}

/** An object for one client's session: one of a few, for each leaves a file behind. */
function sessionOf({ STREAM_SESSION }: Environment, cluster: string): SessionStub {
  return STREAM_SESSION.get(STREAM_SESSION.idFromName(sessionName(cluster, workersRandom)));
}

function stubsOf(environment: Environment, id: string): ClusterStubs {
  const { CLUSTER, NAMESPACE } = environment;
  return {
    id,
    cluster: CLUSTER.get(CLUSTER.idFromName(id)) as unknown as ClusterStubs["cluster"],
    namespace: (name) => NAMESPACE.get(NAMESPACE.idFromName(namespaceObject(id, name))),
  };
}

/** A request of one cluster. `prefix` is what its path has before the cluster's own paths. */
async function cluster(environment: Environment, request: Request, id: string, prefix: string): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.slice(prefix.length) || "/";
  if (isHealthPath(path)) return new Response("ok");
  const stubs = stubsOf(environment, id);
  const caller = await callers.authenticate(id, stubs.cluster, request.headers.get("authorization"));
  const link = (ofCluster: string, node: string) => linkOf(environment, ofCluster, node);
  const edge = workersEdgeHost({ ...host, sessions: () => sessionOf(environment, id) });
  const paths = {
    link,
    edge,
    assets: { fetch: (asset: string) => environment.ASSETS.fetch(asset) },
    credentials: () => callers.credentials(id, stubs.cluster),
  };
  const streams = [podStreams({ edge, link }), proxyStreams({ edge, link, random: host.random })];
  const customs = new CustomKinds({ cluster: id, cache: isolateCustoms, source: stubs.cluster, clock: host.clock });
  return answer({ ...host, streams }, { request, url, prefix, path, stubs, caller, paths, customs });
}

function isHealthPath(path: string): boolean {
  return /^\/(healthz|livez|readyz)(\/|$)/.test(path);
}

const app = new Hono<{ Bindings: Environment }>();

app.all("/v1/*", ({ req, env }) => {
  const { DIRECTORY, OPERATOR_KEY, CA_CERTIFICATE, PUBLIC_URL } = env;
  return hostingApi.fetch(req.raw, {
    directory: DIRECTORY.get(DIRECTORY.idFromName(directoryName)) as never,
    operatorKey: OPERATOR_KEY ?? "",
    publicUrl: PUBLIC_URL,
    caCertificate: CA_CERTIFICATE,
    log: workersLog,
  });
});

app.all("/clusters/:id/*", ({ req, env }) => {
  const id = req.param("id");
  if (clusterIdProblem(id) !== undefined) throw pathNotFound();
  return cluster(env, req.raw, id, `/clusters/${id}`);
});

app.all("*", ({ req, env }) => cluster(env, req.raw, rootCluster, ""));

app.onError((error, { req }) => {
  if (!(error instanceof StatusError)) {
    workersLog.error("a request failed", { method: req.method, url: req.url, error: error.stack ?? String(error) });
  }
  return errorResponse(error);
});

export default app;
