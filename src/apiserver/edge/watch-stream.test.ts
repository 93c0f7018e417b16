// A client's watch whose lines take time to make.
import { expect, test } from "vitest";
import { ManualTimers, quiet } from "../../../test/fixtures/manual-timers.ts";
import { eventsFrame } from "../../storage/watch-frame.ts";
import { watchReviewMs } from "../custom/limits.ts";
import { type WatchStreamOptions, watchStream } from "./watch-stream.ts";

class FakeSocket {
  closed: string | undefined;
  readonly #listeners = new Map<string, (event: { data: unknown }) => void>();

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, listener as (event: { data: unknown }) => void);
  }

  send(): void {}

  close(_code: number, reason: string): void {
    this.closed ??= reason;
  }

  emit(type: "message" | "close", data = ""): void {
    this.#listeners.get(type)?.({ data });
  }
}

function opened(more: Partial<WatchStreamOptions>) {
  const clock = { nowMs: 0 };
  const [socket, timers] = [new FakeSocket(), new ManualTimers(clock)];
  const stream = watchStream({ socket, timers, initial: "", from: 1, lifeMs: 1e9, bookmark: undefined, ...more });
  return { socket, timers, clock, text: new Response(stream).text() };
}

function frame(revision: number, line: string): string {
  return eventsFrame([{ revision, line: `${line}\n` }], revision);
}

test("lines that are made slowly keep their order, and the stream ends after the last", async () => {
  const waiting: (() => void)[] = [];
  const { socket, text } = opened({
    convert: (lines) =>
      new Promise((resolve) => waiting.push(() => resolve({ text: lines.toUpperCase(), end: false }))),
  });
  socket.emit("message", frame(2, "a"));
  socket.emit("message", frame(3, "b"));
  socket.emit("close");
  await quiet();
  expect(waiting).toHaveLength(1);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    next();
    await quiet();
  }
  expect(await text).toBe("A\nB\n");
});

test("nothing follows a line that says what went wrong", async () => {
  const { socket, text } = opened({ convert: async () => ({ text: "failed\n", end: true }) });
  socket.emit("message", frame(2, "a"));
  socket.emit("message", frame(3, "b"));
  expect(await text).toBe("failed\n");
  expect(socket.closed).toBe("done");
});

test("a watch of what is no longer served ends soon", async () => {
  let isOver = false;
  const { timers, clock, text } = opened({ isOver: () => isOver });
  await timers.runUntil(watchReviewMs);
  isOver = true;
  await timers.runUntil(clock.nowMs + 2 * watchReviewMs);
  expect(await text).toBe("");
});
