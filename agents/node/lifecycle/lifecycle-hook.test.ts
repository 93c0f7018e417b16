// Hooks that run a command, ask a server, or wait: how they end, and what is said of those that fail.
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Container, LifecycleHandler, Pod } from "../../../src/kinds/facts/types.gen.ts";
import {
  busyboxImage,
  ensureBusybox,
  removeLabelled,
  testDocker,
  whyNoDocker,
} from "../../../test/agent/test-docker.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import { ManualTimers, quiet } from "../../../test/fixtures/manual-timers.ts";
import type { Docker } from "../docker/client.ts";
import { createContainer } from "../docker/create-container.ts";
import { startContainer } from "../docker/start-container.ts";
import { type HookInput, type HookOutcome, runLifecycleHook } from "./lifecycle-hook.ts";

const missing = await whyNoDocker();
const pod: Pod = { metadata: { name: "web", namespace: "shop", uid: "u1" } };
const container: Container = { name: "app", ports: [{ name: "web", containerPort: 1 }] };
let events: string[];

beforeEach(() => {
  events = [];
});

function run(handler: LifecycleHandler, more: Partial<HookInput> = {}): Promise<HookOutcome> {
  return runLifecycleHook({
    docker: {} as Docker,
    timers: testPlatform.timers,
    events: {
      record: (_pod, type, reason, message, name) => void events.push(`${type} ${reason} ${name}: ${message}`),
    },
    pod,
    container,
    containerId: "c1",
    handler,
    podIP: "127.0.0.1",
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...more,
  });
}

describe("httpGet", () => {
  let server: Server;
  let answer: RequestListener;
  let requests: string[];
  const port = () => (server.address() as AddressInfo).port;

  beforeEach(async () => {
    requests = [];
    answer = (_request, response) => void response.end();
    server = createServer((request, response) => {
      requests.push(`${request.url} ${request.headers["user-agent"]} ${request.headers.authorization}`);
      answer(request, response);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });

  test("any answer will do", async () => {
    expect(await run({ httpGet: { port: port(), path: "start?x=1" } })).toEqual({ type: "done" });
    answer = (_request, response) => void response.writeHead(500).end();
    expect(await run({ httpGet: { port: port() } })).toEqual({ type: "done" });
    answer = (_request, response) => void response.writeHead(302, { Location: "http://192.0.2.1/" }).end();
    expect(await run({ httpGet: { port: port() } })).toEqual({ type: "done" });
    expect(requests[0]).toBe("/start?x=1 kube-lifecycle/1.36 undefined");
  });

  test("nobody's does not", async () => {
    const failed = await run({ httpGet: { port: "web", path: "/x" } });
    expect(failed).toEqual({
      type: "failed",
      message:
        'HTTP lifecycle hook (/x) for Container "app" in Pod "web_shop(u1)" failed - error: Get "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused',
    });
    expect(await run({ httpGet: { port: "none" } })).toMatchObject({
      message: expect.stringContaining('strconv.Atoi: parsing "none": invalid syntax'),
    });
  });

  test("HTTPS that is served without TLS is asked again without, and without credentials", async () => {
    const httpHeaders = [{ name: "Authorization", value: "Bearer secret" }];
    const action = { port: port(), scheme: "HTTPS", httpHeaders };
    expect(await run({ httpGet: action })).toEqual({ type: "done" });
    expect(requests).toEqual(["/ kube-lifecycle/1.36 undefined"]);
    expect(events).toEqual([
      `Warning LifecycleHTTPFallback app: request to HTTPS lifecycle hook 127.0.0.1:${port()} got HTTP response, retry with HTTP succeeded`,
    ]);
  });

  test("what takes longer than it may is nobody's failure", async () => {
    answer = () => {};
    expect(await run({ httpGet: { port: port() } }, { timeoutMs: 50 })).toEqual({ type: "not-done" });
  });
});

describe("sleep", () => {
  const time = { nowMs: 0 };
  let timers: ManualTimers;
  beforeEach(() => {
    time.nowMs = 0;
    timers = new ManualTimers(time);
  });

  test("takes its time", async () => {
    const running = run({ sleep: { seconds: 3 } }, { timers, timeoutMs: 10_000 });
    await timers.runUntil(10_000);
    expect(await running).toEqual({ type: "done" });
    expect(time.nowMs).toBe(3000);
  });

  test("but no more than there is, and not when nobody waits", async () => {
    const running = run({ sleep: { seconds: 30 } }, { timers, timeoutMs: 10_000 });
    await timers.runUntil(60_000);
    expect(await running).toEqual({ type: "not-done" });
    expect(time.nowMs).toBe(10_000);
    const stopper = new AbortController();
    const stopped = run({ sleep: { seconds: 30 } }, { timers, timeoutMs: undefined, signal: stopper.signal });
    await quiet();
    stopper.abort();
    expect(await stopped).toEqual({ type: "not-done" });
    expect(timers.size).toBe(0);
  });
});

test("what there is no handler for is refused by name", async () => {
  expect(await run({ tcpSocket: { port: 80 } })).toEqual({
    type: "failed",
    message: "Cannot run handler: invalid handler: tcpSocket is not supported for lifecycle hooks",
  });
});

describe.skipIf(missing !== undefined)(
  `exec on Docker${missing ? ` (skipped: ${missing})` : ""}`,
  { timeout: 30_000 },
  () => {
    const label = "io.skerry.test-lifecycle";
    let docker: Docker;
    let containerId: string;

    beforeAll(async () => {
      docker = testDocker();
      await ensureBusybox(docker);
      const creation = await createContainer(docker, `skerry-test-lifecycle-${process.pid}`, {
        Image: busyboxImage,
        Cmd: ["sleep", "1000"],
        Labels: { [label]: String(process.pid) },
        HostConfig: { NetworkMode: "none" },
      });
      if (creation.type !== "created") throw new Error(creation.message);
      containerId = creation.id;
      await startContainer(docker, containerId);
    });
    afterAll(async () => {
      await removeLabelled(docker, `${label}=${process.pid}`);
      docker.close();
    });

    const sh = (text: string, more: Partial<HookInput> = {}) =>
      run({ exec: { command: ["sh", "-c", text] } }, { docker, containerId, ...more });

    test("0 is done; anything else is told with what it said", async () => {
      expect(await sh("true")).toEqual({ type: "done" });
      expect(await sh('echo "no way"; exit 9')).toEqual({
        type: "failed",
        message:
          'Exec lifecycle hook ([sh -c echo "no way"; exit 9]) for Container "app" in Pod "web_shop(u1)" failed - error: command \'sh -c echo "no way"; exit 9\' exited with 9: no way\n, message: "no way\\n"',
      });
    });

    test("what runs out of its grace is not done, and killed", async () => {
      expect(await sh("exec sleep 777", { timeoutMs: 300 })).toEqual({ type: "not-done" });
      await expect.poll(() => sh("! ps | grep 'sleep 77[7]'"), { timeout: 5000 }).toEqual({ type: "done" });
    });
  },
);
