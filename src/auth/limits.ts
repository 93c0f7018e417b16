// The bounds of authentication, each with its reason.

/** Identities remembered per isolate: a busy cluster has a few hundred callers; each entry is about 1 KB. */
export const identitiesMax = 2_000;

/** A cluster's credentials are asked for again after this time: what is revoked is refused within two seconds. */
export const credentialsFreshMs = 2_000;

/** A bearer token longer than this is refused unread: signed ones with every claim stay under 4 KiB. */
export const tokenLengthMax = 16_384;

/** All that a request says of whom it acts as, in characters: it travels with the request, and scopes remember it. */
export const impersonationLengthMax = 8_192;
