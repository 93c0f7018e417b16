// The pod's first process, on this machine's Docker.
import { afterAll, describe, expect, test } from "vitest";
import { removeLabelled, testDocker, whyNoDocker } from "../../../test/agent/test-docker.ts";
import { createContainer } from "../docker/create-container.ts";
import { daemonInfo } from "../docker/daemon-info.ts";
import { createExec, startExec } from "../docker/exec.ts";
import { inspectContainer } from "../docker/inspect-container.ts";
import { readWhole } from "../docker/read-whole.ts";
import { OutputSplitter } from "../docker/split-output.ts";
import { startContainer } from "../docker/start-container.ts";
import { stopContainer } from "../docker/stop-container.ts";
import { ensurePauseImage, portForwardCommand } from "./pause-image.ts";

const missing = await whyNoDocker();
const docker = testDocker();

describe.skipIf(missing !== undefined)(`pause${missing === undefined ? "" : ` (skipped: ${missing})`}`, () => {
  afterAll(async () => {
    await removeLabelled(docker, "skerry-test=pause");
    docker.close();
  });

  test("is made without a registry, holds until it is told to stop, and tells of a port where nobody listens", async () => {
    const { Architecture } = await daemonInfo(docker);
    const image = await ensurePauseImage(docker, Architecture);
    expect(await ensurePauseImage(docker, Architecture)).toBe(image);
    const creation = await createContainer(docker, `skerry-test-pause-${process.pid}`, {
      Image: image,
      Labels: { "skerry-test": "pause" },
      HostConfig: { NetworkMode: "none" },
    });
    if (creation.type !== "created") throw new Error(creation.type);
    await startContainer(docker, creation.id);

    const execId = await createExec(docker, creation.id, { command: portForwardCommand(8080), stdin: true });
    const output = Buffer.from(await readWhole(await startExec(docker, execId, { tty: false })));
    const [piece] = new OutputSplitter().split(output);
    expect(piece?.bytes.toString()).toBe("connection refused\n");

    const before = Date.now();
    await stopContainer(docker, creation.id, { graceSeconds: 10 });
    expect(Date.now() - before).toBeLessThan(5000);
    expect((await inspectContainer(docker, creation.id))?.State.ExitCode).toBe(0);
  });

  test("a processor without a program is refused by name", async () => {
    await expect(ensurePauseImage(docker, "s390x")).rejects.toThrow("s390x");
  });
});
