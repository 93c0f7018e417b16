// Where node agents come in: trading the join token for a token of their own, and the link.
import { Hono } from "hono";
import * as z from "zod";
import { isDns1123Subdomain } from "../../apimachinery/names.ts";
import { badRequest, forbidden } from "../../apimachinery/status-error.ts";
import { mastersGroup } from "../../auth/user.ts";
import { acceptAgentLink } from "../../tunnel/edge/agent-link.ts";
import type { PathBindings } from "./gateway-request.ts";

const joinBody = z.strictObject({ node: z.string() });

export const agentRoutes = new Hono<PathBindings>()
  .post("/join", async ({ req, env }) => {
    const body = joinBody.safeParse(await req.json().catch(() => undefined));
    if (!body.success) throw badRequest('the body must be JSON: {"node": "NAME"}');
    const { node } = body.data;
    const problems = isDns1123Subdomain(node);
    if (problems.length > 0) throw badRequest(`node: ${problems.join("; ")}`);
    const token = await env.gateway.stubs.cluster.issueNodeToken(node);
    const headers = { "content-type": "application/json" };
    return new Response(JSON.stringify({ node, token }), { status: 201, headers });
  })
  .get("/link/:node", ({ req, env }) => {
    const { stubs, caller, request } = env.gateway;
    const node = req.param("node");
    // A node opens its own link and no other.
    const { name, groups } = caller.user;
    if (name !== `system:node:${node}` && !groups.includes(mastersGroup)) {
      throw forbidden({ group: "", resource: "nodes/link" }, node, `${name} is not this node's agent`);
    }
    const { link, edge } = env.paths;
    return acceptAgentLink({ link: link(stubs.id, node), node: { cluster: stubs.id, node }, request, host: edge });
  });
