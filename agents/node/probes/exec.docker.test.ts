// Commands in real containers: how they end, and that what is out of time ends too.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  busyboxImage,
  ensureBusybox,
  removeLabelled,
  testDocker,
  whyNoDocker,
} from "../../../test/agent/test-docker.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import type { Docker } from "../docker/client.ts";
import { createContainer } from "../docker/create-container.ts";
import { startContainer } from "../docker/start-container.ts";
import { execProbe } from "./exec-probe.ts";

const missing = await whyNoDocker();
const label = `io.skerry.test-probes=${process.pid}`;

describe.skipIf(missing !== undefined)(
  `exec probes on Docker${missing ? ` (skipped: ${missing})` : ""}`,
  { timeout: 30_000 },
  () => {
    let docker: Docker;
    let containerId: string;
    const signal = new AbortController().signal;
    const { timers } = testPlatform;

    beforeAll(async () => {
      docker = testDocker();
      await ensureBusybox(docker);
      const creation = await createContainer(docker, `skerry-test-probes-${process.pid}`, {
        Image: busyboxImage,
        Cmd: ["sleep", "1000"],
        Labels: { [label.split("=")[0] as string]: label.split("=")[1] as string },
        HostConfig: { NetworkMode: "none" },
      });
      if (creation.type !== "created") throw new Error(creation.message);
      containerId = creation.id;
      await startContainer(docker, containerId);
    });

    afterAll(async () => {
      await removeLabelled(docker, label);
      docker.close();
    });

    const sh = (text: string, timeoutMs = 10_000, stop = signal) =>
      execProbe({ docker, timers, containerId, command: ["sh", "-c", text], timeoutMs, signal: stop });
    /** Processes in the container, by a command in it. */
    const sleepers = async () => {
      const result = await sh("ps | grep -c 'sleep 77[7]'; exit 1");
      return result.type === "failure" ? result.output.trim() : result;
    };

    test("0 is healthy; anything else is not, with what it said on either stream", async () => {
      expect(await sh("echo fine")).toEqual({ type: "success" });
      const result = await sh("echo out; echo err >&2; exit 3");
      expect(result.type === "failure" && result.output.trim().split("\n").sort()).toEqual(["err", "out"]);
    });

    test("of what it says, 10 KiB are kept", async () => {
      const result = await sh("yes | head -c 100000; exit 1");
      expect(result.type === "failure" && result.output.length).toBe(10 * 1024);
    });

    test("[P3] one that is out of time has failed, and is gone", async () => {
      expect(await sh("exec sleep 777", 300)).toEqual({
        type: "failure",
        output: 'command timed out: "sh -c exec sleep 777" timed out after 300ms',
      });
      await expect.poll(sleepers, { timeout: 5000 }).toBe("0");
    });

    test("one that nobody waits for any more is gone, too", async () => {
      const stopper = new AbortController();
      const running = sh("exec sleep 777", 60_000, stopper.signal);
      await expect.poll(sleepers, { timeout: 5000 }).toBe("1");
      stopper.abort();
      expect(await running).toMatchObject({ type: "error" });
      await expect.poll(sleepers, { timeout: 5000 }).toBe("0");
    });

    test("a container that isn't there is no failure of the probe's subject", async () => {
      const result = await execProbe({
        docker,
        timers,
        containerId: "none",
        command: ["true"],
        timeoutMs: 1000,
        signal,
      });
      expect(result).toMatchObject({ type: "error", message: expect.stringContaining("No such container") });
    });
  },
);
