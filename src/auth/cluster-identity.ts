// A cluster's secrets: the key that signs its tokens, and what its admin and joining tokens are made from.
import { importJWK, SignJWT } from "jose";
import { encodeBase64 } from "../apimachinery/base64.ts";
import type { Random } from "../platform/random.ts";
import type { Sql } from "../platform/sql.ts";
import { frontProxyAuthority, frontProxyClient } from "./certificates/front-proxy.ts";
import type { Authority, ClientCertificate } from "./certificates/issue.ts";
import { type ClusterCredentials, tokenHash } from "./credentials.ts";

/** Upstream's default issuer. The keys differ from cluster to cluster, so the name may be the same. */
export const tokenIssuer = "https://kubernetes.default.svc.cluster.local";

interface Identity {
  readonly keyId: string;
  readonly privateKey: JsonWebKey;
  readonly publicKey: JsonWebKey;
  readonly adminToken: string;
  readonly joinToken: string;
  /** Absent until somebody asks for it. */
  readonly frontProxy?: Authority;
  /** Raised when anything of it is replaced. */
  readonly version: number;
}

const tokenBytes = 32;

export class ClusterIdentity {
  readonly #sql: Sql;
  readonly #random: Random;
  #identity: Identity | undefined;

  constructor(sql: Sql, random: Random) {
    this.#sql = sql;
    this.#random = random;
    this.#identity = this.#read();
  }

  /** False: there is no such cluster, or it has been destroyed. */
  get exists(): boolean {
    return this.#identity !== undefined;
  }

  /** Makes the secrets; again for the same cluster leaves them as they are. */
  async create(): Promise<void> {
    if (this.#identity !== undefined) return;
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const pair = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
    const keyId = this.#random.uuid();
    const about = { alg: "ES256", use: "sig", kid: keyId };
    const privateKey = (await crypto.subtle.exportKey("jwk", pair.privateKey)) as JsonWebKey;
    const publicKey = (await crypto.subtle.exportKey("jwk", pair.publicKey)) as JsonWebKey;
    // Another call may have been first while this one waited.
    if (this.#identity !== undefined) return;
    this.#keep({
      keyId,
      privateKey,
      publicKey: { kty: publicKey.kty, crv: publicKey.crv, x: publicKey.x, y: publicKey.y, ...about } as JsonWebKey,
      adminToken: this.#token("admin"),
      joinToken: this.#token("join"),
      version: 1,
    });
  }

  destroy(): void {
    this.#sql.run("DROP TABLE IF EXISTS identity");
    this.#identity = undefined;
  }

  get adminToken(): string {
    return this.#required().adminToken;
  }

  get joinToken(): string {
    return this.#required().joinToken;
  }

  /** What others verify this cluster's callers by. */
  async credentials(): Promise<ClusterCredentials | undefined> {
    const identity = this.#identity;
    if (identity === undefined) return undefined;
    return {
      version: identity.version,
      issuer: tokenIssuer,
      adminTokenHashes: [await tokenHash(identity.adminToken)],
      joinTokenHashes: [await tokenHash(identity.joinToken)],
      publicKeys: [identity.publicKey],
    };
  }

  /** A JWT of these claims; the issuer is added. */
  async sign(claims: Readonly<Record<string, unknown>>): Promise<string> {
    const { privateKey, keyId } = this.#required();
    const key = await importJWK(privateKey as never, "ES256");
    return new SignJWT({ ...claims, iss: tokenIssuer }).setProtectedHeader({ alg: "ES256", kid: keyId }).sign(key);
  }

  /** The token of a node that has joined: good for ten years, for nobody is there to renew it. */
  async issueNodeToken(node: string, nowMs: number): Promise<string> {
    const iat = Math.floor(nowMs / 1000);
    const exp = iat + 10 * 365 * 24 * 3_600;
    return this.sign({ sub: `system:node:${node}`, aud: tokenIssuer, iat, exp, jti: this.#random.uuid() });
  }

  /** The certificate of those who are believed when they say who asks. PEM. */
  async frontProxyAuthority(nowMs: number): Promise<string> {
    return (await this.#frontProxy(nowMs)).certificate;
  }

  /** What this cluster shows to API servers elsewhere. */
  async frontProxyClient(nowMs: number): Promise<ClientCertificate> {
    return frontProxyClient(await this.#frontProxy(nowMs), nowMs, this.#random);
  }

  async #frontProxy(nowMs: number): Promise<Authority> {
    const known = this.#required().frontProxy;
    if (known !== undefined) return known;
    const made = await frontProxyAuthority(nowMs, this.#random);
    // Another call may have been first while this one waited.
    const identity = this.#required();
    if (identity.frontProxy !== undefined) return identity.frontProxy;
    this.#keep({ ...identity, frontProxy: made });
    return made;
  }

  #token(purpose: string): string {
    const text = encodeBase64(this.#random.bytes(tokenBytes));
    return `skerry-${purpose}-${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
  }

  #read(): Identity | undefined {
    const made = this.#sql.row("SELECT 1 FROM sqlite_master WHERE name = 'identity'") !== undefined;
    const row = made ? this.#sql.row("SELECT value FROM identity") : undefined;
    return row === undefined ? undefined : (JSON.parse(row[0] as string) as Identity);
  }

  #keep(identity: Identity): void {
    this.#sql.transaction(() => {
      this.#sql.run("CREATE TABLE IF NOT EXISTS identity (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)");
      this.#sql.run("INSERT OR REPLACE INTO identity (id, value) VALUES (1, ?)", JSON.stringify(identity));
    });
    this.#identity = identity;
  }

  #required(): Identity {
    if (this.#identity === undefined) throw new Error("the cluster has no identity");
    return this.#identity;
  }
}
