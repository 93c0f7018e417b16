// Logs, from an HTTP or WebSocket client through workerd and the link to Docker's own record.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Docker } from "../../agents/node/docker/client.ts";
import { testDocker, whyNoDocker } from "../agent/test-docker.ts";
import { startNode, type TestNode } from "./harness/node.ts";
import { type HandMadePod, makePod } from "./harness/pod.ts";
import { startWorkerd, type Workerd } from "./harness/workerd.ts";

const reason = await whyNoDocker();

describe.skipIf(reason !== undefined)(`logs${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  let docker: Docker;
  let workerd: Workerd;
  let node: TestNode;
  let pod: HandMadePod;

  beforeAll(async () => {
    docker = testDocker();
    workerd = await startWorkerd();
    pod = await makePod(docker, "logs");
    await pod.run("app", ["sh", "-c", "for n in 1 2 3 4 5; do echo line $n; done; echo oops >&2"]);
    await pod.run("flaky", ["echo", "first run"], { attempt: 0 });
    await pod.run("flaky", ["echo", "second run"], { attempt: 1 });
    await pod.run("flaky", ["sh", "-c", "echo third run; sleep 3600"], { attempt: 2 });
    await pod.run("crashing", ["echo", "only run"], { attempt: 0 });
    await pod.run("ticking", ["sh", "-c", "n=0; while true; do n=$((n+1)); echo tick $n; sleep 0.02; done"]);
    await pod.run("late", ["sh", "-c", "echo old; sleep 1.2; echo new"]);
    await pod.run("big", ["sh", "-c", "yes 0123456789abcdefghijklmnopqrstuvwxyz | head -n 300000"]);
    await pod.run("terminal", ["sh", "-c", "echo one; echo two"], { tty: true });
    await fetch(`${workerd.url}/given-pod`, { method: "POST", body: JSON.stringify({ metadata: pod.ref }) });
    node = await startNode(workerd.url, docker, { podRef: pod.ref });
    await new Promise((done) => setTimeout(done, 1500));
  });
  afterAll(async () => {
    node?.link.stop();
    await pod?.remove();
    await workerd?.stop();
    docker?.close();
  });

  function url(container: string, query = ""): string {
    return `${workerd.url}/api/v1/namespaces/default/pods/logs/log?container=${container}&${query}`;
  }
  async function text(container: string, query = ""): Promise<string> {
    const response = await fetch(url(container, query));
    return response.text();
  }
  async function status(container: string, query = ""): Promise<{ code: number; message: string; reason: string }> {
    return (await (await fetch(url(container, query))).json()) as { code: number; message: string; reason: string };
  }

  test("as a kubelet's own port has them", async () => {
    const own = (path: string) => fetch(`${workerd.url}/proxy/agent/0/containerLogs/default/${path}`);
    expect(await (await own("logs/flaky?previous=true")).text()).toBe("second run\n");
    expect(await (await own("logs/terminal?tailLines=1")).text()).toBe("two\r\n");
    expect((await own("another/app")).status).toBe(404);
    expect((await own("logs/app?tailLines=-1")).status).toBe(400);
  });

  test("everything, as plain text", async () => {
    const response = await fetch(url("app"));
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect((await response.text()).split("\n").toSorted()).toEqual(
      ["", "line 1", "line 2", "line 3", "line 4", "line 5", "oops"].toSorted(),
    );
    expect(await text("terminal")).toBe("one\r\ntwo\r\n");
  });

  test("tailLines, stream, limitBytes, timestamps, sinceSeconds, sinceTime", async () => {
    expect(await text("app", "stream=Stdout")).toBe("line 1\nline 2\nline 3\nline 4\nline 5\n");
    expect(await text("app", "stream=Stderr")).toBe("oops\n");
    expect((await text("app", "tailLines=2")).trim().split("\n")).toHaveLength(2);
    expect(await text("app", "tailLines=0")).toBe("");
    expect(await text("app", "stream=Stdout&limitBytes=9")).toBe("line 1\nli");
    expect(await text("terminal", "limitBytes=4")).toBe("one\r");
    expect(await text("flaky", "timestamps=true")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z third run\n$/);
    expect(await text("app", "sinceSeconds=1")).toBe("");
    const stamped = (await text("late", "timestamps=true")).trim().split("\n");
    const between = new Date(Date.parse((stamped[1] ?? "").slice(0, 30)) - 300).toISOString();
    expect(await text("late", `sinceTime=${between}`)).toBe("new\n");
  });

  test("previous: the run before, and for a container that waits to be restarted its last one", async () => {
    expect(await text("flaky")).toBe("third run\n");
    expect(await text("flaky", "previous=true")).toBe("second run\n");
    expect(await status("crashing", "previous=true")).toMatchObject({
      code: 400,
      reason: "BadRequest",
      message: 'previous terminated container "crashing" in pod "logs" not found',
    });
  });

  test("a container that has no log yet, options that make no sense: a Status", async () => {
    expect(await status("nobody")).toMatchObject({
      code: 400,
      message: 'container "nobody" in pod "logs" is not available',
    });
    expect(await status("app", "tailLines=-1")).toMatchObject({ code: 422, reason: "Invalid" });
    expect(await status("app", "sinceTime=yesterday")).toMatchObject({ code: 400 });
  });

  test("follow: lines as they come, until the reader leaves", async () => {
    const left = new AbortController();
    const response = await fetch(url("ticking", "follow=true&tailLines=1"), { signal: left.signal });
    const lines: string[] = [];
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    while (lines.length < 20) {
      const { value } = await reader.read();
      lines.push(...new TextDecoder().decode(value).trim().split("\n"));
    }
    left.abort();
    const numbers = lines.map((line) => Number(line.slice(5)));
    for (const [at, number] of numbers.entries()) expect(number).toBe((numbers[0] as number) + at);
  });

  test("follow ends with the container", async () => {
    await pod.run("short", ["sh", "-c", "echo begin; sleep 0.5; echo end"]);
    expect(await text("short", "follow=true")).toBe("begin\nend\n");
  });

  test("10 MB arrive whole, also when the reader is slow", async () => {
    const response = await fetch(url("big"));
    let bytes = 0;
    let reads = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      reads += 1;
      if (reads % 50 === 0) await new Promise((done) => setTimeout(done, 2));
    }
    expect(bytes).toBe(300_000 * 37);
  });

  test.each(["binary.k8s.io", "base64.binary.k8s.io", ""])("over a WebSocket, subprotocol %j", async (subprotocol) => {
    const socket = new WebSocket(
      url("app", "stream=Stdout").replace("http", "ws"),
      subprotocol === "" ? [] : [subprotocol],
    );
    const chunks: Buffer[] = [];
    socket.on("message", (data: Buffer) => {
      chunks.push(subprotocol.startsWith("base64") ? Buffer.from(data.toString(), "base64") : data);
    });
    const code = await new Promise((done) => socket.on("close", done));
    expect([code, socket.protocol]).toEqual([1000, subprotocol]);
    expect(Buffer.concat(chunks).toString()).toBe("line 1\nline 2\nline 3\nline 4\nline 5\n");
  });

  test("no agent: 503, and a log that was being followed ends", async () => {
    const following = fetch(url("ticking", "follow=true")).then((response) => response.text());
    await new Promise((done) => setTimeout(done, 100));
    node.link.stop();
    await expect(following).rejects.toThrow();
    await new Promise((done) => setTimeout(done, 100));
    expect(await status("app")).toMatchObject({ code: 503, reason: "ServiceUnavailable" });
    node = await startNode(workerd.url, docker);
    expect(await text("flaky")).toBe("third run\n");
  });
});
