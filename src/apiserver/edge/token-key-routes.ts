// The keys that the cluster's tokens are signed with, for whoever must verify one.
// Kubernetes: pkg/routes/openidmetadata.go; OpenID Connect Discovery 1.0
import { Hono } from "hono";
import type { PathBindings } from "./gateway-request.ts";

export const tokenKeyRoutes = new Hono<PathBindings>()
  .get("/.well-known/openid-configuration", async ({ env }) => {
    const { issuer } = await env.paths.credentials();
    const body = {
      issuer,
      jwks_uri: `${env.gateway.url.origin}${env.gateway.prefix}/openid/v1/jwks`,
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["ES256"],
    };
    return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
  })
  .get("/openid/v1/jwks", async ({ env }) => {
    const { publicKeys } = await env.paths.credentials();
    const headers = { "content-type": "application/jwk-set+json" };
    return new Response(JSON.stringify({ keys: publicKeys }), { headers });
  });
