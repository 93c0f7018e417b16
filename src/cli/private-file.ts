// Writes files that hold keys, whole or not at all.
import { closeSync, fchownSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Replaces `path` in one step; only its owner may read it: this process's user unless another is named. */
export function writePrivateFile(path: string, text: string, owner?: Owner): void {
  const draft = `${path}.${process.pid}.new`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, text);
    if (owner !== undefined) fchownSync(file, owner.uid, owner.gid);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
