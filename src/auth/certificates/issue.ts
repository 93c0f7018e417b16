// Certificates of two kinds: an authority's own, and a client's that it signs. Keys are ECDSA on P-256.
import { encodeBase64 } from "../../apimachinery/base64.ts";
import type { JsonObject } from "../../apimachinery/json.ts";
import type { Random } from "../../platform/random.ts";
import {
  type Bytes,
  bitString,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tagged,
  time,
  trueValue,
  utf8String,
} from "./der.ts";

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

const keyAlgorithm = { name: "ECDSA", namedCurve: "P-256" } as const;
const signing = { name: "ECDSA", hash: "SHA-256" } as const;

const ecdsaWithSha256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));
const commonName = objectIdentifier("2.5.4.3");
const basicConstraints = objectIdentifier("2.5.29.19");
const keyUsage = objectIdentifier("2.5.29.15");
const extendedKeyUsage = objectIdentifier("2.5.29.37");
const clientAuthentication = objectIdentifier("1.3.6.1.5.5.7.3.2");

/** Clocks differ: what is made now is good a little earlier. */
const earlierMs = 5 * 60_000;

const authorityExtensions = [
  sequence(basicConstraints, trueValue, octetString(sequence(trueValue))),
  // Signs certificates and lists of revoked ones, and digitally.
  sequence(keyUsage, trueValue, octetString(bitString(Uint8Array.of(0b1000_0110), 1))),
];

const clientExtensions = [
  sequence(basicConstraints, trueValue, octetString(sequence())),
  sequence(keyUsage, trueValue, octetString(bitString(Uint8Array.of(0b1000_0000), 7))),
  sequence(extendedKeyUsage, octetString(sequence(clientAuthentication))),
];

/** A new authority, which vouches for itself. */
export async function makeAuthority(issuing: Issuing): Promise<Authority> {
  const pair = await newKeys();
  const { name } = issuing;
  const parts = { issuer: name, publicKey: pair.publicKey, extensions: authorityExtensions };
  const certificate = await certify(issuing, parts, pair.privateKey);
  return { name, certificate, privateKey: (await crypto.subtle.exportKey("jwk", pair.privateKey)) as never };
}

/** A client's certificate with a key of its own. */
export async function issueClient(authority: Authority, issuing: Issuing): Promise<ClientCertificate> {
  const signer = await crypto.subtle.importKey("jwk", authority.privateKey as never, keyAlgorithm, false, ["sign"]);
  const pair = await newKeys();
  const parts = { issuer: authority.name, publicKey: pair.publicKey, extensions: clientExtensions };
  const certificate = await certify(issuing, parts, signer);
  const key = pem(
    "PRIVATE KEY",
    new Uint8Array((await crypto.subtle.exportKey("pkcs8", pair.privateKey)) as ArrayBuffer),
  );
  return { certificate, key, expiresMs: issuing.nowMs + issuing.lifeMs };
}

/** The platforms' own types of keys differ. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

interface KeyPair {
  readonly publicKey: Key;
  readonly privateKey: Key;
}

async function newKeys(): Promise<KeyPair> {
  return (await crypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"])) as KeyPair;
}

interface Parts {
  readonly issuer: string;
  readonly publicKey: Key;
  readonly extensions: readonly Bytes[];
}

/** RFC 5280, 4.1 */
async function certify({ name, nowMs, lifeMs, random }: Issuing, parts: Parts, signer: Key): Promise<string> {
  const publicKey = new Uint8Array((await crypto.subtle.exportKey("spki", parts.publicKey)) as ArrayBuffer);
  const unsigned = sequence(
    tagged(0xa0, integer(Uint8Array.of(2))),
    integer(Uint8Array.of(1, ...random.bytes(15))),
    ecdsaWithSha256,
    nameOf(parts.issuer),
    sequence(time(nowMs - earlierMs), time(nowMs + lifeMs)),
    nameOf(name),
    publicKey,
    tagged(0xa3, sequence(...parts.extensions)),
  );
  const signature = new Uint8Array(await crypto.subtle.sign(signing, signer, unsigned));
  const [r, s] = [signature.slice(0, 32), signature.slice(32)];
  return pem("CERTIFICATE", sequence(unsigned, ecdsaWithSha256, bitString(sequence(integer(r), integer(s)))));
}

function nameOf(text: string): Bytes {
  return sequence(setOf(sequence(commonName, utf8String(text))));
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = encodeBase64(bytes).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
