// The logs of the processes: appended to, with one older one kept.
import { existsSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { logBytesMax, logTailLines } from "../limits.ts";

/** A descriptor that appends to the log; a long log becomes the old one first. */
export function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > logBytesMax) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

/** Its last lines. */
export function logTail(path: string): string {
  if (!existsSync(path)) return "";
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-logTailLines).join("\n");
}
