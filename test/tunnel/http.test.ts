// HTTP and WebSockets carried by the agent: proxy and what it is made of, to a server on this machine's loopback.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { testDocker } from "../agent/test-docker.ts";
import { startNode, type TestNode } from "./harness/node.ts";
import { startWorkerd, type Workerd } from "./harness/workerd.ts";

const page =
  '<html><head><link href="/a.css"></head><body><a href="/x?y=1">x</a><a href="rel">r</a><a href="http://other/">o</a></body></html>';

describe("http through the link", () => {
  let workerd: Workerd;
  let node: TestNode;
  let server: Server;
  let port: number;
  let lastPaused = false;
  let aborted = 0;
  const closedWith: number[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const url = new URL(request.url ?? "/", "http://server");
      switch (url.pathname) {
        case "/echo": {
          const body = await read(request);
          response.setHeader("Content-Type", "application/json");
          response.setHeader("Set-Cookie", ["a=1", "b=2"]);
          response.setHeader("Access-Control-Allow-Origin", "*");
          response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
          return;
        }
        case "/page":
          response.setHeader("Content-Type", "text/html; charset=utf-8");
          if (url.search === "?gzip") response.setHeader("Content-Encoding", "gzip");
          response.end(url.search === "?gzip" ? gzipSync(page) : page);
          return;
        case "/packed":
          response.setHeader("Content-Encoding", "gzip");
          response.setHeader("Content-Type", "text/plain");
          response.end(gzipSync("packed"));
          return;
        case "/redirect":
          response.writeHead(302, { Location: "/echo?again" });
          response.end();
          return;
        case "/teapot":
          response.writeHead(418);
          response.end("short and stout");
          return;
        case "/broken":
          response.write("some");
          setTimeout(() => response.destroy(), 50);
          return;
        case "/endless": {
          request.on("close", () => {
            aborted += 1;
          });
          const chunk = Buffer.alloc(65_536, 1);
          const push = () => {
            while (response.write(chunk)) {}
            lastPaused = true;
          };
          response.on("drain", push);
          push();
          return;
        }
        default:
          response.writeHead(404);
          response.end("nothing");
      }
    });
    const sockets = new WebSocketServer({ server, handleProtocols: () => "chat" });
    sockets.on("connection", (socket, request) => {
      socket.on("message", (data, isBinary) => {
        if (data.toString() === "bye") socket.close(4321, "as you wish");
        else socket.send(data, { binary: isBinary });
      });
      socket.on("close", (code) => closedWith.push(code));
      socket.send(`path ${request.url}`);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
    port = (server.address() as AddressInfo).port;
    workerd = await startWorkerd();
    node = await startNode(workerd.url, testDocker());
  });
  afterAll(async () => {
    node?.link.stop();
    await workerd?.stop();
    server?.closeAllConnections();
    server?.close();
  });

  function url(path: string, via = "proxy"): string {
    return `${workerd.url}/${via}/127.0.0.1/${port}${path}`;
  }
  interface Echo {
    method: string;
    url: string;
    headers: Record<string, string>;
    body: string;
  }

  test("method, path, query, headers and body arrive; the caller's credentials don't", async () => {
    const response = await fetch(url("/echo?a=%2Fb&c"), {
      method: "POST",
      body: "hello",
      headers: { "X-Mine": "yes", Authorization: "Bearer secret", "Impersonate-User": "me" },
    });
    const echo = (await response.json()) as Echo;
    expect(echo).toMatchObject({ method: "POST", url: "/echo?a=%2Fb&c", body: "hello" });
    expect(echo.headers).toMatchObject({
      "x-mine": "yes",
      "x-forwarded-uri": `/proxy/127.0.0.1/${port}/echo`,
      "x-forwarded-for": "192.0.2.7",
      host: new URL(workerd.url).host,
    });
    expect(echo.headers["authorization"]).toBeUndefined();
    expect(echo.headers["impersonate-user"]).toBeUndefined();
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("every method, also with bodies whose length nobody knows", async () => {
    for (const method of ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
      expect(await (await fetch(url("/echo"), { method })).json()).toMatchObject({ method });
    }
    const head = await fetch(url("/teapot"), { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([418, ""]);
    const parts = ["one ", "two ", "three"];
    const body = new ReadableStream({
      async pull(controller) {
        await new Promise((done) => setTimeout(done, 20));
        const part = parts.shift();
        if (part === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(part));
      },
    });
    const streamed = await fetch(url("/echo"), { method: "PUT", body, duplex: "half" } as RequestInit);
    expect(((await streamed.json()) as Echo).body).toBe("one two three");
  });

  test("status codes pass, errors of the server too; a server that isn't there is 503", async () => {
    const teapot = await fetch(url("/teapot"));
    expect([teapot.status, await teapot.text()]).toEqual([418, "short and stout"]);
    const nobody = await fetch(`${workerd.url}/proxy/127.0.0.1/1/`);
    expect(await nobody.json()).toMatchObject({
      code: 503,
      reason: "ServiceUnavailable",
      message: expect.stringContaining("error trying to reach service: dial tcp 127.0.0.1:1:"),
    });
  });

  test("links lead through the proxy: the bare path, redirects, pages, packed pages", async () => {
    const bare = await fetch(url("?q=1"), { redirect: "manual" });
    expect([bare.status, bare.headers.get("location")]).toEqual([301, `/proxy/127.0.0.1/${port}/?q=1`]);
    const redirect = await fetch(url("/redirect"), { redirect: "manual" });
    expect([redirect.status, redirect.headers.get("location")]).toEqual([302, `/proxy/127.0.0.1/${port}/echo?again`]);
    for (const path of ["/page", "/page?gzip"]) {
      const html = await (await fetch(url(path))).text();
      expect(html).toContain(`<link href="/proxy/127.0.0.1/${port}/a.css">`);
      expect(html).toContain(`<a href="/proxy/127.0.0.1/${port}/x?y=1">`);
      expect(html).toContain('<a href="rel">');
      expect(html).toContain('<a href="http://other/">');
    }
    expect(await (await fetch(url("/packed"))).text()).toBe("packed");
  });

  test("an answer that breaks off is not taken for whole", async () => {
    const response = await fetch(url("/broken", "http"));
    await expect(response.text()).rejects.toThrow();
  });

  test("a reader that doesn't read stops the server, and one that leaves frees it", async () => {
    const left = new AbortController();
    const response = await fetch(url("/endless", "http"), { signal: left.signal });
    await (response.body as ReadableStream).getReader().read();
    await new Promise((done) => setTimeout(done, 1000));
    expect(lastPaused).toBe(true);
    left.abort();
    for (let tries = 0; tries < 100 && aborted === 0; tries += 1) await new Promise((done) => setTimeout(done, 20));
    expect(aborted).toBe(1);
  });

  test("an upload of 20 MB arrives whole", async () => {
    const body = Buffer.alloc(20_000_000, "0123456789");
    const response = await fetch(url("/echo", "http"), { method: "POST", body });
    expect(((await response.json()) as Echo).body.length).toBe(body.length);
  });

  test("the agent answers for itself", async () => {
    expect(await (await fetch(`${workerd.url}/proxy/agent/0/healthz`)).text()).toBe("ok");
    expect((await fetch(`${workerd.url}/proxy/agent/0/nothing`)).status).toBe(404);
  });

  test("WebSockets: subprotocol, text, binary, large messages, and who closes how", async () => {
    const socket = new WebSocket(url("/chat?room=1").replace("http", "ws"), ["chat"]);
    const got: (string | number)[] = [];
    const next = new Promise<void>((done) => {
      socket.on("message", (data: Buffer, isBinary) => {
        got.push(isBinary ? data.length : data.toString().slice(0, 20));
        if (got.length === 4) done();
      });
    });
    await new Promise((done) => socket.once("open", done));
    socket.send("hi ✓");
    socket.send(Buffer.alloc(500_000));
    socket.send(Buffer.alloc(0));
    await next;
    expect([socket.protocol, ...got]).toEqual(["chat", "path /chat?room=1", "hi ✓", 500_000, 0]);
    const closed = new Promise((done) => socket.once("close", (code, reason) => done([code, reason.toString()])));
    socket.send("bye");
    expect(await closed).toEqual([4321, "as you wish"]);

    const leaving = new WebSocket(url("/chat").replace("http", "ws"), ["chat"]);
    await new Promise((done) => leaving.once("message", done));
    leaving.close(4444, "mine");
    for (let tries = 0; tries < 100 && closedWith.length < 2; tries += 1)
      await new Promise((done) => setTimeout(done, 20));
    expect(closedWith).toEqual([4321, 4444]);

    const refused = new WebSocket(`${workerd.url.replace("http", "ws")}/proxy/127.0.0.1/1/`);
    await expect(new Promise((_, fail) => refused.once("error", fail))).rejects.toThrow("503");
  });
});

async function read(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}
