import { describe, expect, test } from "vitest";
import { VerdictGate } from "./verdict-gate.ts";

describe("verdicts that come too late", () => {
  test("[S1] a call of the last list, or of a later one, may bind", () => {
    const gate = new VerdictGate();
    gate.listed(10);
    gate.arrived({ listedAt: 10, call: 1 });
    expect(gate.refusal({ listedAt: 10, call: 1 })).toBeUndefined();
    expect(gate.refusal({ listedAt: 12, call: 2 })).toBeUndefined();
  });

  test("[S1] a call of an earlier list may not, also when that list is heard of again", () => {
    const gate = new VerdictGate();
    gate.listed(10);
    gate.listed(9);
    expect(gate.refusal({ listedAt: 9, call: 5 })).toMatch(/listed the cluster anew/);
  });

  test("[S1] a call that a later one has overtaken may not", () => {
    const gate = new VerdictGate();
    gate.listed(10);
    gate.arrived({ listedAt: 10, call: 2 });
    expect(gate.refusal({ listedAt: 10, call: 1 })).toMatch(/asked again/);
    expect(gate.refusal({ listedAt: 10, call: 2 })).toBeUndefined();
  });

  test("[S1] a new list lets calls count from the start; late ones of the old list don't disturb it", () => {
    const gate = new VerdictGate();
    gate.listed(10);
    gate.arrived({ listedAt: 10, call: 7 });
    gate.listed(20);
    gate.arrived({ listedAt: 10, call: 8 });
    expect(gate.refusal({ listedAt: 20, call: 1 })).toBeUndefined();
  });
});
