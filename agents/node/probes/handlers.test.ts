// Probes against servers on loopback: who answers, who doesn't, who takes too long.
import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttp2Server, type Http2Server, type ServerHttp2Stream } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { issueCa } from "../../../src/cli/tls/issue.ts";
import type { Container, HTTPGetAction } from "../../../src/kinds/facts/types.gen.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import { grpcProbe } from "./grpc-probe.ts";
import { httpProbe } from "./http-probe.ts";
import type { ProbeResult } from "./probe-result.ts";
import { tcpProbe } from "./tcp-probe.ts";

const { timers } = testPlatform;
const container: Container = { name: "app" };
const podIP = "127.0.0.1";
const signal = new AbortController().signal;
const open: (Server | TcpServer | Http2Server)[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of open.splice(0)) {
    server.close();
    await once(server, "close");
  }
});

async function listen(server: Server | TcpServer | Http2Server): Promise<number> {
  open.push(server);
  (server as TcpServer).on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  await once((server as TcpServer).listen(0, podIP), "listening");
  return (server.address() as AddressInfo).port;
}

function probe(port: number | string, action: Partial<HTTPGetAction> = {}, timeoutMs = 1000): Promise<ProbeResult> {
  return httpProbe({ action: { port, ...action }, container, podIP }, { timeoutMs, timers, signal });
}

const serve = (listener: RequestListener) => listen(createHttpServer(listener));
const status = (code: number, headers = {}, body = "") =>
  serve((_request, response) => response.writeHead(code, headers).end(body));

/** A port on which nobody listens. */
async function deafPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  open.pop();
  return port;
}

describe("httpGet", () => {
  test.each([200, 204, 299])("%i is healthy", async (code) => {
    expect(await probe(await status(code))).toEqual({ type: "success" });
  });

  test.each([400, 404, 500, 503])("%i is not; the answer's body is not told", async (code) => {
    const output = `HTTP probe failed with statuscode: ${code}`;
    expect(await probe(await status(code, {}, "secret"))).toEqual({ type: "failure", output });
  });

  test("who isn't there, or hangs up, or talks nonsense", async () => {
    const deaf = await deafPort();
    expect(await probe(deaf, { path: "/healthz" })).toEqual({
      type: "failure",
      output: `Get "http://127.0.0.1:${deaf}/healthz": dial tcp 127.0.0.1:${deaf}: connect: connection refused`,
    });
    const mute = await listen(createTcpServer((socket) => socket.end()));
    expect(await probe(mute)).toEqual({ type: "failure", output: `Get "http://127.0.0.1:${mute}/": EOF` });
    const odd = await listen(createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n")));
    expect(await probe(odd)).toMatchObject({ type: "failure", output: expect.stringContaining("malformed HTTP") });
  });

  test("who takes too long: to take the request, or to end the answer", async () => {
    const slow = await serve(() => {});
    expect(await probe(slow, {}, 50)).toEqual({
      type: "failure",
      output: `Get "http://127.0.0.1:${slow}/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    });
    const endless = await serve((_request, response) => void response.writeHead(200).write("x"));
    expect(await probe(endless, {}, 50)).toEqual({
      type: "error",
      message: "context deadline exceeded (Client.Timeout or context cancellation while reading body)",
    });
  });

  test("an answer that never ends is enough when it is long enough", async () => {
    const port = await serve((_request, response) => void response.writeHead(200).write("x".repeat(20_000)));
    expect(await probe(port)).toEqual({ type: "success" });
  });

  test("headers arrive, each probe on a connection of its own", async () => {
    const seen: string[] = [];
    const ports = new Set<number | undefined>();
    const port = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      const { host, accept, connection, "user-agent": agent, "x-a": a } = request.headers;
      seen.push(`${request.url} ${host} ${accept} ${connection} ${agent} ${a}`);
      response.end();
    });
    const httpHeaders = [
      { name: "Host", value: "example.com" },
      { name: "X-A", value: "1" },
      { name: "X-A", value: "2" },
    ];
    await probe(port, { httpHeaders, path: "/a?b=c" });
    await probe(port);
    expect(seen).toEqual([
      "/a?b=c example.com */* close kube-probe/1.36 1, 2",
      `/ 127.0.0.1:${port} */* close kube-probe/1.36 undefined`,
    ]);
    expect(ports.size).toBe(2);
  });

  test("HTTPS with anybody's certificate; an answer without TLS is not one", async () => {
    const { certificate: cert, key } = await issueCa({ nowMs: Date.now(), random: testPlatform.random });
    const secure = await listen(createHttpsServer({ cert, key }, (_request, response) => response.end()));
    expect(await probe(secure, { scheme: "HTTPS" })).toEqual({ type: "success" });
    const plain = await status(200);
    expect(await probe(plain, { scheme: "HTTPS" })).toEqual({
      type: "failure",
      output: `Get "https://127.0.0.1:${plain}/": http: server gave HTTP response to HTTPS client`,
    });
  });

  test.each([301, 302, 303, 307, 308])("redirect %i within the host is followed", async (code) => {
    const good = await status(200);
    const bad = await status(500);
    expect(await probe(await status(code, { Location: `http://127.0.0.1:${good}/x` }))).toEqual({ type: "success" });
    expect(await probe(await status(code, { Location: `http://127.0.0.1:${bad}/x` }))).toMatchObject({
      output: "HTTP probe failed with statuscode: 500",
    });
  });

  test("one that leads away is not followed, and is a warning", async () => {
    const port = await status(302, { Location: "http://192.0.2.1/" }, "over there");
    expect(await probe(port)).toEqual({
      type: "warning",
      output: "Probe terminated redirects, Response body: over there",
    });
    expect(await probe(await status(304))).toMatchObject({ type: "warning" });
  });

  test("one that never ends does", async () => {
    let requests = 0;
    const port = await serve((_request, response) => {
      requests += 1;
      response.writeHead(302, { Location: "/again" }).end();
    });
    expect(await probe(port)).toMatchObject({
      output: `Get "http://127.0.0.1:${port}/again": stopped after 10 redirects`,
    });
    expect(requests).toBe(11);
  });

  test("a header that can't be sent is a failure, and not the agent's", async () => {
    const httpHeaders = [{ name: "X-A", value: "a\nb" }];
    expect(await probe(await status(200), { httpHeaders })).toMatchObject({ type: "failure" });
  });

  test("a port that can't be found is nobody's failure", async () => {
    expect(await probe("admin")).toEqual({ type: "error", message: 'strconv.Atoi: parsing "admin": invalid syntax' });
  });

  test("nobody waits any more: it ends", async () => {
    const port = await serve(() => {});
    const stopper = new AbortController();
    const running = httpProbe(
      { action: { port }, container, podIP },
      { timeoutMs: 60_000, timers, signal: stopper.signal },
    );
    stopper.abort();
    expect(await running).toMatchObject({ type: "failure" });
  });
});

describe("tcpSocket", () => {
  const tcp = (port: number | string, timeoutMs = 1000, host = podIP) =>
    tcpProbe({ action: { port }, container, podIP: host, timeoutMs, timers, signal });

  test("who takes a connection is healthy, and gets it back reset", async () => {
    let ended: string | undefined;
    const port = await listen(
      createTcpServer((socket) => {
        socket.on("error", (error: NodeJS.ErrnoException) => {
          ended = error.code;
        });
        socket.on("end", () => {
          ended = "end";
        });
      }),
    );
    expect(await tcp(port)).toEqual({ type: "success" });
    await expect.poll(() => ended).toBe("ECONNRESET");
  });

  test("who isn't there is not", async () => {
    const port = await deafPort();
    expect(await tcp(port)).toEqual({
      type: "failure",
      output: `dial tcp 127.0.0.1:${port}: connect: connection refused`,
    });
    expect(await tcp("admin")).toMatchObject({ type: "error" });
  });

  test("nor who doesn't answer", async () => {
    let expire = () => {};
    const stopped = {
      ...timers,
      after: (_delayMs: number, body: () => void) => {
        expire = body;
        return () => {};
      },
    };
    const port = await deafPort();
    const running = tcpProbe({ action: { port }, container, podIP, timeoutMs: 1000, timers: stopped, signal });
    expire();
    expect(await running).toEqual({ type: "failure", output: `dial tcp 127.0.0.1:${port}: i/o timeout` });
  });
});

describe("grpc", () => {
  const grpc = (port: number, service?: string, timeoutMs = 1000) =>
    grpcProbe({
      action: { port, ...(service === undefined ? {} : { service }) },
      podIP,
      timeoutMs,
      timers,
      signal,
    });
  const serving = Buffer.from("00000000020801", "hex");

  function health(answer: (stream: ServerHttp2Stream, request: string) => void): Promise<number> {
    const server = createHttp2Server();
    server.on("stream", (stream, headers) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => answer(stream, `${headers[":path"]} ${Buffer.concat(chunks).toString("hex")}`));
      stream.on("error", () => {});
    });
    return listen(server);
  }

  function reply(stream: ServerHttp2Stream, body: Buffer, grpcStatus = "0"): void {
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": grpcStatus }));
    stream.end(body);
  }

  test("SERVING is healthy, for the server and for a service of it", async () => {
    const asked: string[] = [];
    const port = await health((stream, request) => {
      asked.push(request);
      reply(stream, serving);
    });
    expect(await grpc(port)).toEqual({ type: "success" });
    expect(await grpc(port, "web")).toEqual({ type: "success" });
    expect(asked).toEqual([
      "/grpc.health.v1.Health/Check 0000000000",
      "/grpc.health.v1.Health/Check 00000000050a03776562",
    ]);
  });

  test("anything else is not", async () => {
    const port = await health((stream) => reply(stream, Buffer.from("00000000020802", "hex")));
    expect(await grpc(port)).toEqual({
      type: "failure",
      output: 'service unhealthy (responded with "NOT_SERVING")',
    });
    const trailersOnly = await health((stream) => {
      const head = { ":status": 200, "grpc-status": "12", "grpc-message": "unknown service grpc.health.v1.Health" };
      stream.respond(head, { endStream: true });
    });
    expect(await grpc(trailersOnly)).toEqual({
      type: "failure",
      output:
        "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health",
    });
  });

  test("nor who isn't there, speaks something else, hangs up or takes too long", async () => {
    const deaf = await deafPort();
    expect(await grpc(deaf)).toEqual({
      type: "failure",
      output: `error: failed to connect service at "127.0.0.1:${deaf}": dial tcp 127.0.0.1:${deaf}: connect: connection refused`,
    });
    expect(await grpc(await status(200))).toMatchObject({
      type: "failure",
      output: expect.stringContaining("failed to connect service"),
    });
    const mute = await listen(createTcpServer(() => {}));
    expect(await grpc(mute, undefined, 50)).toEqual({
      type: "failure",
      output: `timeout: failed to connect service "127.0.0.1:${mute}" within 50ms: context deadline exceeded`,
    });
    const slow = await health(() => {});
    expect(await grpc(slow, undefined, 100)).toEqual({
      type: "failure",
      output: "timeout: health rpc did not complete within 100ms",
    });
    const rude = await health((stream) => stream.session?.destroy());
    expect(await grpc(rude)).toMatchObject({ type: "failure" });
  });
});
