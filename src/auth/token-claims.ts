// The claims of the tokens that a cluster signs: for service accounts, and for nodes that have joined.
// Kubernetes: pkg/serviceaccount/claims.go; KEP-1205 (bound service account tokens), KEP-4193 (node information)
import * as z from "zod";

const reference = z.object({ name: z.string(), uid: z.string().optional() });

/** The private claim `kubernetes.io`. */
export const privateClaims = z.object({
  namespace: z.string().optional(),
  serviceaccount: reference.optional(),
  pod: reference.optional(),
  secret: reference.optional(),
  node: reference.optional(),
  warnafter: z.number().optional(),
});

export const tokenClaims = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
  jti: z.string().optional(),
  "kubernetes.io": privateClaims.optional(),
});

export type TokenClaims = z.infer<typeof tokenClaims>;
