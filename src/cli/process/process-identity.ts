// Tells a process from a later one that got its number.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { writePrivateFile } from "../private-file.ts";

export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, as the system tells it; two processes of one number differ in it. */
  readonly began: string;
}

/** The process that has this number now, if any. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    if (process.platform !== "linux") {
      const began = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
      return began === "" ? undefined : { pid, began };
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // After the name, which may itself hold spaces and brackets: the state is the 3rd field, the start the 22nd.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie has ended; it only waits for its parent to hear of it.
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    return { pid, began: `${fields[19]}` };
  } catch {
    return undefined;
  }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.began === identity.began;
}

export function writePidFile(path: string, pid: number): void {
  const identity = identify(pid);
  if (identity !== undefined) writePrivateFile(path, JSON.stringify(identity));
}

/** The process that the file names, when it still runs. */
export function readPidFile(path: string): ProcessIdentity | undefined {
  if (!existsSync(path)) return undefined;
  const identity = parseIdentity(readFileSync(path, "utf8"));
  return identity !== undefined && isAlive(identity) ? identity : undefined;
}

export function removePidFile(path: string): void {
  rmSync(path, { force: true });
}

/** Undefined for anything that isn't one: a file cut short by a full disk must not stop a start. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const { pid, began } = JSON.parse(text) as Record<string, unknown>;
    return typeof pid === "number" && typeof began === "string" ? { pid, began } : undefined;
  } catch {
    return undefined;
  }
}
