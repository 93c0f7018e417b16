// A node that is away for longer than its grace is told once; a flap within it is told to nobody.
import { describe, expect, test } from "vitest";
import { NODE_GRACE_MS, TELL_RETRY_FIRST_MS } from "../limits.ts";
import { Presence, type PresenceRecord } from "./presence.ts";

const identity = { cluster: "default", node: "n1" };
const log = { info: () => {}, warn: () => {}, error: () => {} };

/** An object with a stepped clock: `run` moves it and fires what is due. */
function world() {
  let nowMs = 1_000_000;
  let alarmMs: number | undefined;
  let record: PresenceRecord | undefined;
  const state = { connected: false, told: [] as string[], failing: false, writes: 0, during: () => {} };
  const tell = async (what: string) => {
    if (state.failing) throw new Error("unreachable");
    state.told.push(what);
    state.during();
  };
  const make = () =>
    new Presence({
      store: {
        read: () => record,
        write: (next) => {
          record = next;
          state.writes += 1;
        },
      },
      alarm: {
        set: (timeMs) => {
          alarmMs = timeMs;
        },
        clear: () => {
          alarmMs = undefined;
        },
      },
      clock: { now: () => nowMs },
      watcher: {
        nodeGone: (node, lastSeenMs) => tell(`gone ${node.node} ${nowMs - lastSeenMs >= NODE_GRACE_MS}`),
        nodeBack: (node) => tell(`back ${node.node}`),
      },
      log,
    });
  return {
    state,
    connect() {
      state.connected = true;
      make().connected(identity);
    },
    disconnect(silentMs = 0) {
      state.connected = false;
      make().disconnected(nowMs - silentMs);
    },
    async run(ms: number) {
      const untilMs = nowMs + ms;
      while (alarmMs !== undefined && alarmMs <= untilMs) {
        nowMs = Math.max(nowMs, alarmMs);
        alarmMs = undefined;
        await make().due(() => state.connected);
      }
      nowMs = untilMs;
    },
    fireAgain: () => make().due(() => state.connected),
    alarm: () => alarmMs,
  };
}

describe("[T10] the cluster hears that a node is gone, once, after its grace", () => {
  test("gone, however often the alarm fires", async () => {
    const { state, connect, disconnect, run, fireAgain } = world();
    connect();
    await run(3_600_000);
    disconnect();
    await run(NODE_GRACE_MS - 1);
    expect(state.told).toEqual([]);
    await run(1);
    await fireAgain();
    await run(3_600_000);
    expect(state.told).toEqual(["gone n1 true"]);
  });

  test("back within the grace: told to nobody, whatever fires late", async () => {
    const { state, connect, disconnect, run, fireAgain } = world();
    connect();
    for (let flap = 0; flap < 5; flap += 1) {
      disconnect();
      await run(NODE_GRACE_MS - 10);
      await fireAgain();
      connect();
      await fireAgain();
      await run(1000);
    }
    expect(state.told).toEqual([]);
  });

  test("a silent agent's grace counts from when it was last heard", async () => {
    const { state, connect, disconnect, run } = world();
    connect();
    await run(100_000);
    disconnect(35_000);
    await run(NODE_GRACE_MS - 35_000);
    expect(state.told).toEqual(["gone n1 true"]);
  });

  test("a cluster that can't be reached is told again until it is", async () => {
    const { state, connect, disconnect, run } = world();
    connect();
    state.failing = true;
    disconnect();
    await run(NODE_GRACE_MS + 3 * TELL_RETRY_FIRST_MS);
    state.failing = false;
    await run(8 * TELL_RETRY_FIRST_MS);
    expect(state.told).toEqual(["gone n1 true"]);
  });

  test("what was told as gone is told as back", async () => {
    const { state, connect, disconnect, run } = world();
    connect();
    disconnect();
    await run(NODE_GRACE_MS);
    connect();
    await run(10);
    disconnect();
    await run(NODE_GRACE_MS);
    expect(state.told).toEqual(["gone n1 true", "back n1", "gone n1 true"]);
  });

  test("an agent that returns while the cluster is being told is told as back", async () => {
    const { state, connect, disconnect, run } = world();
    connect();
    disconnect();
    state.during = () => {
      state.during = () => {};
      connect();
    };
    await run(NODE_GRACE_MS + 100);
    expect(state.told).toEqual(["gone n1 true", "back n1"]);
  });
});

test("[T11] a connected node writes no row and sets no alarm", async () => {
  const { state, connect, run, alarm } = world();
  connect();
  const writes = state.writes;
  await run(3_600_000);
  connect();
  expect([state.writes, alarm()]).toEqual([writes, undefined]);
});
