// One way to know a caller by a bearer token.
import type { ClusterCredentials } from "../credentials.ts";
import type { User } from "../user.ts";

export interface Identity {
  readonly user: User;
  /** From then on the token must be looked at again. */
  readonly expiresMs: number;
}

export interface Authenticator {
  readonly name: string;
  /** Undefined: not a token of this kind, ask the next. Throws Unauthorized for one that is, but must not be accepted. */
  authenticate(token: string, credentials: ClusterCredentials, nowMs: number): Promise<Identity | undefined>;
}
