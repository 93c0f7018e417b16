// A node's agent trades the cluster's join token for a token of its own.
import { Hono } from "hono";
import { z } from "zod";
import { isDns1123Subdomain } from "../../apimachinery/names.ts";
import { badRequest } from "../../apimachinery/status-error.ts";
import type { PathBindings } from "./paths.ts";

const joinBody = z.strictObject({ node: z.string() });

export const joinRoutes = new Hono<PathBindings>().post("/join", async ({ req, env }) => {
  const body = joinBody.safeParse(await req.json().catch(() => undefined));
  if (!body.success) throw badRequest('the body must be JSON: {"node": "NAME"}');
  const { node } = body.data;
  const problems = isDns1123Subdomain(node);
  if (problems.length > 0) throw badRequest(`node: ${problems.join("; ")}`);
  const token = await env.gateway.stubs.cluster.issueNodeToken(node);
  return new Response(JSON.stringify({ node, token }), {
    status: 201,
    headers: { "content-type": "application/json" },
  });
});
