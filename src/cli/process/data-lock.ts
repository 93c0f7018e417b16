// One instance per data directory: workerd doesn't guard its own, and two on one directory spoil it.
import { linkSync, readFileSync, renameSync, rmSync, unlinkSync } from "node:fs";
import { writePrivateFile } from "../private-file.ts";
import { identify, isAlive, type ProcessIdentity, parseIdentity } from "./process-identity.ts";

export type LockOutcome =
  | { readonly type: "taken"; readonly release: () => void }
  | { readonly type: "held"; readonly by: ProcessIdentity };

function read(path: string): { text: string; holder: ProcessIdentity | undefined } | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return { text, holder: parseIdentity(text) };
  } catch {
    return undefined;
  }
}

/** Who holds the lock, when they still live. */
export function lockHolder(path: string): ProcessIdentity | undefined {
  const holder = read(path)?.holder;
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

/** Moves a dead holder's lock away. Another process may do the same at once: only the lock that was judged goes. */
function breakLock(path: string, judged: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readFileSync(aside, "utf8") !== judged) {
    // It was a newer one, of somebody quicker: give it back, unless a third one has the place by now.
    try {
      linkSync(aside, path);
    } catch {}
  }
  rmSync(aside, { force: true });
}

/** Takes the lock at `path` for this process, also over a holder that has died. */
export function takeLock(path: string): LockOutcome {
  const own = identify(process.pid) as ProcessIdentity;
  const text = JSON.stringify(own);
  const draft = `${path}.${process.pid}`;
  writePrivateFile(draft, text);
  try {
    for (;;) {
      try {
        // A link fails when the name is taken, and the file is complete from its first moment.
        linkSync(draft, path);
        return { type: "taken", release: () => releaseLock(path, text) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const found = read(path);
      if (found === undefined) continue;
      if (found.holder !== undefined && isAlive(found.holder)) return { type: "held", by: found.holder };
      breakLock(path, found.text);
    }
  } finally {
    unlinkSync(draft);
  }
}

function releaseLock(path: string, own: string): void {
  if (read(path)?.text === own) rmSync(path, { force: true });
}
