// The zone: every kind of name, asked by every kind of question.
import { describe, expect, test } from "vitest";
import { notReady, service, slice } from "../../../test/network/objects.ts";
import { ServiceBook } from "../services/service-book.ts";
import { createZone, type ZoneAnswer } from "./zone.ts";

const book = new ServiceBook();
const named = [
  { name: "http", protocol: "TCP", port: 80 },
  { name: "dns", protocol: "UDP", port: 53 },
];
book.services.replace([
  service("web", { clusterIP: "10.96.0.20", ports: named }),
  service("dual", { spec: { clusterIPs: ["10.96.0.21", "fd00::21"] } }),
  service("db", { clusterIP: "None", namespace: "data" }),
  service("early", { clusterIP: "None", namespace: "data", spec: { publishNotReadyAddresses: true } }),
  service("nobody", { clusterIP: "None", namespace: "data" }),
  service("out", { spec: { type: "ExternalName", externalName: "example.com", clusterIP: "", clusterIPs: [] } }),
]);
const sql = { ports: [{ name: "sql", protocol: "TCP", port: 5432 }], namespace: "data" };
book.slices.replace([
  slice("web-1", "web", [["10.244.0.5"]], { ports: [{ name: "http", protocol: "TCP", port: 8080 }] }),
  slice("db-1", "db", [["10.244.0.6", { hostname: "db-0" }], ["10.244.0.7"], ["10.244.0.8", notReady]], sql),
  slice("db-2", "db", [["fd00::6", { hostname: "db-0" }]], { ...sql, addressType: "IPv6" }),
  slice("early-1", "early", [["10.244.0.9", notReady]], sql),
  slice("nobody-1", "nobody", [["10.244.0.9", notReady]], sql),
]);
const zone = createZone(book, {
  domain: "cluster.local",
  dnsAddress: "10.96.0.10",
  reverseCidrs: ["10.244.0.0/16", "10.96.0.0/16"],
});

/** An answer in one line, as in a zone file without the owner's name. */
function text(answer: ZoneAnswer): string {
  if (answer.type === "alias") return `alias ${answer.target}`;
  if (answer.type !== "records") return answer.type;
  const lines = [...answer.answers, ...answer.additionals].map((record) => {
    const { type, data } = record as { type: string; data: unknown };
    if (type !== "SRV") return `${type} ${String(data)}`;
    const { priority, weight, port, target } = data as Record<string, unknown>;
    return `SRV ${priority} ${weight} ${port} ${target}`;
  });
  return lines.join(", ");
}

describe.each<[string, [name: string, type: string, answer: string][]]>([
  [
    "services with an address",
    [
      ["web.default.svc.cluster.local", "A", "A 10.96.0.20"],
      ["web.default.svc.cluster.local", "AAAA", "nodata"],
      ["web.default.svc.cluster.local", "MX", "nodata"],
      ["dual.default.svc.cluster.local", "AAAA", "AAAA fd00::21"],
      ["web.other.svc.cluster.local", "A", "nxdomain"],
      ["nothing.default.svc.cluster.local", "A", "nxdomain"],
    ],
  ],
  [
    "ports",
    [
      ["_http._tcp.web.default.svc.cluster.local", "SRV", "SRV 0 100 80 web.default.svc.cluster.local, A 10.96.0.20"],
      ["_http._tcp.web.default.svc.cluster.local", "A", "nodata"],
      ["_http._udp.web.default.svc.cluster.local", "SRV", "nxdomain"],
      ["_tcp.web.default.svc.cluster.local", "SRV", "nodata"],
      ["_sctp.web.default.svc.cluster.local", "SRV", "nxdomain"],
      [
        "web.default.svc.cluster.local",
        "SRV",
        "SRV 0 50 80 web.default.svc.cluster.local, SRV 0 50 53 web.default.svc.cluster.local, A 10.96.0.20",
      ],
    ],
  ],
  [
    "headless services and their endpoints' names",
    [
      ["db.data.svc.cluster.local", "A", "A 10.244.0.6, A 10.244.0.7"],
      ["db.data.svc.cluster.local", "AAAA", "AAAA fd00::6"],
      ["db-0.db.data.svc.cluster.local", "A", "A 10.244.0.6"],
      ["10-244-0-7.db.data.svc.cluster.local", "A", "A 10.244.0.7"],
      ["10-244-0-8.db.data.svc.cluster.local", "A", "nxdomain"],
      ["db-1.db.data.svc.cluster.local", "A", "nxdomain"],
      [
        "_sql._tcp.db.data.svc.cluster.local",
        "SRV",
        "SRV 0 33 5432 db-0.db.data.svc.cluster.local, SRV 0 33 5432 10-244-0-7.db.data.svc.cluster.local, SRV 0 33 5432 db-0.db.data.svc.cluster.local, A 10.244.0.6, A 10.244.0.7, AAAA fd00::6",
      ],
      ["early.data.svc.cluster.local", "A", "A 10.244.0.9"],
      ["nobody.data.svc.cluster.local", "A", "nxdomain"],
    ],
  ],
  [
    "other names",
    [
      ["out.default.svc.cluster.local", "A", "alias example.com"],
      ["x.out.default.svc.cluster.local", "A", "nxdomain"],
      ["10-244-3-4.default.pod.cluster.local", "A", "A 10.244.3.4"],
      ["10-244-3-4.default.pod.cluster.local", "AAAA", "nodata"],
      ["10-244-3.default.pod.cluster.local", "A", "nxdomain"],
      ["dns-version.cluster.local", "TXT", "TXT 1.1.0"],
      ["ns.dns.cluster.local", "A", "A 10.96.0.10"],
      ["cluster.local", "NS", "NS ns.dns.cluster.local, A 10.96.0.10"],
      ["cluster.local", "A", "nodata"],
      ["svc.cluster.local", "A", "nodata"],
      ["data.svc.cluster.local", "A", "nodata"],
      ["nowhere.svc.cluster.local", "A", "nxdomain"],
      ["example.com.cluster.local", "A", "nxdomain"],
      ["example.com", "A", "elsewhere"],
      ["notcluster.local", "A", "elsewhere"],
    ],
  ],
  [
    "addresses",
    [
      ["20.0.96.10.in-addr.arpa", "PTR", "PTR web.default.svc.cluster.local"],
      ["6.0.244.10.in-addr.arpa", "PTR", "PTR db-0.db.data.svc.cluster.local"],
      ["5.0.244.10.in-addr.arpa", "PTR", "PTR 10-244-0-5.web.default.svc.cluster.local"],
      ["5.0.244.10.in-addr.arpa", "A", "nodata"],
      ["99.0.244.10.in-addr.arpa", "PTR", "nxdomain"],
      ["1.2.0.192.in-addr.arpa", "PTR", "elsewhere"],
    ],
  ],
])("%s", (_group, cases) => {
  test.each(cases)("%s %s", (name, type, answer) => {
    expect(text(zone.lookup(name, type))).toBe(answer);
  });
});

test("before anything is known of the cluster nothing is denied", () => {
  const empty = createZone(new ServiceBook(), { domain: "cluster.local", dnsAddress: "10.96.0.10", reverseCidrs: [] });
  expect(empty.lookup("web.default.svc.cluster.local", "A").type).toBe("unknown");
  expect(empty.lookup("example.com", "A").type).toBe("elsewhere");
});

test("a no may be kept for five seconds", () => {
  expect(zone.authority("x.cluster.local")).toMatchObject({ name: "cluster.local", ttl: 5, data: { minimum: 5 } });
  expect(zone.authority("9.0.244.10.in-addr.arpa")).toMatchObject({ name: "in-addr.arpa" });
});
