// The forwarder to the API server: bytes, ends and failures pass through.
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemTimers } from "../../../src/platform/node/timers.ts";
import { type ApiForwarder, startApiForwarder } from "./api-forwarder.ts";

const log = { info() {}, warn() {}, error() {} };
let server: Server;
let serve: (socket: Socket) => void;
let forwarder: ApiForwarder;
let port: number;

async function listen(one: Server): Promise<number> {
  await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
  return (one.address() as { port: number }).port;
}

beforeEach(async () => {
  server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => {});
    serve(socket);
  });
  const target = { host: "127.0.0.1", port: await listen(server) };
  forwarder = await startApiForwarder({ listen: { host: "127.0.0.1", port: 0 }, target, timers: systemTimers, log });
  port = forwarder.port;
});
afterEach(async () => {
  await forwarder.stop();
  server.close();
});

function collect(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => resolve(Buffer.concat(chunks)));
    socket.on("error", reject);
  });
}

test("bytes go both ways, and a client that has said all still hears the answer", async () => {
  serve = (socket) => void collect(socket).then((got) => socket.end(Buffer.concat([got, Buffer.from("!")])));
  const client = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const big = Buffer.alloc(3_000_000, "x");
  client.end(big);
  expect((await collect(client)).length).toBe(big.length + 1);
  client.end();
  await expect.poll(() => forwarder.connections()).toBe(0);
});

test("a big answer with which the server hangs up arrives whole", async () => {
  serve = (socket) => {
    socket.resume();
    socket.end(Buffer.alloc(5_000_000, "y"));
  };
  const client = connect({ port, host: "127.0.0.1" });
  expect((await collect(client)).length).toBe(5_000_000);
});

test("a server that is away resets the client at once", async () => {
  await new Promise((resolve) => server.close(resolve));
  const client = connect({ port, host: "127.0.0.1" });
  await expect(collect(client)).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("a client that goes away lets the server know", async () => {
  let ended = false;
  serve = (socket) => {
    socket.resume();
    socket.once("close", () => {
      ended = true;
    });
    socket.write("hello");
  };
  const client = connect({ port, host: "127.0.0.1" });
  await new Promise((resolve) => client.once("data", resolve));
  client.resetAndDestroy();
  await expect.poll(() => ended).toBe(true);
  await expect.poll(() => forwarder.connections()).toBe(0);
});

test("stopping closes what is open", async () => {
  serve = (socket) => void socket.write("hello");
  const client = connect({ port, host: "127.0.0.1" });
  client.on("error", () => {});
  await new Promise((resolve) => client.once("data", resolve));
  const closed = new Promise((resolve) => client.once("close", resolve));
  await forwarder.stop();
  await closed;
});
