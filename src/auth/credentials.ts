// What a cluster needs to know its callers by. Kept by the Cluster object; the Worker holds a copy for a moment.
import type { JWK } from "jose";

export interface ClusterCredentials {
  /** Raised whenever anything below changes: identities cached under an older version are forgotten. */
  readonly version: number;
  /** The `iss` of the cluster's tokens. */
  readonly issuer: string;
  /** SHA-256 of each admin token, in hex. */
  readonly adminTokenHashes: readonly string[];
  /** SHA-256 of each join token, in hex. */
  readonly joinTokenHashes: readonly string[];
  /** Public keys that the cluster's tokens may be signed with: ES256, each with a `kid`. */
  readonly publicKeys: readonly JWK[];
}

/** SHA-256 of a token, in hex: tokens themselves are not kept. */
export async function tokenHash(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
