// Tokens that the cluster signed: service accounts' and nodes'.
import { createLocalJWKSet, errors, jwtVerify } from "jose";
import { unauthorized } from "../../apimachinery/status-error.ts";
import type { ClusterCredentials } from "../credentials.ts";
import { type TokenClaims, tokenClaims } from "../token-claims.ts";
import { authenticatedGroup, nodesGroup, type User } from "../user.ts";
import type { Authenticator } from "./authenticator.ts";

const serviceAccountPrefix = "system:serviceaccount:";
const nodePrefix = "system:node:";

/** The user a cluster's own token stands for; undefined for a subject of another form. */
export function userOfClaims(claims: TokenClaims): User | undefined {
  const bound = claims["kubernetes.io"];
  const extra: Record<string, string[]> = {};
  if (claims.jti !== undefined) extra["authentication.kubernetes.io/credential-id"] = [`JTI=${claims.jti}`];
  if (bound?.pod !== undefined) {
    extra["authentication.kubernetes.io/pod-name"] = [bound.pod.name];
    if (bound.pod.uid !== undefined) extra["authentication.kubernetes.io/pod-uid"] = [bound.pod.uid];
  }
  if (bound?.node !== undefined) {
    extra["authentication.kubernetes.io/node-name"] = [bound.node.name];
    if (bound.node.uid !== undefined) extra["authentication.kubernetes.io/node-uid"] = [bound.node.uid];
  }
  if (claims.sub.startsWith(nodePrefix)) {
    return { name: claims.sub, groups: [nodesGroup, authenticatedGroup], extra };
  }
  const [namespace, name] = claims.sub.slice(serviceAccountPrefix.length).split(":");
  if (!claims.sub.startsWith(serviceAccountPrefix) || namespace === undefined || name === undefined) return undefined;
  return {
    name: claims.sub,
    ...(bound?.serviceaccount?.uid === undefined ? {} : { uid: bound.serviceaccount.uid }),
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, authenticatedGroup],
    extra,
  };
}

/**
 * Verifies signature, issuer, time and audience. Throws Unauthorized for a token of this cluster that must not be
 * accepted, and undefined for what is not a token of this cluster at all.
 */
export async function verifiedClaims(
  token: string,
  credentials: ClusterCredentials,
  audiences: readonly string[],
  nowMs: number,
): Promise<TokenClaims | undefined> {
  if (token.split(".").length !== 3) return undefined;
  try {
    const keys = createLocalJWKSet({ keys: credentials.publicKeys as never[] });
    const { payload } = await jwtVerify(token, keys, {
      issuer: credentials.issuer,
      audience: [...audiences],
      algorithms: ["ES256"],
      currentDate: new Date(nowMs),
    });
    return tokenClaims.parse(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthorized();
    return undefined;
  }
}

export const signedToken: Authenticator = {
  name: "signed-token",
  async authenticate(token, credentials, nowMs) {
    const claims = await verifiedClaims(token, credentials, [credentials.issuer], nowMs);
    if (claims === undefined) return undefined;
    const user = userOfClaims(claims);
    return user === undefined ? undefined : { user, expiresMs: claims.exp * 1000 };
  },
};
