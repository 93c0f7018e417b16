import { describe, expect, test } from "vitest";
import { nextState, type PodEvent, type PodState } from "./lifecycle.ts";

function life(...events: PodEvent[]): PodState[] {
  const states: PodState[] = ["active"];
  for (const event of events) states.push(nextState(states.at(-1) as PodState, event));
  return states;
}

describe("the life of a pod", () => {
  test("deleted while it runs", () => {
    expect(life("deleted", "stopped", "deleted", "removed")).toEqual([
      "active",
      "terminating",
      "terminated",
      "removing",
      "gone",
    ]);
  });

  test("finished, kept for its log, then deleted", () => {
    expect(life("finished", "stopped", "stopped", "deleted", "removed")).toEqual([
      "active",
      "terminating",
      "terminated",
      "terminated",
      "removing",
      "gone",
    ]);
  });

  test("nothing brings it back, and nothing is removed that still runs", () => {
    const events: PodEvent[] = ["deleted", "vanished", "finished", "stopped", "removed"];
    expect(events.map((event) => nextState("gone", event))).toEqual(Array(5).fill("gone"));
    expect(events.map((event) => nextState("terminating", event))).not.toContain("removing");
    expect(events.map((event) => nextState("terminating", event))).not.toContain("active");
  });
});
