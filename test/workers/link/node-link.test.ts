// The link object on real Durable Objects: streams through evictions, alarms, rows, and a session that is made to wait.
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { workersClock, workersTimers } from "../../../src/platform/durable/runtime.ts";
import type { EdgeHost, LinkStub } from "../../../src/tunnel/edge/host.ts";
import { startSession } from "../../../src/tunnel/edge/session.ts";
import { workersEdgeHost } from "../../../src/tunnel/edge/workers-host.ts";
import type { ExecHeader, OpenHeader } from "../../../src/tunnel/headers.ts";
import { decodeFrame, encodeFrame, PING, PONG } from "../../../src/tunnel/protocol.ts";
import { agentUrl, nodeLinkName } from "../../../src/tunnel/relay/paths.ts";
import { StreamEnd } from "../../../src/tunnel/stream-end.ts";
import type { FakeCluster, NodeLink, StreamSession } from "./worker.ts";

const { CLUSTER, NODE_LINK, STREAM_SESSION } = env as unknown as {
  CLUSTER: DurableObjectNamespace<FakeCluster>;
  NODE_LINK: DurableObjectNamespace<NodeLink>;
  STREAM_SESSION: DurableObjectNamespace<StreamSession>;
};

const streams = { stdin: true, stdout: true, stderr: false, tty: false };
const header: ExecHeader = {
  kind: "exec",
  pod: { namespace: "default", name: "web", uid: "u" },
  container: "app",
  command: ["cat"],
  ...streams,
};

/** A node whose agent the test plays. */
class TestNode {
  readonly name: string;
  readonly stub: DurableObjectStub<NodeLink>;
  readonly texts: string[] = [];
  readonly opened: { header: OpenHeader; end: StreamEnd }[] = [];
  socket!: WebSocket;

  constructor(cluster: string) {
    this.name = nodeLinkName({ cluster, node: "n1" });
    this.stub = NODE_LINK.get(NODE_LINK.idFromName(this.name));
  }

  /** `echo`: what comes in on stdin goes out on stdout. */
  async connect(cluster: string, take = true): Promise<void> {
    const url = agentUrl({ cluster, node: "n1" });
    const socket = (await this.stub.fetch(url, { headers: { Upgrade: "websocket" } })).webSocket as WebSocket;
    socket.accept();
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    const greeted = new Promise<void>((done) => {
      socket.addEventListener("message", ({ data }) => {
        if (typeof data === "string") {
          this.texts.push(data);
          return;
        }
        const frame = decodeFrame(new Uint8Array(data as ArrayBuffer));
        if (frame.type === "hello") done();
        else if (frame.type === "open") this.#open(frame.stream, frame.header, take);
        else if (frame.type !== "malformed")
          this.opened.find(({ end }) => end.stream === frame.stream)?.end.receive(frame);
      });
    });
    socket.send(encodeFrame({ type: "hello", stream: 0, header: { versions: [1], agent: "test" } }));
    await greeted;
  }

  #open(stream: number, opened: OpenHeader, take: boolean): void {
    const end = new StreamEnd({ role: "answerer", stream, transmit: (message) => this.socket.send(message) });
    end.listen({
      data(channel, bytes) {
        if (channel === 0 && take) {
          end.send(1, bytes);
          end.consumed(bytes.length);
        }
      },
      ended: () => end.finish(),
      closed: () => {},
    });
    this.opened.push({ header: opened, end });
    end.accept();
  }

  host(): EdgeHost {
    const sessions = () => STREAM_SESSION.get(STREAM_SESSION.idFromName(this.name));
    return workersEdgeHost({ timers: workersTimers, clock: workersClock, sessions });
  }

  async exec(): Promise<{ socket: WebSocket; said: () => string; closed: Promise<number> }> {
    const dialect = { type: "command", subprotocol: "v5.channel.k8s.io", streams } as const;
    const link = this.stub as unknown as LinkStub;
    const socket = (await startSession({ link, header, dialect, host: this.host() })).webSocket as WebSocket;
    socket.accept();
    socket.binaryType = "arraybuffer";
    let text = "";
    socket.addEventListener("message", ({ data }) => {
      const bytes = new Uint8Array(data as ArrayBuffer);
      if (bytes[0] === 1) text += new TextDecoder().decode(bytes.subarray(1));
    });
    const closed = new Promise<number>((done) => socket.addEventListener("close", ({ code }) => done(code)));
    return { socket, said: () => text, closed };
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400 && !(await condition()); tries += 1) await workersTimers.sleep(10);
  expect(await condition()).toBe(true);
}

function stdin(text: string): Uint8Array {
  return new Uint8Array([0, ...new TextEncoder().encode(text)]);
}

describe("the link object", () => {
  test("[T7] is evicted in the middle of a stream, again and again: nothing is lost", async () => {
    const node = new TestNode("evicted");
    await node.connect("evicted");
    const { socket, said, closed } = await node.exec();
    let expected = "";
    for (let round = 0; round < 5; round += 1) {
      expected += `round ${round}\n`;
      socket.send(stdin(`round ${round}\n`));
      await until(() => said() === expected);
      await evictDurableObject(node.stub);
    }
    const second = await node.exec();
    second.socket.send(stdin("second\n"));
    await until(() => second.said() === "second\n");
    expect(node.opened.map(({ end }) => end.stream)).toEqual([1, 2]);
    socket.send(new Uint8Array([255, 0]));
    expect(await closed).toBe(1000);
  });

  test("[T11] answers heartbeats while evicted, without being built anew; and knows when the last one was", async () => {
    const node = new TestNode("beating");
    await node.connect("beating");
    await evictDurableObject(node.stub);
    const before = Date.now();
    node.socket.send(PING);
    await until(() => node.texts.length === 1);
    expect(node.texts).toEqual([PONG]);
    const seen = await node.stub.lastSeen();
    expect(seen?.connected).toBe(true);
    expect(seen?.lastSeenMs).toBeGreaterThanOrEqual(before - 5);
  });

  test("[T10] tells its cluster by an alarm that outlives it", async () => {
    const node = new TestNode("alarmed");
    await node.connect("alarmed");
    const alarm = () => runInDurableObject(node.stub, (_object, state) => state.storage.getAlarm());
    expect(await alarm()).toBeNull();
    const lostMs = Date.now();
    node.socket.close(1000, "");
    await until(async () => (await alarm()) !== null);
    expect(await alarm()).toBeGreaterThan(lostMs + 39_000);
    await evictDurableObject(node.stub);
    // Fired before its time: it waits on.
    await runDurableObjectAlarm(node.stub);
    const cluster = CLUSTER.get(CLUSTER.idFromName("alarmed"));
    expect(await cluster.told()).toEqual([]);
    await runInDurableObject(node.stub, (_object, state) => {
      const record = state.storage.kv.get<{ lastSeenMs: number }>("presence");
      state.storage.kv.put("presence", { ...record, lastSeenMs: Date.now() - 41_000 });
    });
    await runDurableObjectAlarm(node.stub);
    await runDurableObjectAlarm(node.stub);
    expect(await cluster.told()).toEqual(["gone n1"]);
    expect((await node.stub.lastSeen())?.connected).toBe(false);
    await node.connect("alarmed");
    await until(async () => (await cluster.told()).length === 2);
    expect(await cluster.told()).toEqual(["gone n1", "back n1"]);
  });

  test("[T14] a client that sends too fast is held by its session, without harm to another", async () => {
    const node = new TestNode("held");
    await node.connect("held", false);
    const flood = await node.exec();
    let cut = false;
    void flood.closed.then(() => {
      cut = true;
    });
    // More than the limit. Without holds it would be read, and the client cut off, within a tenth of a second.
    const piece = new Uint8Array(64 * 1024);
    for (let sent = 0; sent < 40 * 1024 * 1024; sent += piece.length) flood.socket.send(piece);
    const calm = new TestNode("calm");
    await calm.connect("calm");
    const shell = await calm.exec();
    for (let round = 0; round < 100; round += 1) {
      shell.socket.send(stdin("x"));
      await until(() => shell.said().length === round + 1);
    }
    await workersTimers.sleep(1000);
    expect(cut).toBe(false);
    flood.socket.close(1000, "");
  });
});
