import { describe, expect, test } from "vitest";
import { systemClock } from "./clock.ts";
import { lineLog } from "./log.ts";
import { systemRandom } from "./random.ts";
import { systemTimers } from "./timers.ts";

describe("the platform of a Node process", () => {
  test("timers fire once, unless cancelled; a delay beyond what Node holds does not fire at once", async () => {
    let fired = "";
    systemTimers.after(5, () => {
      fired += "a";
    });
    systemTimers.after(5, () => {
      fired += "b";
    })();
    const cancel = systemTimers.after(2 ** 40, () => {
      fired += "c";
    });
    await systemTimers.sleep(20);
    cancel();
    expect(fired).toBe("a");
  });

  test("integers stay below their limit", () => {
    const drawn = Array.from({ length: 100 }, () => systemRandom.integer(3));
    expect(new Set(drawn)).toEqual(new Set([0, 1, 2]));
    expect(systemRandom.integer(1)).toBe(0);
    expect(systemRandom.uuid()).toMatch(/^[0-9a-f-]{36}$/);
    expect(systemRandom.bytes(16)).toHaveLength(16);
  });

  test("a log entry is one line with the time of the clock", () => {
    const lines: string[] = [];
    lineLog({ now: () => 0 }, (line) => lines.push(line)).warn("trouble", { tries: 2 });
    expect(lines).toEqual(['1970-01-01T00:00:00.000Z warn trouble {"tries":2}']);
    expect(systemClock.now()).toBeGreaterThan(1e12);
  });
});
