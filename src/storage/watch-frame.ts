// The messages from an object to the stateless Worker that holds a client's watch.
import type { Revision } from "./types.ts";

/** One event, ready to be passed on: a JSON line that ends in a newline. */
export interface WatchEntry {
  readonly revision: Revision;
  readonly line: string;
}

/**
 * As text messages:
 *   E UPTO REVISION:LENGTH,...\nLINES   events; after them the watcher knows everything up to UPTO. May have none: progress.
 *   A UPTO REVISION:LENGTH,...\nLINES   the same, and there is more: the next comes when the Worker sends "next"
 *   X\nLINE                             an ERROR event; nothing follows
 * Lengths are in UTF-16 units. Several events share a message; the Worker passes the whole body on unless it must drop
 * events that it passed on before.
 */
export type WatchFrame =
  | {
      readonly type: "events";
      readonly upTo: Revision;
      readonly more: boolean;
      readonly heads: readonly { readonly revision: Revision; readonly length: number }[];
      readonly body: string;
    }
  | { readonly type: "error"; readonly line: string };

/** What the Worker sends when it is ready for the next page of a replay. */
export const nextPageMessage = "next";

/**
 * What the Worker sends to be told how far the log is, before it ends a watch that saw nothing for long. `revision` is
 * what its client knows of.
 */
export function progressMessage(revision: Revision): string {
  return `progress ${revision}`;
}

/** The revision of a progress message, or undefined for any other. */
export function progressFrom(message: string): Revision | undefined {
  const [word, revision] = message.split(" ");
  return word === "progress" && Number.isSafeInteger(Number(revision)) ? Number(revision) : undefined;
}

export function eventsFrame(entries: readonly WatchEntry[], upTo: Revision, more = false): string {
  const heads = entries.map((entry) => `${entry.revision}:${entry.line.length}`).join(",");
  return `${more ? "A" : "E"} ${upTo} ${heads}\n${entries.map((entry) => entry.line).join("")}`;
}

export function errorFrame(line: string): string {
  return `X\n${line}`;
}

/** Throws on what is no frame: the two sides are of one build. */
export function decodeFrame(message: string): WatchFrame {
  const end = message.indexOf("\n");
  const body = message.slice(end + 1);
  const [kind, upTo, heads] = message.slice(0, end).split(" ");
  if (kind === "X") return { type: "error", line: body };
  if (end < 0 || (kind !== "E" && kind !== "A")) throw new Error(`no watch frame: ${message.slice(0, 40)}`);
  return {
    type: "events",
    upTo: Number(upTo),
    more: kind === "A",
    heads: (heads ?? "") === "" ? [] : (heads as string).split(",").map(decodeHead),
    body,
  };
}

function decodeHead(head: string): { revision: Revision; length: number } {
  const [revision, length] = head.split(":");
  return { revision: Number(revision), length: Number(length) };
}
