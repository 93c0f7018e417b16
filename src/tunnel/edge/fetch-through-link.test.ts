// HTTP over a stream, with a fake node: bodies paced both ways, and what the caller hears of failures.
import { describe, expect, test } from "vitest";
import { type FakeHost, type FakeNode, fakeHost, fakeNode } from "../../../test/tunnel/fake-edge.ts";
import { settle } from "../../../test/tunnel/stepped.ts";
import type { HttpHeader } from "../headers.ts";
import { BODY_BUFFER_BYTES, QUIET_LOG_MS, STREAM_WINDOW_BYTES } from "../limits.ts";
import { fetchThroughLink } from "./fetch-through-link.ts";
import { openLogs } from "./logs.ts";

const destination: HttpHeader["destination"] = { type: "address", scheme: "https", host: "10.1.0.5", port: 443 };

function start(request: Request): { host: FakeHost; node: FakeNode; answer: Promise<Response> } {
  const host = fakeHost();
  const node = fakeNode();
  const answer = fetchThroughLink({ link: node.link, destination, request, host });
  answer.catch(() => undefined);
  return { host, node, answer };
}

describe("fetchThroughLink", () => {
  test("the host is the URL's, unless a header says otherwise", async () => {
    const one = start(new Request("https://webhook.default.svc/validate?timeout=5s"));
    await settle();
    expect(one.node.header).toEqual({
      kind: "http",
      destination,
      method: "GET",
      path: "/validate?timeout=5s",
      headers: [["Host", "webhook.default.svc"]],
      body: false,
      upgrade: false,
    });
  });

  test("a body is sent as the node takes it", async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        if (pulled > 200) controller.close();
        else controller.enqueue(new Uint8Array(65_536));
      },
    });
    const { node, answer } = start(new Request("http://h/", { method: "POST", body, duplex: "half" } as RequestInit));
    for (let turn = 0; turn < 50; turn += 1) await settle();
    expect(pulled).toBeLessThan(30);
    node.end.accept({ http: { status: 201, headers: [["X-A", "1"]] } });
    for (let turn = 0; turn < 2000 && node.ended.length === 0; turn += 1) {
      const held = node.received.splice(0).reduce((sum, { bytes }) => sum + bytes.length, 0);
      if (held > 0) node.end.consumed(held);
      await settle();
    }
    expect([pulled, node.ended]).toEqual([201, [0]]);
    const response = await answer;
    expect([response.status, response.headers.get("x-a")]).toEqual([201, "1"]);
  });

  test("the answer's reader sets the pace", async () => {
    const { node, answer } = start(new Request("http://h/"));
    await settle();
    node.end.accept({ http: { status: 200, headers: [] } });
    const response = await answer;
    const total = STREAM_WINDOW_BYTES * 3;
    node.end.send(0, new Uint8Array(total));
    node.end.finish();
    await settle();
    expect(node.end.unsentBytes).toBeGreaterThanOrEqual(total - STREAM_WINDOW_BYTES - BODY_BUFFER_BYTES);
    expect((await response.arrayBuffer()).byteLength).toBe(total);
  });

  test("a reader that cancels resets the stream", async () => {
    const { node, answer } = start(new Request("http://h/"));
    await settle();
    node.end.accept({ http: { status: 200, headers: [] } });
    await (await answer).body?.cancel();
    expect(node.outcomes).toEqual([{ type: "reset", message: "the client went away" }]);
  });

  test.each([204, 304])("status %d has no body", async (status) => {
    const { node, answer } = start(new Request("http://h/"));
    await settle();
    node.end.accept({ http: { status, headers: [] } });
    expect((await answer).body).toBeNull();
  });

  test("a refusal, an end without an answer, a lost link, giving up: each a StatusError", async () => {
    const refused = start(new Request("http://h/"));
    await settle();
    refused.node.end.reject({ code: 503, reason: "ServiceUnavailable", message: "connection refused" });
    await expect(refused.answer).rejects.toMatchObject({ code: 503, message: "connection refused" });

    const lost = start(new Request("http://h/"));
    await settle();
    lost.node.socket.leave();
    await expect(lost.answer).rejects.toMatchObject({ code: 503 });

    const patience = new AbortController();
    const slow = start(new Request("http://h/", { signal: patience.signal }));
    await settle();
    patience.abort();
    await expect(slow.answer).rejects.toMatchObject({ message: expect.stringContaining("given up") });
    expect(slow.node.outcomes).toMatchObject([{ type: "reset" }]);
  });

  test("an answer that breaks off breaks the body", async () => {
    const { node, answer } = start(new Request("http://h/"));
    await settle();
    node.end.accept({ http: { status: 200, headers: [] } });
    const response = await answer;
    node.end.send(0, new Uint8Array(10));
    node.end.reset("the server hung up");
    await expect(response.arrayBuffer()).rejects.toThrow("the server hung up");
  });
});

describe("openLogs", () => {
  const target = { pod: { namespace: "default", name: "web", uid: "u" }, container: "app" };
  const options = { follow: true, previous: false, timestamps: false, stream: "All" } as const;

  test("waits for the node's word, so that an error is a Status and not a broken body", async () => {
    const host = fakeHost();
    const node = fakeNode();
    const log = openLogs({ link: node.link, target, options, host });
    log.catch(() => undefined);
    await settle();
    node.end.reject({ code: 400, reason: "BadRequest", message: "waiting to start" });
    await expect(log).rejects.toMatchObject({ code: 400, reason: "BadRequest", message: "waiting to start" });
  });

  test("a log that says nothing for very long ends, since nobody may be listening any more", async () => {
    const host = fakeHost();
    const node = fakeNode();
    const opening = openLogs({ link: node.link, target, options, host });
    await settle();
    node.end.accept();
    const log = await opening;
    await host.time.pass(QUIET_LOG_MS - 1);
    node.end.send(0, new Uint8Array([7]));
    await host.time.pass(QUIET_LOG_MS - 1);
    expect(node.outcomes).toEqual([]);
    await host.time.pass(1);
    expect(node.outcomes).toMatchObject([{ type: "reset" }]);
    expect(await new Response(log).bytes()).toEqual(new Uint8Array([7]));
  });
});
