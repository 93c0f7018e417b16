// proxy: names and addresses, headers, and links that lead back through it.
import { describe, expect, test } from "vitest";
import { StatusError } from "../../apimachinery/status-error.ts";
import { requestHeaders, responseHeaders } from "./proxy-headers.ts";
import { rewriteLink } from "./proxy-links.ts";
import { isGlobalUnicast, nodeLocation, podLocation, serviceLocation, splitProxyName } from "./proxy-location.ts";

const http = (name: string, port = "") => ({ scheme: "http", name, port }) as const;

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof StatusError) return `${error.code} ${error.message}`;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("names", () => {
  // Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/net/port_split_test.go
  test.each([
    ["aoeu:asdf", { scheme: "http", name: "aoeu", port: "asdf" }],
    ["aoeu", { scheme: "http", name: "aoeu", port: "" }],
    ["aoeu:", { scheme: "http", name: "aoeu", port: "" }],
    ["https:aoeu:", { scheme: "https", name: "aoeu", port: "" }],
    ["https:aoeu:asdf", { scheme: "https", name: "aoeu", port: "asdf" }],
    ["http:aoeu:80", { scheme: "http", name: "aoeu", port: "80" }],
    [":aoeu:80", { scheme: "http", name: "aoeu", port: "80" }],
  ])("%s", (text, expected) => {
    expect(splitProxyName(text, "pod")).toEqual(expected);
  });

  test.each(["", ":asdf", "ftp:aoeu:80", "a:b:c:d", "https::443"])("%j is none", (text) => {
    expect(messageOf(() => splitProxyName(text, "service"))).toBe(
      `400 invalid service request ${JSON.stringify(text)}`,
    );
  });
});

describe("pods", () => {
  const pod = (podIP: string, ports: number[] = []) => ({
    spec: { nodeName: "n1", containers: [{}, { ports: ports.map((containerPort) => ({ containerPort })) }] },
    status: { podIP },
  });

  test("the first port that is declared, else the scheme's, else the one asked for", () => {
    const destination = (port: string, ports?: number[]) =>
      podLocation(pod("10.1.0.5", ports), http("web", port)).destination;
    expect(destination("", [8080, 9090])).toEqual({ type: "address", scheme: "http", host: "10.1.0.5", port: 8080 });
    expect(destination("")).toMatchObject({ port: 80 });
    expect(destination("9999", [8080])).toMatchObject({ port: 9999 });
    expect(messageOf(() => destination("http"))).toBe('400 invalid port "http"');
    expect(messageOf(() => destination("70000"))).toBe('400 invalid port "70000"');
  });

  test.each([
    "",
    "127.0.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "fe80::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "web",
  ])("address %j is not allowed", (address) => {
    expect(isGlobalUnicast(address)).toBe(false);
    expect(messageOf(() => podLocation(pod(address), http("web")))).toBe("400 address not allowed");
  });

  test.each(["10.0.0.1", "192.168.1.1", "8.8.8.8", "fd00::1", "2001:db8::5"])("address %s is", (address) => {
    expect(isGlobalUnicast(address)).toBe(true);
  });
});

describe("services", () => {
  const service = {
    spec: {
      ports: [
        { name: "web", port: 80 },
        { name: "admin", port: 81 },
      ],
    },
  };
  const slices = [
    {
      ports: [{ name: "web", port: 8080 }],
      endpoints: [
        { addresses: ["10.1.0.1"], nodeName: "n1", conditions: { ready: true } },
        { addresses: ["10.1.0.2"], nodeName: "n2", conditions: { ready: false } },
        { addresses: ["10.1.0.3"], nodeName: "n3" },
        { addresses: ["10.1.0.4"] },
        { addresses: ["127.0.0.1"], nodeName: "n1" },
      ],
    },
    { ports: [{ name: "admin", port: 9000 }], endpoints: [{ addresses: ["10.1.0.9"], nodeName: "n1" }] },
  ];
  const chosen = (port: string, draw: number) => {
    const random = {
      integer: (limit: number) => draw % Math.max(1, limit),
      uuid: () => "",
      bytes: () => new Uint8Array(),
    };
    return serviceLocation(service, slices, http("web", port), random);
  };

  test("any of the ready endpoints of that port, by the port's name or number", () => {
    const at = (node: string, host: string, port: number) => ({
      node,
      destination: { type: "address", scheme: "http", host, port },
    });
    expect([chosen("80", 0), chosen("80", 1)]).toEqual([at("n1", "10.1.0.1", 8080), at("n3", "10.1.0.3", 8080)]);
    expect(chosen("web", 1)).toEqual(at("n3", "10.1.0.3", 8080));
    expect(chosen("81", 5)).toEqual(at("n1", "10.1.0.9", 9000));
  });

  test("no such port, no endpoints", () => {
    expect(messageOf(() => chosen("8080", 0))).toBe('503 no service port 8080 found for service "web"');
    expect(messageOf(() => chosen("", 0))).toBe('503 no endpoints available for service "web"');
  });
});

test("nodes: the agent itself, or an address of its host", () => {
  const node = {
    status: {
      addresses: [
        { type: "Hostname", address: "n1" },
        { type: "InternalIP", address: "10.0.0.7" },
      ],
    },
  };
  expect(nodeLocation(node, http("n1"))).toEqual({ node: "n1", destination: { type: "agent" } });
  expect(nodeLocation(node, { ...http("n1"), scheme: "https", port: "10250" }).destination).toEqual({ type: "agent" });
  expect(nodeLocation(node, http("n1", "9100")).destination).toMatchObject({ host: "10.0.0.7", port: 9100 });
});

describe("links", () => {
  const prefix = "/clusters/c/api/v1/namespaces/d/pods/p/proxy";
  const context = { prefix, serverHost: "10.1.0.5:8080", requestHost: "api.example:6443" };

  test.each([
    ["/", `${prefix}/`],
    ["/a/b?c=/d#e", `${prefix}/a/b?c=/d#e`],
    ["/a/../b/", `${prefix}/b/`],
    ["http://10.1.0.5:8080/x", `${prefix}/x`],
    ["https://10.1.0.5:8080/x/", `${prefix}/x/`],
    ["//10.1.0.5:8080/x", `${prefix}/x`],
    ["http://api.example:6443/x", `http://api.example:6443${prefix}/x`],
    [`${prefix}/x`, `${prefix}/x`],
    ["x/y", "x/y"],
    ["?only=query", "?only=query"],
    ["#here", "#here"],
    ["", ""],
    ["http://other/x", "http://other/x"],
    ["mailto:me@example", "mailto:me@example"],
    ["javascript:void(0)", "javascript:void(0)"],
    ["data:text/plain,/x", "data:text/plain,/x"],
  ])("%j -> %j", (link, expected) => {
    expect(rewriteLink(link, context)).toBe(expected);
  });
});

describe("headers", () => {
  test("what is about one connection, or about who the caller is, stays behind", () => {
    const headers = new Headers({
      Accept: "*/*",
      Authorization: "Bearer secret",
      Connection: "keep-alive, X-Hop, not a name!",
      Cookie: "mine",
      Expect: "100-continue",
      "Impersonate-Extra-Scopes": "x",
      "Impersonate-User": "admin",
      "Keep-Alive": "5",
      "Transfer-Encoding": "chunked",
      "X-Forwarded-For": "198.51.100.1",
      "X-Hop": "1",
      "X-Remote-User": "admin",
    });
    expect(Object.fromEntries(requestHeaders({ headers, uri: "/api/x", clientAddress: "192.0.2.7" }))).toEqual({
      accept: "*/*",
      cookie: "mine",
      "x-forwarded-for": "198.51.100.1, 192.0.2.7",
      "x-forwarded-uri": "/api/x",
    });
  });

  test("a pod does not say who may call the API server across origins", () => {
    const headers = new Headers({
      "Access-Control-Allow-Origin": "*",
      "Content-Type": "a/b",
      "Proxy-Authenticate": "x",
    });
    expect(Object.fromEntries(responseHeaders(headers))).toEqual({ "content-type": "a/b" });
  });
});
