import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { systemRandom } from "../../platform/node/random.ts";
import { issueClient, makeAuthority } from "./issue.ts";

const nowMs = Date.UTC(2026, 4, 6, 7, 8, 9);
const dayMs = 86_400_000;

test("a client's certificate is its authority's", async () => {
  const authority = await makeAuthority({ name: "the authority", nowMs, lifeMs: 3_650 * dayMs, random: systemRandom });
  const client = await issueClient(authority, { name: "a-client", nowMs, lifeMs: dayMs, random: systemRandom });
  const [own, theirs] = [new X509Certificate(authority.certificate), new X509Certificate(client.certificate)];
  expect(own.subject).toBe("CN=the authority");
  expect(own.ca).toBe(true);
  expect(own.verify(own.publicKey)).toBe(true);
  expect(theirs.subject).toBe("CN=a-client");
  expect(theirs.ca).toBe(false);
  expect(theirs.checkIssued(own)).toBe(true);
  expect(theirs.verify(own.publicKey)).toBe(true);
  expect(theirs.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
  expect(new Date(theirs.validTo).getTime()).toBe(nowMs + dayMs);
  expect(client.expiresMs).toBe(nowMs + dayMs);
});

test("times beyond 2049 are told in full", async () => {
  const authority = await makeAuthority({ name: "a", nowMs, lifeMs: 365 * 30 * dayMs, random: systemRandom });
  expect(new Date(new X509Certificate(authority.certificate).validTo).getUTCFullYear()).toBe(2056);
});
