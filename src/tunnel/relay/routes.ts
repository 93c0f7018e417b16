// What the relay does with each frame, by who sent it and how far they are: complete tables.
import type { FrameType } from "../protocol.ts";

/** `last`: passed on, and the stream is over. */
export type AgentRoute = "hello" | "pass" | "last" | "violation";
export type EdgeRoute = "open" | "pass" | "last" | "violation";

export const agentSends: Record<"new" | "ready", Record<FrameType, AgentRoute>> = {
  new: {
    hello: "hello",
    open: "violation",
    accept: "violation",
    reject: "violation",
    data: "violation",
    end: "violation",
    credit: "violation",
    finish: "violation",
    reset: "violation",
  },
  ready: {
    hello: "violation",
    open: "violation",
    accept: "pass",
    reject: "last",
    data: "pass",
    end: "pass",
    credit: "pass",
    finish: "last",
    reset: "last",
  },
};

export const edgeSends: Record<"new" | "open", Record<FrameType, EdgeRoute>> = {
  new: {
    hello: "violation",
    open: "open",
    accept: "violation",
    reject: "violation",
    data: "violation",
    end: "violation",
    credit: "violation",
    finish: "violation",
    reset: "violation",
  },
  open: {
    hello: "violation",
    open: "violation",
    accept: "violation",
    reject: "violation",
    data: "pass",
    end: "pass",
    credit: "pass",
    finish: "last",
    reset: "last",
  },
};
