// TokenReview: whom a token belongs to, and for which audiences.
// Kubernetes: pkg/registry/authentication/tokenreview/storage.go
import { badRequest, StatusError } from "../../apimachinery/status-error.ts";
import { opaqueToken } from "../../auth/authenticators/opaque-token.ts";
import { userOfClaims, verifiedClaims } from "../../auth/authenticators/signed-token.ts";
import type { ClusterCredentials } from "../../auth/credentials.ts";
import type { User } from "../../auth/user.ts";
import type { TokenReview } from "../../kinds/facts/types.gen.ts";
import type { Review } from "./review.ts";
import { userInfo } from "./user-info.ts";

interface Known {
  readonly user: User;
  readonly audiences: readonly string[];
}

export const tokenReview: Review = async (review, { credentials, nowMs }) => {
  const { token = "", audiences = [] } = (review as TokenReview).spec ?? {};
  if (token === "") throw badRequest("token is required for TokenReview in authentication");
  const known = await ownerOf(token, audiences, await credentials(), nowMs);
  if (known === undefined) return { user: {}, error: "invalid bearer token" };
  return { authenticated: true, user: userInfo(known.user), audiences: known.audiences };
};

async function ownerOf(
  token: string,
  asked: readonly string[],
  credentials: ClusterCredentials,
  nowMs: number,
): Promise<Known | undefined> {
  const audiences = asked.length > 0 ? asked : [credentials.issuer];
  try {
    const claims = await verifiedClaims(token, credentials, audiences, nowMs);
    const user = claims === undefined ? undefined : userOfClaims(claims);
    if (claims !== undefined && user !== undefined) {
      const own = [claims.aud].flat();
      return { user, audiences: audiences.filter((one) => own.includes(one)) };
    }
    // A token that names no audience is good for any.
    const identity = await opaqueToken.authenticate(token, credentials, nowMs);
    return identity === undefined ? undefined : { user: identity.user, audiences };
  } catch (error) {
    if (error instanceof StatusError) return undefined;
    throw error;
  }
}
