// Locks, pid files and supervision, with real processes.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../platform/node/clock.ts";
import { systemTimers } from "../../platform/node/timers.ts";
import { lockHolder, takeLock } from "./data-lock.ts";
import { listeningInodes, tryPort } from "./port-owner.ts";
import { identify, isAlive, type ProcessIdentity, readPidFile, writePidFile } from "./process-identity.ts";
import { restartDelay } from "./restart-delay.ts";
import { stopProcess } from "./stop-process.ts";
import { Supervised } from "./supervised.ts";

let folder = "";
let children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-process-"));
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  rmSync(folder, { recursive: true, force: true });
});

/** A process that runs until it is ended; with `deaf`, it minds no SIGTERM. Resolves when it is set up. */
async function someProcess(deaf = false): Promise<ProcessIdentity> {
  const body = `${deaf ? 'process.on("SIGTERM", () => {});' : ""} setInterval(() => {}, 1000); console.log("up")`;
  const child = spawn(process.execPath, ["-e", body], { stdio: ["ignore", "pipe", "ignore"] });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return identify(child.pid as number) as ProcessIdentity;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries++) await systemTimers.sleep(25);
  expect(condition()).toBe(true);
}

describe("the lock", () => {
  test("is held until it is released", () => {
    const path = join(folder, "lock");
    const first = takeLock(path);
    expect(first.type).toBe("taken");
    expect(takeLock(path)).toEqual({ type: "held", by: identify(process.pid) });
    expect(lockHolder(path)?.pid).toBe(process.pid);
    if (first.type === "taken") first.release();
    expect(lockHolder(path)).toBeUndefined();
    expect(takeLock(path).type).toBe("taken");
  });

  test("of a process that has died is taken over", async () => {
    const path = join(folder, "lock");
    const holder = await someProcess();
    writeFileSync(path, JSON.stringify(holder));
    expect(takeLock(path)).toEqual({ type: "held", by: holder });
    await stopProcess(holder, 1000, systemTimers);
    expect(takeLock(path).type).toBe("taken");
  });

  test("of an earlier process of the same number is taken over", () => {
    const path = join(folder, "lock");
    writeFileSync(path, JSON.stringify({ pid: process.pid, began: "1" }));
    expect(takeLock(path).type).toBe("taken");
  });

  test("that holds nonsense is taken over", () => {
    const path = join(folder, "lock");
    writeFileSync(path, "");
    expect(takeLock(path).type).toBe("taken");
    expect(lockHolder(path)?.pid).toBe(process.pid);
  });

  test("is not released by one who lost it", () => {
    const path = join(folder, "lock");
    const first = takeLock(path);
    const other = JSON.stringify({ pid: 1, began: "other" });
    writeFileSync(path, other);
    if (first.type === "taken") first.release();
    expect(readFileSync(path, "utf8")).toBe(other);
  });
});

describe("a pid file", () => {
  test("names the process while it lives", async () => {
    const path = join(folder, "pid");
    const one = await someProcess();
    writePidFile(path, one.pid);
    expect(readPidFile(path)).toEqual(one);
    expect(await stopProcess(one, 2000, systemTimers)).toBe("ended");
    expect(readPidFile(path)).toBeUndefined();
  });

  test("that is missing or spoilt names nobody", () => {
    expect(readPidFile(join(folder, "none"))).toBeUndefined();
    writeFileSync(join(folder, "pid"), '{"pid": "1"}');
    expect(readPidFile(join(folder, "pid"))).toBeUndefined();
  });
});

test("a process that minds no SIGTERM is killed after the grace", async () => {
  const deaf = await someProcess(true);
  expect(await stopProcess(deaf, 300, systemTimers)).toBe("killed");
  expect(isAlive(deaf)).toBe(false);
});

describe("supervision", () => {
  const said: string[] = [];
  function supervise(body: string): Supervised {
    said.length = 0;
    return new Supervised(
      {
        name: "it",
        command: process.execPath,
        arguments: ["-e", body],
        environment: { SECRET: "s3" },
        log: join(folder, "log"),
        pidFile: join(folder, "pid"),
        stopGraceMs: 2000,
      },
      { clock: systemClock, timers: systemTimers, say: (line) => said.push(line) },
    );
  }

  test("starts a process again that was killed, and not one that was stopped", async () => {
    const it = supervise("console.log(process.env.SECRET); setInterval(() => {}, 1000)");
    const first = it.pid as number;
    await until(() => readFileSync(join(folder, "log"), "utf8") === "s3\n");
    process.kill(first, "SIGKILL");
    await until(() => it.pid !== undefined && it.pid !== first);
    expect(said).toEqual([expect.stringContaining("it ended (SIGKILL)")]);
    const second = readPidFile(join(folder, "pid")) as ProcessIdentity;
    expect(second.pid).toBe(it.pid);
    await it.stop();
    expect(isAlive(second)).toBe(false);
    expect(existsSync(join(folder, "pid"))).toBe(false);
    await systemTimers.sleep(400);
    expect(it.pid).toBeUndefined();
    expect(said).toHaveLength(1);
  });

  test("is in a session of its own, so that the terminal's Ctrl-C passes it by", async () => {
    const it = supervise("setInterval(() => {}, 1000)");
    const stat = readFileSync(`/proc/${it.pid}/stat`, "utf8").split(") ")[1]?.split(" ") as string[];
    expect(Number(stat[3])).toBe(it.pid);
    await it.stop();
  });

  test("a wanted restart is at once, and no word is lost on it", async () => {
    const it = supervise("setInterval(() => {}, 1000)");
    const first = it.pid;
    await it.restart();
    expect(it.pid).toBeDefined();
    expect(it.pid).not.toBe(first);
    expect(said).toEqual([]);
    await it.stop();
  });
});

test("the wait before a restart doubles up to its limit, and is forgotten after a good run", () => {
  const waits = [undefined, 200, 400, 6_400, 10_000].map((previous) => restartDelay(previous, 50));
  expect(waits).toEqual([200, 400, 800, 10_000, 10_000]);
  expect(restartDelay(10_000, 60_000)).toBe(200);
});

describe("a port", () => {
  test("is free, or somebody's", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const outcome = await tryPort("127.0.0.1", port);
    expect(outcome).toEqual({ type: "used", owner: expect.stringContaining(`pid ${process.pid}`) });
    await new Promise((resolve) => server.close(resolve));
    expect(await tryPort("127.0.0.1", port)).toEqual({ type: "free" });
  });

  test("of an address that isn't ours is refused with the reason", async () => {
    expect(await tryPort("192.0.2.1", 7000)).toEqual({ type: "refused", reason: expect.stringContaining("192.0.2.1") });
  });

  test("is found among the listening sockets only", () => {
    const table = [
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
      "   0: 0100007F:192B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100 0 0 10 0",
      "   1: 0100007F:192B 0100007F:E0A2 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0 20 4 30 10 -1",
      "   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0 100 0 0 10 0",
    ].join("\n");
    expect(listeningInodes(table, 6443)).toEqual(["111"]);
  });
});
