import { expect, test } from "vitest";
import { controllerScope } from "../../../test/fixtures/controller-scope.ts";
import { formatTime } from "../../apimachinery/time.ts";
import { events } from "../../kinds/kind-refs.ts";
import { eventLifeMs } from "./limits.ts";
import { eventExpiryController } from "./reconcile.ts";

function scope() {
  const at = controllerScope({ controllers: [eventExpiryController] });
  const tell = (name: string) =>
    at.client.create(events, {
      metadata: { name },
      involvedObject: { namespace: "default" },
      lastTimestamp: formatTime(at.clock.nowMs),
    });
  const names = async () => (await at.client.list(events)).map(({ metadata }) => metadata?.name);
  return { at, tell, names };
}

test("an event is forgotten an hour after it was last told", async () => {
  const { at, tell, names } = scope();
  await tell("once");
  await tell("again");
  await at.settle(1_800_000);
  await at.client.patch(events, "again", { lastTimestamp: formatTime(at.clock.nowMs), count: 2 });
  await at.settle(1_799_000);
  expect(await names()).toEqual(["again", "once"]);
  await at.settle(60_000);
  expect(await names()).toEqual(["again"]);
  await at.settle(eventLifeMs);
  expect(await names()).toEqual([]);
  expect(at.store.work.size()).toBe(0);
});

test("a thousand events are one row, and few sweeps", async () => {
  const { at, tell, names } = scope();
  for (let index = 0; index < 1000; index += 1) {
    await tell(`e-${index}`);
    at.clock.nowMs += 10;
  }
  expect(at.store.work.size()).toBe(1);
  await at.settle(2 * eventLifeMs);
  expect(await names()).toEqual([]);
  expect(at.store.work.size()).toBe(0);
});
