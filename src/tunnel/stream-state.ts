// What may happen to one stream and when, for both of its ends: complete tables, so that no case is left to chance.
import type { FrameType } from "./protocol.ts";

export type StreamState = "opening" | "open" | "closed";

/** What can come from the other end; `lost` is the link itself breaking. */
export type StreamEvent = Exclude<FrameType, "hello" | "open"> | "lost";

export interface StreamMove {
  readonly to: StreamState;
  /** `pass`: the end hears of it. `drop`: it came too late to matter. `violation`: the peer broke the protocol; the stream is reset. */
  readonly does: "pass" | "drop" | "violation";
}

export type StreamTable = Record<StreamState, Record<StreamEvent, StreamMove>>;

const stay = (to: StreamState): StreamMove => ({ to, does: "pass" });
const close: StreamMove = { to: "closed", does: "pass" };
const late: StreamMove = { to: "closed", does: "drop" };
const violation: StreamMove = { to: "closed", does: "violation" };

const closed: Record<StreamEvent, StreamMove> = {
  accept: late,
  reject: late,
  data: late,
  end: late,
  credit: late,
  finish: late,
  reset: late,
  lost: late,
};

/** The end that sent `open`: nothing but credit may come before the answer. */
export const openerTable: StreamTable = {
  opening: {
    accept: stay("open"),
    reject: close,
    data: violation,
    end: violation,
    credit: stay("opening"),
    finish: violation,
    reset: close,
    lost: close,
  },
  open: {
    accept: violation,
    reject: violation,
    data: stay("open"),
    end: stay("open"),
    credit: stay("open"),
    finish: close,
    reset: close,
    lost: close,
  },
  closed,
};

/** The end that answers: data may come before it has, so that a request needs no round trip of its own. */
export const answererTable: StreamTable = {
  opening: {
    accept: violation,
    reject: violation,
    data: stay("opening"),
    end: stay("opening"),
    credit: stay("opening"),
    finish: close,
    reset: close,
    lost: close,
  },
  open: {
    accept: violation,
    reject: violation,
    data: stay("open"),
    end: stay("open"),
    credit: stay("open"),
    finish: close,
    reset: close,
    lost: close,
  },
  closed,
};
