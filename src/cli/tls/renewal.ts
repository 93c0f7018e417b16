// Whether a stored certificate still does.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { serverCertificateRenewDays } from "../limits.ts";
import type { KeyPair } from "./issue.ts";
import type { ServerNames } from "./server-names.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** `DNS:localhost, IP Address:127.0.0.1` as sets; addresses in the form that Node gives them. */
function namesOf(certificate: X509Certificate): { dns: Set<string>; ip: Set<string> } {
  const entries = (certificate.subjectAltName ?? "").split(", ");
  const of = (prefix: string) =>
    new Set(entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length)));
  return { dns: of("DNS:"), ip: of("IP Address:") };
}

function covers(certificate: X509Certificate, names: ServerNames): boolean {
  return (
    names.dns.every((name) => certificate.checkHost(name) !== undefined) &&
    names.ip.every((address) => certificate.checkIP(address) !== undefined)
  );
}

function leftMs(certificate: X509Certificate, nowMs: number): number {
  return Date.parse(certificate.validTo) - nowMs;
}

/** Why the server's certificate must be made anew; undefined when it needn't. `names` undefined: its names don't matter. */
export function renewalReason(
  pair: KeyPair,
  caPem: string,
  names: ServerNames | undefined,
  nowMs: number,
): "unreadable" | "another key" | "another CA" | "names" | "expiry" | undefined {
  let certificate: X509Certificate;
  let ca: X509Certificate;
  try {
    certificate = new X509Certificate(pair.certificate);
    ca = new X509Certificate(caPem);
    // A crash between the writing of the two.
    if (!certificate.checkPrivateKey(createPrivateKey(pair.key))) return "another key";
  } catch {
    return "unreadable";
  }
  if (!certificate.verify(ca.publicKey)) return "another CA";
  if (leftMs(certificate, nowMs) < serverCertificateRenewDays * dayMs) return "expiry";
  if (names === undefined) return undefined;
  // More names than needed are names that no longer are this host's.
  const has = namesOf(certificate);
  const same = has.dns.size === names.dns.length && has.ip.size === names.ip.length && covers(certificate, names);
  return same ? undefined : "names";
}
