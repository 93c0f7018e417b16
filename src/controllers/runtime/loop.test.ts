import { describe, expect, test } from "vitest";
import { configMap } from "../../../test/fixtures/api-scope.ts";
import { type ControllerScope, controllerScope } from "../../../test/fixtures/controller-scope.ts";
import { quiet } from "../../../test/fixtures/manual-timers.ts";
import { conflict } from "../../apimachinery/status-error.ts";
import { configMaps, secrets } from "../../kinds/kind-refs.ts";
import { type Controller, done, type ReconcileContext, type ReconcileResult } from "./controller.ts";
import { runsPerSlice } from "./limits.ts";
import { own } from "./watch-rules.ts";

type Reconcile = (key: string, context: ReconcileContext) => Promise<ReconcileResult>;

function watcher(reconcile: Reconcile): Controller {
  return { name: "watcher", scope: "Namespaced", watches: [own(configMaps)], reconcile };
}

function scopeOf(reconcile: Reconcile): ControllerScope {
  return controllerScope({ controllers: [watcher(reconcile)] });
}

describe("loop", () => {
  test("a commit wakes the controllers that watch the collection, with the object's name", async () => {
    const keys: string[] = [];
    const at = scopeOf(async (key) => {
      keys.push(key);
      return done;
    });
    await at.client.create(configMaps, configMap("one"));
    await at.client.create(secrets, { metadata: { name: "other" } });
    await at.settle();
    expect(keys).toEqual(["one"]);
    expect(at.store.work.size()).toBe(0);
  });

  test("nothing runs within the step that committed", async () => {
    let runs = 0;
    const at = scopeOf(async () => {
      runs += 1;
      return done;
    });
    await at.client.create(configMaps, configMap("one"));
    await quiet();
    expect(runs).toBe(0);
    await at.settle();
    expect(runs).toBe(1);
  });

  test("a key that fails is tried again after 5, 10, 20 ... ms; a success forgets the failures", async () => {
    const triedAt: number[] = [];
    const at = scopeOf(async () => {
      triedAt.push(at.clock.nowMs);
      if (triedAt.length < 5 || triedAt.length === 6) throw new Error("not yet");
      return done;
    });
    await at.client.create(configMaps, configMap("one"));
    await at.settle(10_000);
    expect(triedAt.slice(1).map((ms, index) => ms - (triedAt[index] as number))).toEqual([5, 10, 20, 40]);
    const again = at.clock.nowMs;
    await at.client.patch(configMaps, "one", { data: { key: "other" } });
    await at.settle(10_000);
    expect(triedAt.slice(5)).toEqual([again, again + 5]);
    expect(at.warnings).toHaveLength(5);
  });

  test("a conflict is a race that passes: not told before it has lasted", async () => {
    let runs = 0;
    const at = scopeOf(async () => {
      runs += 1;
      if (runs < 4) throw conflict({ group: "", resource: "configmaps" }, "one", "it changed");
      return done;
    });
    await at.client.create(configMaps, configMap("one"));
    await at.settle(1000);
    expect(runs).toBe(4);
    expect(at.warnings).toEqual([]);
  });

  test("requeueAfterMs is a row with a due time", async () => {
    const ranAt: number[] = [];
    const at = scopeOf(async () => {
      ranAt.push(at.clock.nowMs);
      return ranAt.length < 3 ? { requeueAfterMs: 60_000 } : done;
    });
    const begin = at.clock.nowMs;
    await at.client.create(configMaps, configMap("one"));
    await at.settle();
    expect(at.store.work.nextDueMs()).toBe(begin + 60_000);
    expect(at.timers.size, "what is due later than a moment is the alarm's").toBe(0);
    await at.settle(300_000);
    expect(ranAt).toEqual([begin, begin + 60_000, begin + 120_000]);
    expect(at.store.work.size()).toBe(0);
  });

  test("`also` adds keys of the same controller", async () => {
    const keys: string[] = [];
    const at = scopeOf(async (key) => {
      keys.push(key);
      return key === "one" ? { also: ["two", "three"] } : done;
    });
    await at.client.create(configMaps, configMap("one"));
    await at.settle();
    expect(keys.sort()).toEqual(["one", "three", "two"]);
  });

  test("never two runs of one key; a key that was added while it ran runs again", async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    let go: () => void = () => {};
    const at = scopeOf(async () => {
      runs += 1;
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      running -= 1;
      return done;
    });
    await at.client.create(configMaps, configMap("one"));
    await at.timers.runUntil(at.clock.nowMs);
    expect(running).toBe(1);
    await at.client.patch(configMaps, "one", { data: { key: "other" } });
    await at.timers.runUntil(at.clock.nowMs);
    expect(runs).toBe(1);
    go();
    await quiet();
    expect(runs).toBe(2);
    go();
    await at.settle();
    expect([runs, most, at.store.work.size()]).toEqual([2, 1, 0]);
  });

  test("a slow key holds nobody else back", async () => {
    const keys: string[] = [];
    let go: () => void = () => {};
    const at = scopeOf(async (key) => {
      keys.push(key);
      if (key === "slow") {
        await new Promise<void>((resolve) => {
          go = resolve;
        });
      }
      return done;
    });
    await at.client.create(configMaps, configMap("slow"));
    for (let index = 0; index < 20; index += 1) await at.client.create(configMaps, configMap(`quick-${index}`));
    await at.timers.runUntil(at.clock.nowMs);
    expect(keys).toHaveLength(21);
    expect(at.store.work.size()).toBe(1);
    go();
    await at.settle();
    expect(at.store.work.size()).toBe(0);
  });

  test("a slice ends after so many runs, also on a clock that stands still", async () => {
    let runs = 0;
    const at = scopeOf(async () => {
      runs += 1;
      return done;
    });
    for (let index = 0; index < runsPerSlice + 1; index += 1)
      await at.client.create(configMaps, configMap(`m-${index}`));
    const drained = at.loop.drain();
    await quiet();
    expect(runs, "the timer set by the commits comes first").toBe(0);
    at.loop.close();
    await drained;
    const other = controllerScope({
      controllers: [
        watcher(async () => {
          runs += 1;
          return done;
        }),
      ],
    });
    for (let index = 0; index < runsPerSlice + 1; index += 1) {
      other.store.work.add([{ controller: "watcher", key: `m-${index}`, dueMs: 0 }]);
    }
    const all = other.loop.drain();
    await quiet();
    expect(runs).toBe(runsPerSlice);
    await other.settle();
    await all;
    expect(runs).toBe(runsPerSlice + 1);
  });

  test("rows left by an earlier life are drained by the alarm", async () => {
    const keys: string[] = [];
    const at = scopeOf(async (key) => {
      keys.push(key);
      return done;
    });
    at.store.work.add([{ controller: "watcher", key: "left", dueMs: at.clock.nowMs - 5 }]);
    const drained = at.loop.drain();
    await at.settle();
    await drained;
    expect(keys).toEqual(["left"]);
  });

  test("a row of a controller that is no more is dropped", async () => {
    const at = scopeOf(async () => done);
    at.store.work.add([{ controller: "former", key: "x", dueMs: 0 }]);
    await at.settle();
    expect(at.store.work.size()).toBe(0);
    expect(at.warnings).toHaveLength(1);
  });
});
