// Authentication: a bearer token becomes a user, or the request is refused.
import { unauthorized } from "../apimachinery/status-error.ts";
import type { Authenticator, Identity } from "./authenticators/authenticator.ts";
import { opaqueToken } from "./authenticators/opaque-token.ts";
import { signedToken } from "./authenticators/signed-token.ts";
import type { ClusterCredentials } from "./credentials.ts";
import { identitiesMax, tokenLengthMax } from "./limits.ts";
import type { User } from "./user.ts";

/** Asked in this order; the first that knows the token answers. */
const authenticators: readonly Authenticator[] = [signedToken, opaqueToken];

interface Remembered extends Identity {
  readonly version: number;
}

/** The callers of one cluster, as this isolate has seen them. */
export class IdentityCache {
  readonly #identities = new Map<string, Remembered>();

  /** The user of an `Authorization` header, or undefined when the token has to be verified first. */
  known(header: string, credentials: ClusterCredentials, nowMs: number): User | undefined {
    const identity = this.#identities.get(header);
    if (identity === undefined || identity.version !== credentials.version) return undefined;
    return identity.expiresMs > nowMs ? identity.user : undefined;
  }

  /** Verifies the header's token. Throws Unauthorized when no authenticator accepts it. */
  async authenticate(header: string, credentials: ClusterCredentials, nowMs: number): Promise<User> {
    const token = bearerToken(header);
    for (const authenticator of authenticators) {
      const identity = await authenticator.authenticate(token, credentials, nowMs);
      if (identity === undefined) continue;
      this.#remember(header, { ...identity, version: credentials.version });
      return identity.user;
    }
    throw unauthorized();
  }

  #remember(header: string, identity: Remembered): void {
    if (this.#identities.size >= identitiesMax) {
      // The oldest entry goes: a Map keeps the order of insertion.
      const [oldest] = this.#identities.keys();
      if (oldest !== undefined) this.#identities.delete(oldest);
    }
    this.#identities.set(header, identity);
  }
}

function bearerToken(header: string): string {
  if (header.length > tokenLengthMax) throw unauthorized();
  const match = /^bearer +([^ ]+) *$/i.exec(header);
  if (match === null) throw unauthorized();
  return match[1] as string;
}
