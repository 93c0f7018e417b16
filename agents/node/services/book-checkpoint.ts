// Keeps the services on disk, so that an agent that starts without a control plane still knows every name and endpoint.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Log } from "../../../src/platform/log.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { checkpointDelayMs } from "./limits.ts";
import type { BookContent, ServiceBook } from "./service-book.ts";

export interface BookCheckpoint {
  /** Writes what hasn't been written yet. */
  flush(): Promise<void>;
  /** Flushes and stops watching the book. */
  stop(): Promise<void>;
}

/** Restores the book from `path`, if there is something, and from then on saves what the API server says. */
export async function keepBookCheckpoint(
  book: ServiceBook,
  path: string,
  parts: { readonly timers: Timers; readonly log: Log },
): Promise<BookCheckpoint> {
  const { timers, log } = parts;
  const content = await readContent(path);
  if (content) book.restore(content);
  let cancel: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();

  function write(): Promise<void> {
    cancel?.();
    cancel = undefined;
    writing = writing
      .then(() => writeContent(path, book.content()))
      .catch((error: unknown) => {
        log.warn("can't save the services", { path, error: String(error) });
      });
    return writing;
  }

  const unsubscribe = book.onChange(() => {
    // What was restored needn't be written, and half a picture must not replace a whole one.
    if (book.synced) cancel ??= timers.after(checkpointDelayMs, () => void write());
  });
  const flush = () => (cancel ? write() : writing);
  return {
    flush,
    async stop() {
      unsubscribe();
      await flush();
    },
  };
}

async function readContent(path: string): Promise<BookContent | undefined> {
  try {
    const value = JSON.parse(await readFile(path, "utf8")) as BookContent;
    return Array.isArray(value.services) && Array.isArray(value.slices) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function writeContent(path: string, content: BookContent): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, JSON.stringify(content));
  await rename(`${path}.new`, path);
}
