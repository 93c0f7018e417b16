// port-forward, from a SPDY or channel client through workerd and the link into a pod's own network.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Docker } from "../../agents/node/docker/client.ts";
import { testDocker, whyNoDocker } from "../agent/test-docker.ts";
import { startNode, type TestNode } from "./harness/node.ts";
import { type HandMadePod, makePod } from "./harness/pod.ts";
import { SpdyClient } from "./harness/spdy-client.ts";
import { startWorkerd, type Workerd } from "./harness/workerd.ts";

const reason = await whyNoDocker();
const get = Buffer.from("GET / HTTP/1.0\r\n\r\n");

/** Answers everything with more than it got, and reads on only when its answer is taken. */
const amplifier = "#!/bin/sh\\nexec sed s/x/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/g\\n";

describe.skipIf(reason !== undefined).each([
  ["by entering the pod's network", false],
  ["by exec in the sandbox", true],
])(`port-forward %s${reason === undefined ? "" : ` (skipped: ${reason})`}`, (_name, byExec) => {
  let docker: Docker;
  let workerd: Workerd;
  let node: TestNode;
  let pod: HandMadePod;
  let url: string;

  beforeAll(async () => {
    docker = testDocker();
    workerd = await startWorkerd();
    pod = await makePod(docker, byExec ? "forward-exec" : "forward");
    const servers = [
      `printf '${amplifier}' > /amplify; chmod +x /amplify; mkdir -p /www; echo hello > /www/index.html`,
      "httpd -p 127.0.0.1:8080 -h /www; httpd -p [::1]:8086 -h /www",
      "(while true; do nc -l -p 7 -e cat; done) & (while true; do nc -l -p 9 -e /amplify; done) & sleep 3600",
    ];
    await pod.run("app", ["sh", "-c", servers.join("; ")]);
    await fetch(`${workerd.url}/given-pod`, { method: "POST", body: JSON.stringify({ metadata: pod.ref }) });
    node = await startNode(workerd.url, docker, { byExec });
    url = `${workerd.url}/api/v1/namespaces/default/pods/${pod.ref.name}/portforward`;
    await new Promise((done) => setTimeout(done, 300));
  });
  afterAll(async () => {
    node?.link.stop();
    await pod?.remove();
    await workerd?.stop();
    docker?.close();
  });

  async function connect(): Promise<SpdyClient> {
    const client = new SpdyClient();
    await client.open(url);
    return client;
  }

  test("a request to a server that listens on localhost only, IPv4 or IPv6", async () => {
    const client = await connect();
    for (const port of [8080, 8086]) {
      const { data, error } = await client.forward(port);
      data.send(get);
      expect((await data.received).toString()).toMatch(/^HTTP\/1\.\d 200 OK[\s\S]*hello\n$/);
      expect((await error.received).toString()).toBe("");
    }
    expect(client.replies).toEqual([1, 3, 5, 7]);
    client.socket.close();
  });

  test("many connections at once, each with its own answer", async () => {
    const client = await connect();
    const pairs = await Promise.all(Array.from({ length: 20 }, (_, at) => client.forward(8080, 1000 + at)));
    for (const { data } of pairs) data.send(get);
    for (const { data } of pairs) expect((await data.received).toString()).toContain("hello");
    client.socket.close();
  });

  test("both directions at full speed: 20 MB come back as they went", async () => {
    const client = await connect();
    const { data } = await client.forward(7);
    const sent = Buffer.alloc(20_000_000);
    for (let at = 0; at < sent.length; at += 4) sent.writeUInt32BE(at, at);
    for (let at = 0; at < sent.length; at += 32_768) data.send(sent.subarray(at, at + 32_768));
    data.end();
    expect((await data.received).equals(sent)).toBe(true);
    client.socket.close();
  });

  test("a server that answers with more than it gets is not starved", async () => {
    const client = await connect();
    const { data } = await client.forward(9);
    const line = Buffer.from("xx\n".repeat(20_000));
    for (let count = 0; count < 30; count += 1) data.send(line);
    data.end();
    expect((await data.received).length).toBe(30 * 20_000 * 97);
    client.socket.close();
  });

  test("nobody listens: the error stream says so, the rest of the connection lives", async () => {
    const client = await connect();
    const { data, error } = await client.forward(999);
    expect((await error.received).toString()).toMatch(
      /^error forwarding port 999 to pod forward.*: failed to connect to localhost:999 inside the pod's network: connection refused$/,
    );
    expect((await data.received).length).toBe(0);
    const next = await client.forward(8080);
    next.data.send(get);
    expect((await next.data.received).toString()).toContain("hello");
    client.socket.close();
  });

  test("pings are answered, bad streams refused, goodbye ends the connection", async () => {
    const client = await connect();
    client.ping(41);
    const bad = await client.stream({ streamType: "data", port: "70000", requestID: "1" });
    await bad.received;
    expect([client.pongs, client.resets]).toEqual([[41], [bad.id]]);
    client.goaway();
    expect(await client.socket.closed).toBe(1000);
  });

  test("what is not SPDY ends the connection", async () => {
    const client = await connect();
    client.raw(Buffer.from("GET / HTTP/1.1\r\n\r\n".repeat(4).replaceAll("G", "\xff"), "latin1"));
    expect(await client.socket.closed).toBe(1000);
  });

  test("v4.channel.k8s.io: a pair of channels for each port of the query", async () => {
    const socket = new WebSocket(`${url}?ports=8080&ports=999`.replace("http", "ws"), ["v4.channel.k8s.io"]);
    const channels: Buffer[] = [0, 1, 2, 3].map(() => Buffer.alloc(0));
    socket.on("message", (data: Buffer) => {
      const channel = data[0] as number;
      channels[channel] = Buffer.concat([channels[channel] as Buffer, data.subarray(1)]);
    });
    socket.on("open", () => socket.send(Buffer.concat([Buffer.from([0]), get])));
    const code = await new Promise((done) => socket.on("close", done));
    expect(code).toBe(1000);
    expect(channels.map((bytes) => bytes.readUInt16LE(0))).toEqual([8080, 8080, 999, 999]);
    expect(channels[0]?.subarray(2).toString()).toContain("hello");
    expect(channels[1]?.length).toBe(2);
    expect(channels[3]?.subarray(2).toString()).toContain("connection refused");
  });
});
