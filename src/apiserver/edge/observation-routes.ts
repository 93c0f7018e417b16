// What operators look at: the list of paths, single health checks, metrics, and what was audited.
import { Hono } from "hono";
import { badRequest, pathNotFound } from "../../apimachinery/status-error.ts";
import { type AuditQuery, auditFields } from "../audit/audit-log.ts";
import { eventList } from "../audit/audit-pump.ts";
import { pageEventsMax } from "../audit/limits.ts";
import { flowMetrics } from "../flow-control/flow-metrics.ts";
import type { PathBindings } from "./gateway-request.ts";
import { answerCheck, healthChecks, healthPath } from "./health.ts";

const paths = [
  "/api",
  "/apis",
  "/audit/events",
  "/healthz",
  "/livez",
  "/metrics",
  "/openapi/v2",
  "/openapi/v3",
  "/openid/v1/jwks",
  "/readyz",
  "/version",
  "/.well-known/openid-configuration",
].sort();

export const observationRoutes = new Hono<PathBindings>()
  .get("/", ({ env }) => {
    const groups = env.registry.groups.filter(({ name }) => name !== "");
    const served = groups.flatMap(({ name, versions }) => [name, ...versions.map((one) => `${name}/${one}`)]);
    return Response.json({ paths: [...paths, ...served.map((one) => `/apis/${one}`)].sort() });
  })
  .get("/:endpoint{healthz|livez|readyz}/:check", async ({ req, env }) => {
    const path = healthPath(req.path);
    if (path === undefined) throw pathNotFound();
    const reach = async () => {
      await env.paths.credentials();
    };
    const answer = await answerCheck(path, healthChecks(path.endpoint, reach));
    if (answer === undefined) throw pathNotFound();
    return answer;
  })
  .get("/metrics", ({ env }) => {
    const { metrics, flow, outbox } = env.gateway.edge;
    const lines = [
      ...metrics.lines(),
      ...flowMetrics(flow.levels),
      "# TYPE apiserver_audit_events_dropped_total counter",
      `apiserver_audit_events_dropped_total ${outbox.dropped}`,
    ];
    return new Response(`${lines.join("\n")}\n`, { headers: { "content-type": "text/plain; version=0.0.4" } });
  })
  .get("/audit/events", async ({ env }) => {
    const { events, next } = await env.gateway.stubs.cluster.auditPage(auditQuery(env.gateway.url.searchParams));
    const metadata: Record<string, string> = next === undefined ? {} : { continue: String(next) };
    return new Response(eventList(events, metadata), { headers: { "content-type": "application/json" } });
  });

/** `continue` and `limit` as in lists, and a value for each field that is to be looked for. */
function auditQuery(query: URLSearchParams): AuditQuery {
  const after = Number(query.get("continue") ?? 0);
  const limit = Number(query.get("limit") ?? pageEventsMax);
  if (!Number.isSafeInteger(after) || !Number.isSafeInteger(limit)) throw badRequest("continue and limit are integers");
  const fields: Record<string, string> = {};
  for (const [name, value] of query) if (Object.hasOwn(auditFields, name)) fields[name] = value;
  return { after, limit, fields };
}
