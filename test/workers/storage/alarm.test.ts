// The platform's alarm: set for later than now, and set anew when it was lost.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { durableAlarm, reviveAlarm } from "../../../src/platform/durable/alarm.ts";
import { SteppedClock } from "../../../src/platform/simulated/clock.ts";
import { silentLog } from "../../contract/feed-bench.ts";

const boxes = (env as { BOX: DurableObjectNamespace }).BOX;

test("an alarm for now or the past is set for a millisecond later", async () => {
  await runInDurableObject(boxes.get(boxes.idFromName("past")), async (_instance, state) => {
    const laterMs = Date.now() + 1_000_000;
    const alarm = durableAlarm(state.storage, new SteppedClock(laterMs), silentLog);
    alarm.set(5);
    expect(await state.storage.getAlarm()).toBe(laterMs + 1);
    alarm.clear();
    expect(await state.storage.getAlarm()).toBeNull();
  });
});

test("an overdue alarm is set anew, one that is to come is left alone", async () => {
  await runInDurableObject(boxes.get(boxes.idFromName("overdue")), async (_instance, state) => {
    const setForMs = Date.now() + 1_000_000;
    await state.storage.setAlarm(setForMs);
    await reviveAlarm(state.storage, new SteppedClock(setForMs - 10));
    await reviveAlarm(state.storage, new SteppedClock(setForMs + 4_000));
    expect(await state.storage.getAlarm()).toBe(setForMs);
    await reviveAlarm(state.storage, new SteppedClock(setForMs + 6_000));
    expect(await state.storage.getAlarm()).toBe(setForMs + 6_001);
    await state.storage.deleteAlarm();
    await reviveAlarm(state.storage, new SteppedClock(setForMs));
    expect(await state.storage.getAlarm()).toBeNull();
  });
});
