// The hosting API: clusters for whoever holds the operator's key. Errors are Status bodies, as everywhere else.
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as z from "zod";
import {
  badRequest,
  conflict,
  internalError,
  methodNotAllowed,
  notFound,
  pathNotFound,
  StatusError,
  tooLarge,
  unauthorized,
  unsupportedMediaType,
} from "../apimachinery/status-error.ts";
import type { Log } from "../platform/log.ts";
import type { ClusterAudit, ClusterCredentials } from "./cluster-control.ts";
import type { DirectoryCalls } from "./cluster-directory.ts";
import type { ClusterRecord } from "./clusters.ts";
import { kubeconfig, renderKubeconfig } from "./kubeconfig.ts";
import { auditBodyBytesMax, hostingBodyBytesMax } from "./limits.ts";
import { sameSecret } from "./same-secret.ts";

/** What a request needs; handed to `hostingApi.fetch(request, environment)`. */
export interface HostingEnvironment {
  readonly directory: DirectoryCalls;
  audit(id: string): ClusterAudit;
  /** Empty: nobody gets in. */
  readonly operatorKey: string;
  /** Scheme and host under which clients reach this server; without it, those of the request. */
  readonly publicUrl: string | undefined;
  /** PEM, or empty when clients trust the server's certificate anyway. */
  readonly caCertificate: string;
  readonly log: Log;
}

type HostingContext = Context<{ Bindings: HostingEnvironment }>;

const clusters = { group: "", resource: "clusters" };

const createBody = z.strictObject({ id: z.string() });

function serverUrl(context: HostingContext, id: string): string {
  const base = context.env.publicUrl ?? new URL(context.req.url).origin;
  return `${base.replace(/\/+$/, "")}/clusters/${id}`;
}

function clusterBody(context: HostingContext, cluster: ClusterRecord) {
  return {
    id: cluster.id,
    state: cluster.state,
    createdAt: new Date(cluster.createdMs).toISOString(),
    server: serverUrl(context, cluster.id),
  };
}

function kubeconfigText(context: HostingContext, id: string, credentials: ClusterCredentials): string {
  const content = {
    name: id,
    server: serverUrl(context, id),
    caCertificate: context.env.caCertificate,
    token: credentials.adminToken,
  };
  return renderKubeconfig(kubeconfig(content));
}

async function readCreateBody(context: HostingContext): Promise<z.infer<typeof createBody>> {
  const type = context.req.header("content-type") ?? "application/json";
  if (!type.startsWith("application/json")) {
    throw unsupportedMediaType(`the body of the request must be application/json, not ${type}`);
  }
  const body: unknown = await context.req.json().catch(() => {
    throw badRequest("the body of the request is not valid JSON");
  });
  const parsed = createBody.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => [issue.path.join("."), issue.message].filter(Boolean).join(": "));
  throw badRequest(`the body of the request is not a cluster: ${problems.join("; ")}`);
}

export const hostingApi = new Hono<{ Bindings: HostingEnvironment }>();

hostingApi.onError((error, context) => {
  const status = error instanceof StatusError ? error : internalError("the request could not be completed");
  if (status !== error) context.env.log.error("hosting api", { error: String(error) });
  return context.json(status.status(), status.code as 400);
});

hostingApi.notFound((context) => {
  const status = pathNotFound();
  return context.json(status.status(), status.code as 404);
});

hostingApi.use("/v1/*", async (context, next) => {
  const given = /^Bearer +(.+)$/i.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
  if (!sameSecret(given.trim(), context.env.operatorKey)) throw unauthorized();
  await next();
});

function limitedBody(maxSize: number): ReturnType<typeof bodyLimit> {
  const onError = () => {
    throw tooLarge(`the body of the request must be no more than ${maxSize} bytes`);
  };
  return bodyLimit({ maxSize, onError });
}

hostingApi.post("/v1/clusters", limitedBody(hostingBodyBytesMax), async (context) => {
  const { id } = await readCreateBody(context);
  const outcome = await context.env.directory.create(id);
  switch (outcome.type) {
    case "invalid":
      throw badRequest(`the ID of a cluster ${outcome.problem}`);
    case "deleting":
      throw conflict(clusters, id, "it is being deleted; try again when it is gone");
    case "ready": {
      const body = {
        ...clusterBody(context, outcome.cluster),
        kubeconfig: kubeconfigText(context, id, outcome.credentials),
        joinToken: outcome.credentials.joinToken,
      };
      return context.json(body, outcome.existed ? 200 : 201);
    }
  }
});

hostingApi.get("/v1/clusters", async (context) => {
  const page = await context.env.directory.list(context.req.query("after") ?? "");
  const items = page.clusters.map((cluster) => clusterBody(context, cluster));
  return context.json({ items, ...(page.next === undefined ? {} : { next: page.next }) });
});

hostingApi.get("/v1/clusters/:id", async (context) => {
  const id = context.req.param("id");
  const cluster = await context.env.directory.get(id);
  if (cluster === undefined) throw notFound(clusters, id);
  return context.json(clusterBody(context, cluster));
});

hostingApi.get("/v1/clusters/:id/kubeconfig", async (context) => {
  const id = context.req.param("id");
  const outcome = await context.env.directory.credentials(id);
  if (outcome.type === "absent") throw notFound(clusters, id);
  return context.body(kubeconfigText(context, id, outcome.credentials), 200, { "content-type": "application/yaml" });
});

/** Throws NotFound. A cluster's object is not asked for a cluster that the directory doesn't know. */
async function auditOf(context: HostingContext): Promise<ClusterAudit> {
  const id = context.req.param("id") ?? "";
  if ((await context.env.directory.get(id)) === undefined) throw notFound(clusters, id);
  return context.env.audit(id);
}

hostingApi.get("/v1/clusters/:id/audit", async (context) => {
  const configuration = await (await auditOf(context)).auditConfiguration();
  if (configuration === undefined) throw notFound({ group: "", resource: "audit" }, context.req.param("id"));
  return context.json(withoutAuthorization(configuration as AuditBody));
});

hostingApi.put("/v1/clusters/:id/audit", limitedBody(auditBodyBytesMax), async (context) => {
  const audit = await auditOf(context);
  const given: unknown = await context.req.json().catch(() => {
    throw badRequest("the body of the request is not valid JSON");
  });
  const problem = await audit.configureAudit(given);
  if (problem !== undefined) throw badRequest(`the body of the request is not an audit configuration: ${problem}`);
  return context.json(withoutAuthorization(given as AuditBody));
});

hostingApi.delete("/v1/clusters/:id/audit", async (context) => {
  await (await auditOf(context)).configureAudit(undefined);
  return context.json({});
});

interface AuditBody {
  readonly policy: unknown;
  readonly webhook?: { readonly url: string; readonly authorization?: string };
}

/** What the sink is opened with is not told again. */
function withoutAuthorization({ policy, webhook }: AuditBody): AuditBody {
  return { policy, ...(webhook === undefined ? {} : { webhook: { url: webhook.url } }) };
}

hostingApi.delete("/v1/clusters/:id", async (context) => {
  const id = context.req.param("id");
  const outcome = await context.env.directory.delete(id);
  if (outcome.type === "absent") throw notFound(clusters, id);
  return context.json({ id, state: outcome.type }, outcome.type === "deleted" ? 200 : 202);
});

for (const path of ["/v1/clusters", "/v1/clusters/:id", "/v1/clusters/:id/kubeconfig", "/v1/clusters/:id/audit"]) {
  hostingApi.all(path, () => {
    throw methodNotAllowed("the server does not allow this method on the requested resource");
  });
}
