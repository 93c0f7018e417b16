// The real kubectl against the link: what only it does (its pace, its framing, its exit codes).
import { execFile, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packagedTool } from "../../src/cli/packaged-tools.ts";
import { testDocker, whyNoDocker } from "../agent/test-docker.ts";
import { startNode, type TestNode } from "./harness/node.ts";
import { type HandMadePod, makePod } from "./harness/pod.ts";
import { startWorkerd, type Workerd } from "./harness/workerd.ts";

const reason = await whyNoDocker();

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe.skipIf(reason !== undefined)(`kubectl${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  const docker = testDocker();
  const program = packagedTool(resolve(import.meta.dirname, "../.."), "kubectl");
  const folder = mkdtempSync(join(tmpdir(), "skerry-kubectl-"));
  let workerd: Workerd;
  let node: TestNode;
  let pod: HandMadePod;

  beforeAll(async () => {
    workerd = await startWorkerd();
    pod = await makePod(docker, "kubectl");
    await pod.run("app", ["sh", "-c", "mkdir /www; echo hello > /www/index.html; httpd -f -p 127.0.0.1:8080 -h /www"]);
    const body = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: pod.ref,
      spec: { nodeName: "n1", containers: [{ name: "app" }] },
      status: { phase: "Running" },
    };
    await fetch(`${workerd.url}/given-pod`, { method: "POST", body: JSON.stringify(body) });
    node = await startNode(workerd.url, docker);
  });
  afterAll(async () => {
    node?.link.stop();
    await pod?.remove();
    await workerd?.stop();
    docker.close();
    rmSync(folder, { recursive: true });
  });

  function parameters(given: readonly string[]): string[] {
    return [`--server=${workerd.url}`, `--cache-dir=${folder}/cache`, ...given];
  }
  function kubectl(given: readonly string[], input?: string): Promise<Result> {
    return new Promise((done) => {
      const child = execFile(program, parameters(given), { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
      if (input === undefined) child.stdin?.end();
      else createReadStream(input).pipe(child.stdin as NodeJS.WritableStream);
    });
  }
  const sh = (script: string) => ["exec", "-i", "kubectl", "--", "sh", "-c", script];

  test("exit codes and both outputs", async () => {
    expect(await kubectl(sh("echo out; echo err >&2; exit 3"))).toEqual({
      code: 3,
      stdout: "out\n",
      stderr: "err\ncommand terminated with exit code 3\n",
    });
  });

  test("a program that isn't there: Docker's own words, and the code that shells use", async () => {
    const { code, stdout } = await kubectl(["exec", "kubectl", "--", "no-such-program"]);
    expect([code, stdout]).toEqual([126, expect.stringContaining("executable file not found")]);
  });

  test("cp of 200 MB there and back: a client far faster than the node is neither cut off nor robbed", async () => {
    const there = join(folder, "there");
    const back = join(folder, "back");
    const bytes = randomBytes(200_000_000);
    writeFileSync(there, bytes);
    expect((await kubectl(["cp", there, "kubectl:/tmp/file"])).code).toBe(0);
    expect((await kubectl(["cp", "kubectl:/tmp/file", back])).code).toBe(0);
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(back)) hash.update(chunk as Buffer);
    expect(hash.digest("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  test("input for a process that is slow to read waits for it", async () => {
    const { code, stdout } = await kubectl(sh("sleep 4; wc -c"), join(folder, "there"));
    expect([code, stdout.trim()]).toEqual([0, "200000000"]);
  });

  test("port-forward answers again and again", async () => {
    const child = spawn(program, parameters(["port-forward", "pod/kubectl", ":8080"]));
    const port = await new Promise<string>((done) => {
      child.stdout.on("data", (chunk: Buffer) => {
        const found = /127\.0\.0\.1:(\d+)/.exec(chunk.toString());
        if (found !== null) done(found[1] as string);
      });
    });
    for (let request = 0; request < 20; request += 1) {
      expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("hello\n");
    }
    child.kill();
  });
});
