// exec and attach, from a WebSocket client through workerd and the link to a real container.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Docker } from "../../agents/node/docker/client.ts";
import { testDocker, whyNoDocker } from "../agent/test-docker.ts";
import { CommandClient } from "./harness/command-client.ts";
import { startNode, type TestNode } from "./harness/node.ts";
import { type HandMadePod, makePod } from "./harness/pod.ts";
import { startWorkerd, type Workerd } from "./harness/workerd.ts";

const reason = await whyNoDocker();

describe.skipIf(reason !== undefined)(`exec and attach${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  let docker: Docker;
  let workerd: Workerd;
  let node: TestNode;
  let pod: HandMadePod;

  beforeAll(async () => {
    docker = testDocker();
    workerd = await startWorkerd();
    pod = await makePod(docker, "command");
    await pod.run("app", ["sleep", "3600"]);
    await pod.run("ended", ["true"]);
    await fetch(`${workerd.url}/given-pod`, { method: "POST", body: JSON.stringify({ metadata: pod.ref }) });
    node = await startNode(workerd.url, docker);
  });
  afterAll(async () => {
    node?.link.stop();
    await pod?.remove();
    await workerd?.stop();
    docker?.close();
  });

  interface Options {
    readonly streams?: string;
    readonly container?: string;
    readonly subprotocol?: string;
    readonly verb?: string;
  }
  function client(command: readonly string[], options: Options = {}): CommandClient {
    const { streams = "stdout=true&stderr=true", container = "app", subprotocol, verb = "exec" } = options;
    const query = new URLSearchParams(streams);
    query.set("container", container);
    for (const one of command) query.append("command", one);
    const url = `${workerd.url}/api/v1/namespaces/default/pods/command/${verb}?${query}`;
    return new CommandClient(url, subprotocol === undefined ? undefined : [subprotocol]);
  }

  test("stdout and stderr apart, and the success of the command", async () => {
    const result = await client(["sh", "-c", "echo out; echo err >&2"]).result;
    expect(result).toEqual({
      stdout: "out\n",
      stderr: "err\n",
      error: '{"metadata":{},"status":"Success"}',
      closeCode: 1000,
      subprotocol: "v5.channel.k8s.io",
    });
  });

  test("the exit code is the cause of a failure", async () => {
    const result = await client(["sh", "-c", "exit 42"]).result;
    expect(JSON.parse(result.error)).toMatchObject({
      status: "Failure",
      reason: "NonZeroExitCode",
      details: { causes: [{ reason: "ExitCode", message: "42" }] },
    });
  });

  test("stdin with its end: what goes in comes out, in order, and then the command ends", async () => {
    const exec = client(["cat"], { streams: "stdin=true&stdout=true&stderr=true" });
    await exec.open;
    const sent: Buffer[] = [];
    for (let count = 0; count < 300; count += 1) {
      const chunk = Buffer.alloc(10_000 + count, count % 251);
      sent.push(chunk);
      exec.send(0, chunk);
    }
    exec.end(0);
    const result = await exec.result;
    expect(Buffer.from(result.stdout).length).toBeGreaterThan(0);
    expect(exec.bytes(1)).toBe(Buffer.concat(sent).length);
    expect(JSON.parse(result.error).status).toBe("Success");
  });

  test("a terminal: echo, its size, an interrupt", async () => {
    const exec = client(["sh"], { streams: "stdin=true&stdout=true&tty=true" });
    await exec.open;
    exec.send(4, JSON.stringify({ Width: 101, Height: 37 }));
    exec.send(0, "sleep 0.3; stty size\n");
    await exec.until(1, "37 101");
    exec.send(0, "sleep 1000\n");
    await new Promise((done) => setTimeout(done, 200));
    exec.send(0, "\x03");
    exec.send(0, "exit 7\n");
    expect(JSON.parse((await exec.result).error)).toMatchObject({ details: { causes: [{ message: "7" }] } });
  });

  test.each(["v4.channel.k8s.io", "v4.base64.channel.k8s.io"])("%s", async (subprotocol) => {
    const result = await client(["sh", "-c", "echo hi; exit 3"], { subprotocol }).result;
    expect(result).toMatchObject({ stdout: "hi\n", subprotocol });
    expect(JSON.parse(result.error)).toMatchObject({ reason: "NonZeroExitCode" });
  });

  test.each(["channel.k8s.io", "base64.channel.k8s.io"])(
    "%s: errors as text, nothing for success",
    async (subprotocol) => {
      expect(await client(["echo", "hi"], { subprotocol }).result).toMatchObject({ stdout: "hi\n", error: "" });
      const failed = await client(["false"], { subprotocol }).result;
      expect(failed.error).toContain("command terminated with non-zero exit code");
    },
  );

  test("a container that doesn't run, a program that isn't there: said on the error channel", async () => {
    const ended = await client(["true"], { container: "ended" }).result;
    expect(JSON.parse(ended.error)).toMatchObject({
      reason: "InternalError",
      message: expect.stringContaining('container not found ("ended")'),
    });
    const missing = await client(["no-such-program"]).result;
    expect(missing.error + missing.stdout + missing.stderr).toContain("executable file not found");
    expect(JSON.parse(missing.error).status).toBe("Failure");
  });

  test("a client that hangs up its terminal takes the process along; a silent one without terminal leaves it", async () => {
    const terminal = client(["sleep", "1001"], { streams: "stdin=true&stdout=true&tty=true" });
    await terminal.open;
    await new Promise((done) => setTimeout(done, 300));
    terminal.socket.terminate();
    const loud = client(["sh", "-c", "while true; do echo again; sleep 0.05; done # 1002"]);
    await loud.until(1, "again");
    loud.socket.terminate();
    let running = "";
    for (let tries = 0; tries < 50; tries += 1) {
      running = (await client(["ps"]).result).stdout;
      if (!running.includes("sleep 1001") && !running.includes("# 1002")) break;
    }
    expect(running).not.toContain("sleep 1001");
    expect(running).not.toContain("# 1002");
    expect(node.signals).toEqual(["SIGHUP", "SIGPIPE"]);
  });

  test("attach: the first process's output and input, also with a terminal", async () => {
    await pod.run("reader", ["sh", "-c", "read line; echo got $line; sleep 0.2; exit 0"], { stdin: true });
    const attach = client([], { verb: "attach", container: "reader", streams: "stdin=true&stdout=true&stderr=true" });
    await attach.open;
    attach.send(0, "hello\n");
    expect(await attach.result).toMatchObject({ stdout: "got hello\n", error: '{"metadata":{},"status":"Success"}' });

    await pod.run("terminal", ["sh"], { stdin: true, tty: true });
    const shell = client([], { verb: "attach", container: "terminal", streams: "stdin=true&stdout=true&tty=true" });
    await shell.open;
    shell.send(4, JSON.stringify({ Width: 99, Height: 33 }));
    shell.send(0, "sleep 0.3; stty size\n");
    await shell.until(1, "33 99");
    shell.socket.terminate();
    expect((await client(["echo", "alive"], { container: "terminal" }).result).stdout).toBe("alive\n");
  });

  test("requests that can't be are refused before the upgrade", async () => {
    const url = `${workerd.url}/api/v1/namespaces/default/pods/command/exec`;
    const plain = await fetch(`${url}?command=ls&stdout=true`);
    expect([plain.status, ((await plain.json()) as { message: string }).message]).toEqual([
      400,
      "Upgrade request required",
    ]);
    await expect(client(["ls"], { streams: "" }).open).rejects.toThrow("400");
    await expect(client([]).open).rejects.toThrow("400");
    await expect(client(["ls"], { subprotocol: "v9.channel.k8s.io" }).open).rejects.toThrow("400");
  });
});
