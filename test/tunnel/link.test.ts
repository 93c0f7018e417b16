// The link itself on workerd: what an idle one costs, sleep, crashes, a second agent, and telling the cluster.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { encodeFrame, LINK_SUBPROTOCOL, PING } from "../../src/tunnel/protocol.ts";
import { testDocker, whyNoDocker } from "../agent/test-docker.ts";
import { CommandClient } from "./harness/command-client.ts";
import { startNode, type TestNode } from "./harness/node.ts";
import { type HandMadePod, makePod } from "./harness/pod.ts";
import { startWorkerd, type Workerd } from "./harness/workerd.ts";

const reason = await whyNoDocker();
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

interface Counts {
  readonly constructed: number;
  readonly messages: number;
  readonly alarms: number;
  readonly requests: number;
}

describe.skipIf(reason !== undefined)(`the link${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  const docker = testDocker();
  let workerd: Workerd;
  let node: TestNode;
  let pod: HandMadePod;

  beforeAll(async () => {
    workerd = await startWorkerd();
    pod = await makePod(docker, "link");
    await pod.run("app", ["sleep", "3600"]);
    await fetch(`${workerd.url}/given-pod`, { method: "POST", body: JSON.stringify({ metadata: pod.ref }) });
    node = await startNode(workerd.url, docker);
  });
  afterAll(async () => {
    node?.link.stop();
    await pod?.remove();
    await workerd?.stop();
    docker.close();
  });

  async function get<Answer>(path: string): Promise<Answer> {
    return (await (await fetch(`${workerd.url}${path}`)).json()) as Answer;
  }
  function exec(command: readonly string[], streams: string): CommandClient {
    const query = new URLSearchParams(streams);
    query.set("container", "app");
    for (const one of command) query.append("command", one);
    return new CommandClient(`${workerd.url}/api/v1/namespaces/default/pods/link/exec?${query}`);
  }

  test("[T11] idle, it costs nothing: no message, no alarm, no request; and yet it is known when it was last heard", async () => {
    const shell = exec(["cat"], "stdin=true&stdout=true");
    await shell.open;
    shell.send(0, "before\n");
    await shell.until(1, "before");
    const before = await get<Counts>("/counts");
    await sleep(23_000);
    expect(await get<Counts>("/counts")).toEqual(before);

    const seen = await get<{ connected: boolean; lastSeenMs: number }>("/seen");
    expect(seen.connected).toBe(true);
    expect(Date.now() - seen.lastSeenMs).toBeLessThan(11_000);
    // It slept meanwhile, and has been built anew to be asked: the open exec goes on all the same.
    expect((await get<Counts>("/counts")).constructed).toBe(before.constructed + 1);
    shell.send(0, "after\n");
    await shell.until(1, "after");
    shell.end(0);
    expect(JSON.parse((await shell.result).error).status).toBe("Success");
  });

  test("the control plane crashes: the agent comes back, containers never noticed, open commands hear why they ended", async () => {
    const shell = exec(["cat"], "stdin=true&stdout=true");
    await shell.open;
    await workerd.crash();
    expect((await shell.result).closeCode).toBe(1006);
    await sleep(100);
    await node.up();
    const again = exec(["cat", "/proc/1/cmdline"], "stdout=true");
    expect((await again.result).stdout).toContain("sleep");
    expect(await get("/told")).toEqual([]);
  });

  test("a link that drops ends its streams with an error, and a hundred flaps leave nothing behind", async () => {
    const shell = exec(["cat"], "stdin=true&stdout=true");
    await shell.open;
    node.link.stop();
    expect(JSON.parse((await shell.result).error)).toMatchObject({
      reason: "InternalError",
      message: expect.stringContaining("the connection to the node was lost"),
    });
    for (let flap = 0; flap < 100; flap += 1) {
      const other = await startNode(workerd.url, docker);
      other.link.stop();
    }
    node = await startNode(workerd.url, docker);
    expect((await exec(["echo", "still here"], "stdout=true").result).stdout).toBe("still here\n");
    expect(await get("/told")).toEqual([]);
  });

  test("[T8] a second agent of the same node takes over", async () => {
    const shell = exec(["cat"], "stdin=true&stdout=true");
    await shell.open;
    const second = await startNode(workerd.url, docker);
    expect(JSON.parse((await shell.result).error).message).toContain("the node connected again");
    expect((await exec(["echo", "second"], "stdout=true").result).stdout).toBe("second\n");
    await sleep(100);
    expect(node.link.up).toBe(false);
    node.link.stop();
    node = second;
  });

  test("[T10] gone for its grace: the cluster is told once, and again when it is back", async () => {
    node.link.stop();
    // An agent that says one ping and then nothing: its grace counts from there, whenever its connection ends.
    const silent = new WebSocket(`${workerd.url.replace("http", "ws")}/link/n1`, LINK_SUBPROTOCOL);
    await new Promise((done) => silent.once("open", done));
    silent.send(encodeFrame({ type: "hello", stream: 0, header: { versions: [1], agent: "silent" } }));
    silent.send(PING);
    const beganMs = Date.now();
    const code = await new Promise((done) => silent.once("close", done));
    expect(code).toBe(1001);
    const cutMs = Date.now() - beganMs;
    expect(cutMs).toBeGreaterThan(34_000);
    expect(cutMs).toBeLessThan(38_000);
    expect(await get("/told")).toEqual([]);
    for (let tries = 0; tries < 60 && (await get<string[]>("/told")).length === 0; tries += 1) await sleep(250);
    expect(await get("/told")).toEqual(["gone n1"]);
    expect(Date.now() - beganMs).toBeGreaterThan(39_000);
    node = await startNode(workerd.url, docker);
    for (let tries = 0; tries < 60 && (await get<string[]>("/told")).length === 1; tries += 1) await sleep(100);
    expect(await get("/told")).toEqual(["gone n1", "back n1"]);
  }, 90_000);
});
