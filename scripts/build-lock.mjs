// One build at a time: two that start at once would read each other's half-written files.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function holder(path) {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return 0;
  }
}

/** Runs `body` while no other process runs one for the same `root`. A holder that has died holds nothing. */
export async function withBuildLock(root, body) {
  const path = join(root, "dist/lock");
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const pid = holder(path);
    if (pid > 0 && !isAlive(pid)) rmSync(path, { force: true });
    await sleep(100);
  }
  try {
    return await body();
  } finally {
    rmSync(path, { force: true });
  }
}
