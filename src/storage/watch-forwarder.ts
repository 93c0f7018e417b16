// The Worker's side of a watch: what of each frame goes on to the client.
import type { Revision } from "./types.ts";
import { decodeFrame } from "./watch-frame.ts";

export type Forwarded =
  | {
      readonly type: "events";
      /** JSON lines for the client; may be empty. */
      readonly text: string;
      /** True: send `nextPageMessage` once the client has taken the text. */
      readonly more: boolean;
    }
  /** The last line; then the stream ends. */
  | { readonly type: "end"; readonly text: string };

/**
 * [R2] [R5] Objects send at-least-once (after a restart the feed emits again from where it knows it was), in revision
 * order; the client gets each event once.
 */
export class WatchForwarder {
  #revision: Revision;

  /** `from`: the revision that the client's watch starts after. */
  constructor(from: Revision) {
    this.#revision = from;
  }

  /** The client knows everything up to here: what a bookmark says. */
  get revision(): Revision {
    return this.#revision;
  }

  take(message: string): Forwarded {
    const frame = decodeFrame(message);
    if (frame.type === "error") return { type: "end", text: frame.line };
    let known = 0;
    for (const head of frame.heads) {
      if (head.revision > this.#revision) break;
      known += head.length;
    }
    this.#revision = Math.max(this.#revision, frame.upTo, frame.heads.at(-1)?.revision ?? 0);
    return { type: "events", text: known === 0 ? frame.body : frame.body.slice(known), more: frame.more };
  }
}
