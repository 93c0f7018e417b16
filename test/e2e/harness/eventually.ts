// Waits for what is about to be true.
import { setTimeout as sleep } from "node:timers/promises";

/** Repeats `body` until it doesn't throw, and answers what it answers; throws its last error after `withinMs`. */
export async function eventually<Result>(body: () => Result | Promise<Result>, withinMs = 30_000): Promise<Result> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    try {
      return await body();
    } catch (error) {
      if (Date.now() >= deadlineMs) throw error;
    }
    await sleep(200);
  }
}
