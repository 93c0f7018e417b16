// The Worker: which requests there are, and who answers them. Everything else is an object (src/objects).
import { pathNotFound, StatusError } from "./apimachinery/status-error.ts";
import type { SchemaRequest } from "./apiserver/custom/custom-catalog.ts";
import { CustomKinds } from "./apiserver/custom/custom-kinds.ts";
import { Callers } from "./apiserver/edge/caller.ts";
import { ClusterEdges } from "./apiserver/edge/cluster-edge.ts";
import type { ClusterStubs } from "./apiserver/edge/cluster-stubs.ts";
import { answer } from "./apiserver/edge/gateway.ts";
import { answerHealth, healthChecks, healthPath } from "./apiserver/edge/health.ts";
import { answerVersion } from "./apiserver/edge/paths.ts";
import { podStreams } from "./apiserver/edge/pod-streams.ts";
import { proxyStreams } from "./apiserver/edge/proxy-streams.ts";
import { noteRefusedCaller } from "./apiserver/edge/refused-caller.ts";
import { workerReach } from "./apiserver/edge/worker-reach.ts";
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

const host = {
  clock: workersClock,
  random: workersRandom,
  timers: workersTimers,
};
const edges = new ClusterEdges(host);
const callers = new Callers(workersClock, (id, stub) => edges.of(id).refresh(stub));

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
  let cluster: ClusterStubs["cluster"] | undefined;
  return {
    id,
    // Most requests only need their namespace's, and making one takes as long as reading a path.
    get cluster() {
      cluster ??= CLUSTER.get(CLUSTER.idFromName(id)) as unknown as ClusterStubs["cluster"];
      return cluster;
    },
    namespace: (name) => NAMESPACE.get(NAMESPACE.idFromName(namespaceObject(id, name))),
  };
}

interface ClusterRequest {
  readonly environment: Environment;
  readonly request: Request;
  readonly url: URL;
  readonly id: string;
  readonly prefix: string;
  /** Keeps work alive that goes on after the answer. */
  background(work: Promise<unknown>): void;
}

/** A request of one cluster. `prefix` is what its path has before the cluster's own paths. */
async function cluster({ environment, request, url, id, prefix, background }: ClusterRequest): Promise<Response> {
  const path = url.pathname.slice(prefix.length) || "/";
  const stubs = stubsOf(environment, id);
  const health = healthPath(path);
  if (health?.check === "") {
    const reach = async () => void (await callers.credentials(stubs));
    return answerHealth(health, healthChecks(health.endpoint, reach), url.searchParams);
  }
  if ((path === "/version" || path === "/version/") && request.method === "GET") return answerVersion();
  const edge = edges.of(id);
  const authenticated = callers.authenticate(stubs, request.headers.get("authorization"));
  const caller = await authenticated.catch((error) => {
    if (error instanceof StatusError && error.code === 401) {
      noteRefusedCaller(host, { edge, request, path, cluster: stubs.cluster, background });
    }
    throw error;
  });
  const link = (ofCluster: string, node: string) => linkOf(environment, ofCluster, node);
  const tunnel = workersEdgeHost({ ...host, sessions: () => sessionOf(environment, id) });
  const paths = {
    link,
    edge: tunnel,
    assets: { fetch: (asset: string) => environment.ASSETS.fetch(asset) },
    credentials: () => callers.credentials(stubs),
  };
  const streams = [podStreams({ edge: tunnel, link }), proxyStreams({ edge: tunnel, link, random: host.random })];
  const source = {
    customResources: (known: number | undefined) => stubs.cluster.customResources(known),
    customSchema: (asked: SchemaRequest) => stubs.cluster.customSchema(asked),
  };
  const customs = new CustomKinds({ cluster: id, cache: isolateCustoms, source, clock: host.clock });
  const clientCertificate = () => edge.proxyCertificate.get(() => stubs.cluster.frontProxyClient());
  const reach = { ...workerReach({ random: host.random, edge: tunnel, link }, stubs), clientCertificate };
  const known = { customs, edge, reach, background };
  return answer({ ...host, streams }, { request, url, prefix, path, stubs, caller, paths, ...known });
}

function hosting(request: Request, environment: Environment): Promise<Response> | Response {
  const { DIRECTORY, CLUSTER, OPERATOR_KEY, CA_CERTIFICATE, PUBLIC_URL } = environment;
  return hostingApi.fetch(request, {
    directory: DIRECTORY.get(DIRECTORY.idFromName(directoryName)) as never,
    audit: (id) => CLUSTER.get(CLUSTER.idFromName(id)) as never,
    operatorKey: OPERATOR_KEY ?? "",
    publicUrl: PUBLIC_URL,
    caCertificate: CA_CERTIFICATE,
    log: workersLog,
  });
}

async function route(request: Request, environment: Environment, context: ExecutionContext): Promise<Response> {
  const url = new URL(request.url);
  const { pathname } = url;
  if (pathname === "/v1" || pathname.startsWith("/v1/")) return hosting(request, environment);
  const id = /^\/clusters\/([^/]+)/.exec(pathname)?.[1];
  if (id !== undefined && clusterIdProblem(id) !== undefined) throw pathNotFound();
  const prefix = id === undefined ? "" : `/clusters/${id}`;
  const background = (work: Promise<unknown>) => context.waitUntil(work);
  return cluster({ environment, request, url, id: id ?? rootCluster, prefix, background });
}

export default {
  async fetch(request, environment, context) {
    try {
      return await route(request, environment, context);
    } catch (error) {
      if (!(error instanceof StatusError)) {
        const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
        workersLog.error("a request failed", { method: request.method, url: request.url, error: stack });
      }
      return errorResponse(error);
    }
  },
} satisfies ExportedHandler<Environment>;
