import { describe, expect, test } from "vitest";
import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { ObservedContainer } from "./observed.ts";
import { planTermination, type TerminationInput, type TerminationPlan } from "./plan-termination.ts";

const pod: Pod = {
  spec: {
    initContainers: [
      { name: "log", restartPolicy: "Always" },
      { name: "proxy", restartPolicy: "Always" },
    ],
    containers: [{ name: "app" }, { name: "side" }],
  },
};

function one(name: string): ObservedContainer {
  return { id: `${name}-id`, container: name, state: "running" } as ObservedContainer;
}

function plan(names: string[], more: Partial<TerminationInput> = {}): TerminationPlan {
  const observed = { sandboxes: [one("POD")], containers: names.map(one) };
  return planTermination({ pod, observed, nowMs: 0, deadlineMs: 30_000, stopping: new Map(), ...more });
}

const stopped = ({ stops }: TerminationPlan) => stops.map(({ name, graceSeconds }) => `${name} ${graceSeconds}`);

describe("the plan of a pod that is being stopped", () => {
  test("apps first, then sidecars one by one from the last, then the sandbox", () => {
    expect(stopped(plan(["app", "side", "log", "proxy"]))).toEqual(["app 30", "side 30"]);
    expect(stopped(plan(["log", "proxy"], { nowMs: 10_000 }))).toEqual(["proxy 20"]);
    expect(stopped(plan(["log"], { nowMs: 28_500 }))).toEqual(["log 2"]);
    expect(plan([])).toMatchObject({ stops: [], sandboxes: ["POD-id"], stopped: false });
    const nothing = { observed: { sandboxes: [], containers: [] } };
    expect(plan([], nothing)).toMatchObject({ sandboxes: [], stopped: true });
  });

  test("who was asked is not asked again", () => {
    const stopping = new Map([["app-id", 30_000]]);
    expect(stopped(plan(["app", "side"], { stopping }))).toEqual(["side 30"]);
    expect(plan(["app"], { stopping })).toMatchObject({ stops: [], kills: [], wakeAtMs: 30_000 });
  });

  test("when time is up nobody waits for a turn, but everybody has two seconds", () => {
    expect(stopped(plan(["app", "log", "proxy"], { nowMs: 40_000 }))).toEqual(["app 2", "log 2", "proxy 2"]);
  });

  test("a grace that was shortened kills those who were promised more", () => {
    const stopping = new Map([["app-id", 30_000]]);
    expect(plan(["app"], { stopping, deadlineMs: 5_000, nowMs: 4_000 })).toMatchObject({ kills: [], wakeAtMs: 5_000 });
    expect(plan(["app"], { stopping, deadlineMs: 5_000, nowMs: 5_000 })).toMatchObject({ kills: ["app-id"] });
  });

  test("without a spec all are stopped at once", () => {
    expect(stopped(plan(["log", "app"], { pod: undefined }))).toEqual(["log 30", "app 30"]);
  });
});
