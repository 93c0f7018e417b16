// The verbs against this machine's Docker.
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemTimers } from "../../../src/platform/node/timers.ts";
import {
  busyboxImage,
  ensureBusybox,
  removeLabelled,
  testDocker,
  whyNoDocker,
} from "../../../test/agent/test-docker.ts";
import { attachContainer } from "./attach-container.ts";
import { type ContainerEvent, containerEvents } from "./container-events.ts";
import { containerLogs } from "./container-logs.ts";
import type { HostConfig } from "./container-spec.ts";
import { createContainer } from "./create-container.ts";
import { daemonInfo } from "./daemon-info.ts";
import { createExec, startExec } from "./exec.ts";
import { execExitCode } from "./exec-exit-code.ts";
import { failureType } from "./failure.ts";
import { inspectContainer } from "./inspect-container.ts";
import { inspectImage } from "./inspect-image.ts";
import { killContainer } from "./kill-container.ts";
import { listContainers } from "./list-containers.ts";
import { readWhole } from "./read-whole.ts";
import { removeContainer } from "./remove-container.ts";
import { OutputSplitter } from "./split-output.ts";
import { startContainer } from "./start-container.ts";
import { stopContainer } from "./stop-container.ts";
import { updateContainer } from "./update-container.ts";
import { createVolume, removeVolume } from "./volumes.ts";
import { waitContainer } from "./wait-container.ts";

const missing = await whyNoDocker();
const label = "skerry-test=docker-verbs";
const docker = testDocker();
let serial = 0;

async function make(command: string[], more: Partial<HostConfig> & { stdin?: boolean } = {}): Promise<string> {
  const { stdin = false, ...host } = more;
  const creation = await createContainer(docker, `skerry-test-verbs-${process.pid}-${serial++}`, {
    Image: busyboxImage,
    Entrypoint: command,
    Labels: { "skerry-test": "docker-verbs" },
    OpenStdin: stdin,
    StdinOnce: stdin,
    HostConfig: { NetworkMode: "none", ...host },
  });
  if (creation.type !== "created") throw new Error(creation.type);
  return creation.id;
}

async function run(command: string[]): Promise<string> {
  const id = await make(command);
  await startContainer(docker, id);
  return id;
}

function texts(bytes: string): Record<string, string> {
  const splitter = new OutputSplitter();
  const found: Record<string, string> = {};
  for (const piece of splitter.split(Buffer.from(bytes))) {
    found[piece.stream] = (found[piece.stream] ?? "") + piece.bytes.toString();
  }
  return found;
}

describe.skipIf(missing !== undefined)(`Docker's verbs${missing === undefined ? "" : ` (skipped: ${missing})`}`, () => {
  beforeAll(() => ensureBusybox(docker));
  afterAll(async () => {
    await removeLabelled(docker, label);
    docker.close();
  });

  test("a container's life: create, start, wait, inspect, logs, remove", async () => {
    const id = await run(["sh", "-c", "echo out; echo err >&2; exit 3"]);
    expect(await waitContainer(docker, id)).toBe(3);
    const details = await inspectContainer(docker, id);
    expect(details?.State).toMatchObject({ Status: "exited", ExitCode: 3, Running: false, Pid: 0 });
    expect(texts(await readWhole(await containerLogs(docker, id)))).toEqual({ stdout: "out\n", stderr: "err\n" });
    expect((await listContainers(docker, { labels: [label] })).map(({ Id }) => Id)).toContain(id);
    expect(await removeContainer(docker, id, { force: false })).toBe("removed");
    expect(await removeContainer(docker, id, { force: false })).toBe("gone");
    expect(await inspectContainer(docker, id)).toBeUndefined();
  });

  test("a name that is taken tells by whom", async () => {
    const id = await make(["true"]);
    const name = `skerry-test-verbs-${process.pid}-${serial - 1}`;
    const again = await createContainer(docker, name, { Image: busyboxImage, HostConfig: {} });
    expect(again).toMatchObject({ type: "name-taken", holderId: id });
  });

  test("an image that isn't there is named as such", async () => {
    const creation = await createContainer(docker, "skerry-test-none", { Image: "skerry-test/none:1", HostConfig: {} });
    expect(creation).toMatchObject({ type: "no-such-image" });
    expect(await inspectImage(docker, "skerry-test/none:1")).toBeUndefined();
    expect((await inspectImage(docker, busyboxImage))?.RepoTags).toContain(busyboxImage);
  });

  test("a command that isn't there is a bad parameter with the runtime's words", async () => {
    const error = await run(["/no/such/command"]).catch((one: unknown) => one);
    expect(failureType(error)).toBe("bad-parameter");
    expect(String(error)).toContain("no such file or directory");
  });

  test("stop honours the grace, kill does not wait; both are fine with what has ended", async () => {
    const trapping = await run(["sh", "-c", "trap 'exit 7' TERM; while true; do sleep 0.05; done"]);
    await systemTimers.sleep(200);
    expect(await stopContainer(docker, trapping, { graceSeconds: 10 })).toBe("stopped");
    expect((await inspectContainer(docker, trapping))?.State.ExitCode).toBe(7);
    expect(await stopContainer(docker, trapping, { graceSeconds: 10 })).toBe("not-running");
    expect(await killContainer(docker, trapping)).toBe("not-running");
    const sleeping = await run(["sleep", "60"]);
    expect(await startContainer(docker, sleeping)).toBe("already-running");
    expect(await killContainer(docker, sleeping)).toBe("signalled");
    expect(await waitContainer(docker, sleeping)).toBe(137);
    expect(await stopContainer(docker, "skerry-test-none", { graceSeconds: 1 })).toBe("gone");
    expect(await killContainer(docker, "skerry-test-none")).toBe("gone");
    expect(await waitContainer(docker, "skerry-test-none")).toBeUndefined();
  });

  test("exec: output by stream, end of stdin, exit code, terminal", async () => {
    const id = await run(["sleep", "60"]);
    const execId = await createExec(docker, id, { command: ["sh", "-c", "wc -c; echo oops >&2; exit 5"], stdin: true });
    const socket = await startExec(docker, execId, { tty: false });
    socket.end("x".repeat(100_000));
    expect(texts(await readWhole(socket))).toEqual({ stdout: "100000\n", stderr: "oops\n" });
    expect(await execExitCode(docker, systemTimers, execId)).toBe(5);

    const terminal = await createExec(docker, id, { command: ["sh", "-c", "test -t 0 && echo a terminal"], tty: true });
    expect(await readWhole(await startExec(docker, terminal, { tty: true }))).toBe("a terminal\r\n");
  });

  test("attach: what is written arrives, and what is answered comes back", async () => {
    const id = await make(["cat"], { stdin: true });
    const socket = await attachContainer(docker, id, { stdin: true });
    await startContainer(docker, id);
    socket.write("hello\n");
    const [chunk] = (await once(socket, "data")) as [Buffer];
    expect(texts(chunk.toString())).toEqual({ stdout: "hello\n" });
    socket.end();
    expect(await waitContainer(docker, id)).toBe(0);
  });

  test("events tell of a container as it happens, and again from `since`", async () => {
    const stopper = new AbortController();
    const actions = ["create", "start", "die", "destroy"];
    const seen: ContainerEvent[] = [];
    const since = Date.now() / 1000;
    const reading = (async () => {
      for await (const event of containerEvents(docker, { labels: [label], actions, since, signal: stopper.signal })) {
        seen.push(event);
      }
    })().catch(() => undefined);
    const id = await run(["true"]);
    await waitContainer(docker, id);
    await expect
      .poll(() => seen.filter(({ Actor }) => Actor.ID === id).map(({ Action }) => Action))
      .toEqual(["create", "start", "die"]);
    stopper.abort();
    await reading;
    const replayed = containerEvents(docker, { labels: [label], actions, since });
    const first = await replayed.next();
    expect(first.value?.Action).toBe("create");
    await replayed.return(undefined);
  });

  test("limits change while it runs", async () => {
    const id = await run(["sleep", "60"]);
    await updateContainer(docker, id, { Memory: 64 << 20, MemorySwap: 64 << 20, CpuShares: 128 });
    expect((await inspectContainer(docker, id))?.HostConfig).toMatchObject({ Memory: 64 << 20, CpuShares: 128 });
  });

  test("volumes come and go", async () => {
    const name = `skerry-test-${process.pid}`;
    await createVolume(docker, {
      name,
      labels: { "skerry-test": "docker-verbs" },
      options: { type: "tmpfs", device: "tmpfs" },
    });
    expect(await removeVolume(docker, name)).toBe("removed");
    expect(await removeVolume(docker, name)).toBe("gone");
  });

  test("the daemon introduces itself", async () => {
    expect(await daemonInfo(docker)).toMatchObject({ OSType: "linux", NCPU: expect.any(Number) });
  });
});
