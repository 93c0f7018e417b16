import { describe, expect, test } from "vitest";
import { configMap } from "../../../test/fixtures/api-scope.ts";
import { controllerScope } from "../../../test/fixtures/controller-scope.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Event } from "../../kinds/facts/types.gen.ts";
import { configMaps, events } from "../../kinds/kind-refs.ts";
import { done } from "./controller.ts";
import { EventGate } from "./event-gate.ts";
import type { EventRecorder } from "./events.ts";
import { eventBurst, eventRefillMs } from "./limits.ts";
import { own } from "./watch-rules.ts";

type Tell = (recorder: EventRecorder, about: Readonly<KubeObject>, run: number) => void;

function teller(tell: Tell) {
  let run = 0;
  return controllerScope({
    controllers: [
      {
        name: "teller",
        scope: "Namespaced",
        watches: [own(configMaps)],
        async reconcile(key, { client, events: recorder }) {
          const about = await client.get(configMaps, key);
          run += 1;
          if (about !== undefined) tell(recorder, about, run);
          return done;
        },
      },
    ],
  });
}

describe("events", () => {
  test("an event names its object, its source and its time; the same again is counted", async () => {
    const at = teller((recorder, about) => recorder.event(about, "Normal", "Seen", "saw it"));
    await at.client.create(configMaps, configMap("one"));
    await at.settle();
    const [first] = await at.client.list<Event>(events);
    expect(first?.metadata.name).toMatch(/^one\.[0-9a-f]{16}$/);
    expect(first).toMatchObject({
      involvedObject: { apiVersion: "v1", kind: "ConfigMap", name: "one", namespace: "default" },
      reason: "Seen",
      message: "saw it",
      type: "Normal",
      count: 1,
      source: { component: "teller-controller" },
      reportingComponent: "teller-controller",
      firstTimestamp: "2026-01-02T03:04:05Z",
      lastTimestamp: "2026-01-02T03:04:05Z",
    });
    expect(first?.involvedObject.uid).toBeTruthy();
    at.clock.nowMs += 5000;
    await at.client.patch(configMaps, "one", { data: { key: "b" } });
    await at.settle();
    const all = await at.client.list<Event>(events);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      count: 2,
      firstTimestamp: "2026-01-02T03:04:05Z",
      lastTimestamp: "2026-01-02T03:04:10Z",
    });
  });

  test("an object's events are listed in the order in which they happened", async () => {
    const reasons = ["Zero", "One", "Two", "Three", "Four", "Five"];
    const at = teller((recorder, about, run) => {
      for (const reason of reasons) recorder.event(about, "Normal", reason, `run ${run}`);
    });
    await at.client.create(configMaps, configMap("one"));
    await at.settle();
    at.clock.nowMs += 1;
    await at.client.patch(configMaps, "one", { data: { key: "b" } });
    await at.settle();
    const all = await at.client.list<Event>(events);
    expect(all.map(({ reason, message }) => `${reason} in ${message}`)).toEqual([
      ...reasons.map((reason) => `${reason} in run 1`),
      ...reasons.map((reason) => `${reason} in run 2`),
    ]);
  });

  test("from the tenth message of one kind on they are told as one", async () => {
    const at = teller((recorder, about) => {
      for (let index = 1; index <= 14; index += 1) recorder.event(about, "Normal", "Made", `made pod ${index}`);
    });
    await at.client.create(configMaps, configMap("one"));
    await at.settle();
    const told = await at.told("one");
    expect(told).toHaveLength(10);
    expect(told.at(-1)).toBe("Made: (combined from similar events): made pod 14 (x5)");
  });

  test("an object may have so many at once and one more after a while", () => {
    const gate = new EventGate();
    const passed = Array.from({ length: 40 }, (_, index) => gate.pass("s", `reason ${index}`, "m", 0));
    expect(passed.filter((one) => one !== undefined)).toHaveLength(eventBurst);
    expect(gate.pass("s", "later", "m", eventRefillMs - 1)).toBeUndefined();
    expect(gate.pass("s", "later", "m", eventRefillMs)).toBeDefined();
    expect(gate.pass("s", "later", "m", eventRefillMs)).toBeUndefined();
    expect(gate.pass("other", "reason", "m", 0)).toBeDefined();
  });

  test("a long message is cut, and a name as long as names may be still has events", async () => {
    const name = "n".repeat(253);
    const at = teller((recorder, about) => recorder.event(about, "Warning", "Long", "x".repeat(5000)));
    await at.client.create(configMaps, configMap(name));
    await at.settle();
    const [event] = await at.client.list<Event>(events);
    expect(event?.message).toHaveLength(1024);
    expect(event?.metadata.name).toHaveLength(253);
    expect(at.warnings).toEqual([]);
  });
});
