// Certificates of two kinds: an authority's own, and a client's that it signs. Keys are ECDSA on P-256.
import type { JsonObject } from "../../apimachinery/json.ts";
import type { Random } from "../../platform/random.ts";

/** Signs others. */
export interface Authority {
  readonly name: string;
  /** PEM. */
  readonly certificate: string;
  /** JWK. */
  readonly privateKey: JsonObject;
}

/** What a client shows a server. */
export interface ClientCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  readonly expiresMs: number;
}

export interface Issuing {
  readonly name: string;
  readonly nowMs: number;
  readonly lifeMs: number;
  readonly random: Random;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** Clocks differ: what is made now is good a little earlier. */
const earlierMs = 5 * 60_000;

/** Loaded when the first certificate is made: few clusters ever need one. */
async function x509() {
  await import("reflect-metadata");
  return import("@peculiar/x509");
}

/** A new authority, which vouches for itself. */
export async function makeAuthority(issuing: Issuing): Promise<Authority> {
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } = await x509();
  const keys = await newKeys();
  const usages = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature;
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      ...common(issuing),
      name: nameOf(issuing.name),
      keys,
      extensions: [new BasicConstraintsExtension(true, undefined, true), new KeyUsagesExtension(usages, true)],
    },
    crypto,
  );
  const privateKey = (await crypto.subtle.exportKey("jwk", keys.privateKey)) as never;
  return { name: issuing.name, certificate: `${certificate.toString("pem")}\n`, privateKey };
}

/** A client's certificate with a key of its own. */
export async function issueClient(authority: Authority, issuing: Issuing): Promise<ClientCertificate> {
  const { ExtendedKeyUsage, ExtendedKeyUsageExtension, PemConverter, ...x } = await x509();
  const signingKey = await crypto.subtle.importKey("jwk", authority.privateKey as never, algorithm, false, ["sign"]);
  const keys = await newKeys();
  const certificate = await x.X509CertificateGenerator.create(
    {
      ...common(issuing),
      subject: nameOf(issuing.name),
      issuer: nameOf(authority.name),
      publicKey: keys.publicKey,
      signingKey,
      extensions: [
        new x.BasicConstraintsExtension(false, undefined, true),
        new x.KeyUsagesExtension(x.KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
      ],
    },
    crypto,
  );
  const key = PemConverter.encode(
    (await crypto.subtle.exportKey("pkcs8", keys.privateKey)) as ArrayBuffer,
    "PRIVATE KEY",
  );
  return {
    certificate: `${certificate.toString("pem")}\n`,
    key: `${key}\n`,
    expiresMs: issuing.nowMs + issuing.lifeMs,
  };
}

function common({ nowMs, lifeMs, random }: Issuing) {
  const serial = Array.from(random.bytes(15), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return {
    // A serial number is positive: its first bit is clear.
    serialNumber: `01${serial}`,
    notBefore: new Date(nowMs - earlierMs),
    notAfter: new Date(nowMs + lifeMs),
    signingAlgorithm: algorithm,
  };
}

function nameOf(text: string) {
  return [{ CN: [text] }];
}

/** The platforms' own types of keys differ. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

interface Keys {
  readonly publicKey: Key;
  readonly privateKey: Key;
}

async function newKeys(): Promise<Keys> {
  return (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as Keys;
}
