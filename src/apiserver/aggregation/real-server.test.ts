// An aggregated API server that is there: over HTTPS on the loopback, through the agent's own way of sending requests.
import { afterEach, expect, test } from "vitest";
import { agentLink } from "../../../test/fixtures/agent-link.ts";
import { type HttpsServer, httpsServer } from "../../../test/fixtures/https-server.ts";
import { type FakeHost, fakeHost } from "../../../test/tunnel/fake-edge.ts";
import { encodeBase64 } from "../../apimachinery/base64.ts";
import { frontProxyAuthority, frontProxyClient } from "../../auth/certificates/front-proxy.ts";
import type { EndpointSlice, Service } from "../../kinds/facts/types.gen.ts";
import { systemRandom } from "../../platform/node/random.ts";
import type { ServerReach } from "../server-reach.ts";
import { probeApiService } from "./probe.ts";
import type { RemoteApi } from "./remote-api.ts";
import { proxyToRemote } from "./remote-proxy.ts";

let server: HttpsServer | undefined;

afterEach(async () => server?.close());

interface Parts {
  readonly reach: ServerReach;
  readonly api: RemoteApi;
  readonly server: HttpsServer;
}

/** A service without a selector, with an endpoint slice that somebody wrote. */
async function aggregated(service: Service["spec"] = { ports: [{ port: 443 }] }): Promise<Parts> {
  const nowMs = Date.now();
  const authority = await frontProxyAuthority(nowMs, systemRandom);
  const started = await httpsServer({
    names: ["flunders.default.svc"],
    clientAuthorities: authority.certificate,
    answer: ({ path }) => ({ status: path.includes("missing") ? 404 : 200, body: { path } }),
  });
  server = started;
  const slice: EndpointSlice = {
    addressType: "IPv4",
    endpoints: [{ addresses: ["127.0.0.1"], nodeName: "node-a" }],
    ports: [{ port: started.port, name: "" }],
  };
  const reach: ServerReach = {
    random: systemRandom,
    edge: fakeHost(),
    // "elsewhere" is what the cluster's DNS would say: here it is this host.
    link: () =>
      agentLink((header) =>
        header.destination.type === "address" && header.destination.host === "elsewhere"
          ? { ...header, destination: { ...header.destination, host: "127.0.0.1", port: started.port } }
          : header,
      ),
    nodes: async () => ["node-a"],
    service: async () => ({ service: { metadata: { name: "flunders" }, spec: service ?? {} }, slices: [slice] }),
    clientCertificate: () => frontProxyClient(authority, nowMs, systemRandom),
    fetch: async () => {
      throw new Error("nothing goes out directly");
    },
  };
  const api: RemoteApi = {
    name: "v1alpha1.wardle.example.com",
    group: "wardle.example.com",
    version: "v1alpha1",
    service: { namespace: "default", name: "flunders", port: 443 },
    caBundle: encodeBase64(new TextEncoder().encode(started.authority)),
    insecureSkipTlsVerify: false,
    groupPriorityMinimum: 1000,
    versionPriority: 10,
    available: true,
  };
  return { reach, api, server: started };
}

const user = {
  name: "alice",
  uid: "u1",
  groups: ["team", "system:authenticated"],
  extra: { "example.org/scope": ["x"] },
};
const target = "/apis/wardle.example.com/v1alpha1/namespaces/default/flunders?limit=5";

function request(init?: RequestInit): Request {
  const headers = { authorization: "Bearer secret", accept: "application/json", "x-remote-user": "mallory" };
  return new Request(`https://skerry${target}`, { headers, ...init });
}

test("a request arrives with who asks, from the front proxy, and without the caller's credentials", async () => {
  const { reach, api, server } = await aggregated();
  const response = await proxyToRemote(reach, api, { request: request(), target, user });
  expect([response.status, await response.json()]).toEqual([200, { path: target }]);
  expect(server.heard[0]).toMatchObject({
    method: "GET",
    path: target,
    clientName: "front-proxy-client",
    headers: {
      "x-remote-user": "alice",
      "x-remote-uid": "u1",
      "x-remote-group": "team, system:authenticated",
      "x-remote-extra-example.org%2fscope": "x",
    },
  });
  expect(server.heard[0]?.headers.authorization).toBeUndefined();
});

test("bodies and answers that are no success pass", async () => {
  const { reach, api, server } = await aggregated();
  const body = JSON.stringify({ kind: "Flunder" });
  await proxyToRemote(reach, api, { request: request({ method: "POST", body }), target, user });
  expect(server.heard[0]).toMatchObject({ method: "POST", body });
  const missing = await proxyToRemote(reach, api, { request: request(), target: "/apis/missing", user });
  expect(missing.status).toBe(404);
});

test("a WebSocket is carried with all of the caller's groups", async () => {
  const { reach, api, server } = await aggregated();
  const upgrade = request({ headers: { upgrade: "websocket", connection: "Upgrade", authorization: "Bearer secret" } });
  await proxyToRemote(reach, api, { request: upgrade, target: `${target}&watch=1`, user });
  expect(server.heard[0]).toMatchObject({
    path: `${target}&watch=1`,
    headers: { "x-remote-user": "alice", "x-remote-group": "team, system:authenticated" },
  });
  expect(server.heard[0]?.headers.authorization).toBeUndefined();
  const { client } = reach.edge as FakeHost;
  client.hear("hello");
  await expect.poll(() => client.sent.map(String)).toEqual(["heard hello"]);
});

test("a service may be another name", async () => {
  const { reach, api, server } = await aggregated({ type: "ExternalName", externalName: "elsewhere" });
  expect((await proxyToRemote(reach, api, { request: request(), target, user })).status).toBe(200);
  expect(server.heard).toHaveLength(1);
});

test("a server with a certificate of other authorities is not believed", async () => {
  const { reach, api, server } = await aggregated();
  const other = await frontProxyAuthority(Date.now(), systemRandom);
  const caBundle = encodeBase64(new TextEncoder().encode(other.certificate));
  await expect(proxyToRemote(reach, { ...api, caBundle }, { request: request(), target, user })).rejects.toMatchObject({
    code: 503,
  });
  expect(server.heard).toEqual([]);
});

test("it is probed as the aggregator", async () => {
  const { reach, server } = await aggregated();
  const { timers } = fakeHost();
  const spec = {
    group: "wardle.example.com",
    version: "v1alpha1",
    groupPriorityMinimum: 1,
    versionPriority: 1,
    insecureSkipTLSVerify: true,
    service: { namespace: "default", name: "flunders" },
  };
  expect(await probeApiService(reach, timers)({ metadata: { name: "v1alpha1.wardle.example.com" }, spec })).toBe(200);
  expect(server.heard[0]).toMatchObject({
    path: "/apis/wardle.example.com/v1alpha1",
    clientName: "front-proxy-client",
    headers: { "x-remote-user": "system:kube-aggregator", "x-remote-group": "system:masters" },
  });
});
