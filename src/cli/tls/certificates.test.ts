// Certificates as their readers see them: Node's own parser, and TLS itself.
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { NetworkInterfaceInfo } from "node:os";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer, type TLSSocket } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemRandom } from "../../platform/node/random.ts";
import { dataDir, makeDataDir } from "../data-dir.ts";
import { ensureCertificates } from "./ensure-certificates.ts";
import { issueCa, issueServer } from "./issue.ts";
import { renewalReason } from "./renewal.ts";
import { serverNames } from "./server-names.ts";

const nowMs = Date.parse("2026-11-21T00:00:00Z");
const dayMs = 24 * 60 * 60 * 1000;
const issue = { nowMs, random: systemRandom };
const names = { dns: ["kubernetes.default.svc", "localhost"], ip: ["10.96.0.1", "127.0.0.1", "::1"] };

function at(address: string): NetworkInterfaceInfo {
  return { address } as NetworkInterfaceInfo;
}

describe("names", () => {
  test("are those of the host, of loopback and of the service in the cluster", () => {
    const found = serverNames({
      listen: "0.0.0.0",
      hostname: "Build-1",
      interfaces: {
        lo: [at("127.0.0.1"), at("::1")],
        eth0: [at("192.0.2.7"), at("fe80::1"), at("fd00::7")],
        x: undefined,
      },
    });
    expect(found).toEqual({
      dns: [
        "build-1",
        "kubernetes",
        "kubernetes.default",
        "kubernetes.default.svc",
        "kubernetes.default.svc.cluster.local",
        "localhost",
      ],
      ip: ["10.96.0.1", "127.0.0.1", "192.0.2.7", "::1", "fd00::7"],
    });
  });

  test("include the address or name that it listens on", () => {
    expect(serverNames({ listen: "198.51.100.1", hostname: "h", interfaces: {} }).ip).toContain("198.51.100.1");
    expect(serverNames({ listen: "kube.example", hostname: "h", interfaces: {} }).dns).toContain("kube.example");
  });

  test("leave out a host name that no certificate can hold", () => {
    expect(serverNames({ listen: "::1", hostname: "my_host", interfaces: {} }).dns).not.toContain("my_host");
  });
});

describe("a server's certificate", () => {
  test("is signed by the CA, for its names, for a year", async () => {
    const ca = await issueCa(issue);
    const server = new X509Certificate((await issueServer(ca, names, issue)).certificate);
    const authority = new X509Certificate(ca.certificate);
    expect(authority.ca).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.verify(authority.publicKey)).toBe(true);
    expect(server.checkIssued(authority)).toBe(true);
    expect(names.dns.every((name) => server.checkHost(name) === name)).toBe(true);
    expect(names.ip.every((address) => server.checkIP(address) === address)).toBe(true);
    expect(server.checkHost("example.com")).toBeUndefined();
    expect(Date.parse(server.validTo) - nowMs).toBe(365 * dayMs);
  });

  test("convinces a TLS client that trusts the CA, and no other", async () => {
    const context = { nowMs: Date.now(), random: systemRandom };
    const ca = await issueCa(context);
    const pair = await issueServer(ca, names, context);
    const server = createServer({ cert: pair.certificate, key: pair.key }, (socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const dial = (trusted: string) =>
      new Promise<string>((resolve) => {
        const socket: TLSSocket = connect({ port, host: "127.0.0.1", ca: trusted }, () => {
          socket.destroy();
          resolve("trusted");
        });
        socket.on("error", (error) => resolve(error.message));
      });
    expect(await dial(ca.certificate)).toBe("trusted");
    expect(await dial((await issueCa(context)).certificate)).not.toBe("trusted");
    server.close();
  });

  test("is renewed for a reason only", async () => {
    const ca = await issueCa(issue);
    const pair = await issueServer(ca, names, issue);
    const other = await issueServer(ca, names, issue);
    const reason = (change: object, wanted: typeof names | undefined = names, time = nowMs) =>
      renewalReason({ ...pair, ...change }, ca.certificate, wanted, time);
    expect(reason({})).toBeUndefined();
    expect(reason({}, { ...names, ip: [...names.ip, "192.0.2.1"] })).toBe("names");
    expect(reason({}, { ...names, dns: ["localhost"] })).toBe("names");
    expect(renewalReason(pair, ca.certificate, undefined, nowMs)).toBeUndefined();
    expect(reason({}, names, nowMs + 334 * dayMs)).toBeUndefined();
    expect(reason({}, names, nowMs + 336 * dayMs)).toBe("expiry");
    expect(reason({ key: other.key })).toBe("another key");
    expect(reason({ certificate: "nonsense" })).toBe("unreadable");
    expect(renewalReason(pair, (await issueCa(issue)).certificate, names, nowMs)).toBe("another CA");
  });
});

describe("in the data directory", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skerry-tls-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("they are made once, keys for their owner alone; the CA stays when the server's is renewed", async () => {
    const dir = dataDir(folder);
    makeDataDir(dir);
    const first = await ensureCertificates(dir.tls, names, issue);
    expect(first.renewed).toBe("first");
    expect(statSync(dir.tls.caKey).mode & 0o777).toBe(0o600);
    expect(statSync(dir.tls.serverKey).mode & 0o777).toBe(0o600);
    const again = await ensureCertificates(dir.tls, names, issue);
    expect(again).toEqual({ caCertificate: first.caCertificate, renewed: undefined });
    const moved = { ...names, ip: ["192.0.2.9"] };
    expect((await ensureCertificates(dir.tls, moved, issue, "expiry")).renewed).toBeUndefined();
    expect(await ensureCertificates(dir.tls, moved, issue)).toEqual({
      caCertificate: first.caCertificate,
      renewed: "names",
    });
    writeFileSync(dir.tls.serverKey, "");
    expect((await ensureCertificates(dir.tls, moved, issue)).renewed).toBe("unreadable");
    expect(readFileSync(dir.tls.caCertificate, "utf8")).toBe(first.caCertificate);
  });
});
