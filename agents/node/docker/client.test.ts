import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { systemTimers } from "../../../src/platform/node/timers.ts";
import { connectDocker, type Docker } from "./client.ts";
import { type DockerError, failureType } from "./failure.ts";

const folder = mkdtempSync(join(tmpdir(), "skerry-docker-"));
let count = 0;
const open: { server: Server; docker: Docker }[] = [];

async function fakeDocker(
  answer: RequestListener,
  version = { Version: "20", ApiVersion: "1.47", MinAPIVersion: "1.24" },
) {
  const socketPath = join(folder, `${count++}.sock`);
  const server = createServer((request, response) => {
    if (request.url === "/version") response.end(JSON.stringify(version));
    else answer(request, response);
  });
  await once(server.listen(socketPath), "listening");
  const docker = connectDocker({ socket: socketPath, timers: systemTimers });
  open.push({ server, docker });
  return docker;
}

afterEach(() => {
  for (const { server, docker } of open.splice(0)) {
    docker.close();
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("Docker client", () => {
  test("asks in the version that both speak, with filters as JSON", async () => {
    let asked = "";
    const docker = await fakeDocker((request, response) => {
      asked = request.url ?? "";
      response.end("[]");
    });
    const query = { all: true, filters: { label: ["a=b"] }, changes: ["one", "two"], none: undefined };
    expect(await docker.call({ method: "GET", path: "/containers/json", query })).toEqual([]);
    const url = new URL(asked, "http://docker");
    expect(url.pathname).toBe("/v1.41/containers/json");
    expect(JSON.parse(url.searchParams.get("filters") as string)).toEqual({ label: ["a=b"] });
    expect(url.searchParams.getAll("changes")).toEqual(["one", "two"]);
    expect(url.searchParams.has("none")).toBe(false);
  });

  test.each([
    [404, "not-found"],
    [409, "conflict"],
    [400, "bad-parameter"],
    [500, "server-error"],
  ])("%i becomes %s with Docker's words", async (status, type) => {
    const docker = await fakeDocker((_, response) => {
      response.writeHead(status).end(JSON.stringify({ message: "what went wrong" }));
    });
    const error = await docker.call({ method: "GET", path: "/x" }).catch((one: unknown) => one as DockerError);
    expect(error).toMatchObject({ failure: { type, message: "what went wrong" } });
  });

  test("a daemon that does not answer costs only the call's timeout", async () => {
    const docker = await fakeDocker(() => undefined);
    const error = await docker.call({ method: "GET", path: "/x", timeoutMs: 30 }).catch((one: unknown) => one);
    expect(failureType(error)).toBe("timed-out");
  });

  test("an answer that stalls half-way is given up as well", async () => {
    const docker = await fakeDocker((_, response) => {
      response.write('{"half":');
    });
    const error = await docker.call({ method: "GET", path: "/x", timeoutMs: 30 }).catch((one: unknown) => one);
    expect(failureType(error)).toBe("timed-out");
  });

  test("nobody on the socket is unreachable; once Docker is there, the same client asks its version and goes on", async () => {
    const socketPath = join(folder, "later.sock");
    const docker = connectDocker({ socket: socketPath, timers: systemTimers });
    const error = await docker.call({ method: "GET", path: "/x" }).catch((one: unknown) => one);
    expect(failureType(error)).toBe("unreachable");
    const newer = JSON.stringify({ Version: "29", ApiVersion: "1.52", MinAPIVersion: "1.44" });
    const server = createServer((request, response) => {
      response.end(request.url === "/version" ? newer : JSON.stringify(request.url));
    });
    open.push({ server, docker });
    await once(server.listen(socketPath), "listening");
    expect(await docker.call({ method: "GET", path: "/x" })).toBe("/v1.44/x");
  });

  test("a signal ends a stream", async () => {
    const docker = await fakeDocker((_, response) => {
      response.write("first\n");
    });
    const stopper = new AbortController();
    const stream = await docker.stream({ method: "GET", path: "/events", signal: stopper.signal });
    await once(stream, "data");
    stopper.abort();
    await once(stream, "close");
    expect(stream.destroyed).toBe(true);
  });
});
