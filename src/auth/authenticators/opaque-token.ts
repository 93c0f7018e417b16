// Admin and join tokens: long random strings, known by their hashes.
import { tokenHash } from "../credentials.ts";
import { authenticatedGroup, bootstrappersGroup, mastersGroup } from "../user.ts";
import type { Authenticator } from "./authenticator.ts";

export const opaqueToken: Authenticator = {
  name: "opaque-token",
  async authenticate(token, credentials) {
    // Hashes are compared, not tokens: how long a comparison takes tells nothing about a token.
    const hash = await tokenHash(token);
    if (credentials.adminTokenHashes.includes(hash)) {
      const user = { name: "kubernetes-admin", groups: [mastersGroup, authenticatedGroup] };
      return { user, expiresMs: Number.POSITIVE_INFINITY };
    }
    if (credentials.joinTokenHashes.includes(hash)) {
      const user = { name: "system:bootstrap:join", groups: [bootstrappersGroup, authenticatedGroup] };
      return { user, expiresMs: Number.POSITIVE_INFINITY };
    }
    return undefined;
  },
};
