// Waits for what is about to be true.
import { setTimeout as sleep } from "node:timers/promises";

const pauseMs = 50;

/**
 * Repeats `body` until it answers neither false nor undefined, and answers that. What it throws counts as not yet;
 * after `withinMs` the last of it is thrown.
 */
export async function until<Result>(
  body: () => Result | Promise<Result>,
  withinMs = 30_000,
): Promise<Exclude<Result, false | undefined>> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    let problem: unknown = new Error(`it has not become true within ${withinMs} ms: ${body}`);
    try {
      const result = await body();
      if (result !== false && result !== undefined) return result as Exclude<Result, false | undefined>;
    } catch (error) {
      problem = error;
    }
    if (Date.now() >= deadlineMs) throw problem;
    await sleep(pauseMs);
  }
}
