// What is served beside resources: discovery, OpenAPI, version, token keys, and joining.
import { Hono } from "hono";
import { pathNotFound } from "../../apimachinery/status-error.ts";
import { agentRoutes } from "./agent-routes.ts";
import { discoveryRoutes } from "./discovery-routes.ts";
import type { GatewayRequest, PathBindings, PathContext } from "./gateway-request.ts";
import { observationRoutes } from "./observation-routes.ts";
import { openApiRoutes } from "./openapi-routes.ts";
import { tokenKeyRoutes } from "./token-key-routes.ts";

const version = {
  major: "1",
  minor: "36",
  emulationMajor: "1",
  emulationMinor: "36",
  minCompatibilityMajor: "1",
  minCompatibilityMinor: "35",
  gitVersion: "v1.36.0+skerry",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "2026-11-01T00:00:00Z",
  goVersion: "",
  compiler: "workerd",
  platform: "linux/amd64",
};

/** Everybody may know it, with or without a name. Kubernetes: ClusterRole system:public-info-viewer */
export function answerVersion(): Response {
  return new Response(JSON.stringify(version, null, 2), { headers: { "content-type": "application/json" } });
}

const routes = new Hono<PathBindings>()
  .get("/version", answerVersion)
  .route("/", observationRoutes)
  .route("/", discoveryRoutes)
  .route("/", openApiRoutes)
  .route("/", tokenKeyRoutes)
  .route("/", agentRoutes);

routes.onError((error) => {
  throw error;
});
routes.notFound(() => {
  throw pathNotFound();
});

/** Clients that are generated from the published API end discovery's paths with a slash. */
function withoutLastSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

/** Throws `StatusError`. */
export async function answerPath(paths: PathContext, gateway: GatewayRequest): Promise<Response> {
  const { request, path } = gateway;
  const url = `https://skerry${withoutLastSlash(path)}`;
  // The routes read method, path, headers and body; what the upgrade needs of the client's own request is in `gateway`.
  const inner = new Request(url, request);
  const { customs, edge, stubs } = gateway;
  // What is served: the cluster's own resources, and for those who ask for all of it, what other servers answer.
  const isAboutAll = /^\/(apis|openapi)(\/|$)/.test(path);
  await Promise.all([customs.refresh(), ...(isAboutAll ? [edge.refresh(stubs.cluster)] : [])]);
  return routes.fetch(inner, { gateway, paths, registry: gateway.customs.registry() });
}
