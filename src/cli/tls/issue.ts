// Makes the CA and the certificates that it signs.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { Random } from "../../platform/random.ts";
import { caCertificateDays, serverCertificateDays } from "../limits.ts";
import type { ServerNames } from "./server-names.ts";

export interface KeyPair {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

export interface IssueContext {
  readonly nowMs: number;
  readonly random: Random;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const { subtle } = webcrypto;

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function privateKeyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return `${PemConverter.encode(await subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY")}\n`;
}

/** Clocks of hosts differ: valid from a little before now. */
function validity(nowMs: number, days: number) {
  const hourMs = 60 * 60 * 1000;
  return { notBefore: new Date(nowMs - hourMs), notAfter: new Date(nowMs + days * 24 * hourMs) };
}

function serialNumber(random: Random): string {
  // The first bit clear: a serial number is positive, and readers differ in what they make of one that isn't.
  return `0${Buffer.from(random.bytes(16)).toString("hex").slice(1)}`;
}

export async function issueCa({ nowMs, random }: IssueContext): Promise<KeyPair> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(random),
      name: `CN=skerry-ca-${Buffer.from(random.bytes(4)).toString("hex")}`,
      ...validity(nowMs, caCertificateDays),
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(
          KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature,
          true,
        ),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: `${certificate.toString("pem")}\n`, key: await privateKeyPem(keys) };
}

/** The certificate with which the API server shows itself. */
export async function issueServer(ca: KeyPair, names: ServerNames, { nowMs, random }: IssueContext): Promise<KeyPair> {
  const keys = await newKeys();
  const authority = new X509Certificate(ca.certificate);
  const signingKey = await subtle.importKey("pkcs8", PemConverter.decodeFirst(ca.key), algorithm, false, ["sign"]);
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(random),
      subject: "CN=skerry",
      issuer: authority.subject,
      ...validity(nowMs, serverCertificateDays),
      publicKey: keys.publicKey,
      signingKey,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([
          ...names.dns.map((value) => ({ type: "dns" as const, value })),
          ...names.ip.map((value) => ({ type: "ip" as const, value })),
        ]),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        await AuthorityKeyIdentifierExtension.create(authority, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: `${certificate.toString("pem")}\n`, key: await privateKeyPem(keys) };
}
