// Simulated objects: gates, crashes, hibernation, alarms and calls, as the platform has them.
import { describe, expect, test } from "vitest";
import { openNodeSql } from "../node/sql.ts";
import { type Chaos, calm } from "./chaos.ts";
import { Network } from "./network.ts";
import { SimulatedObject } from "./object.ts";
import { SeededRandom } from "./random.ts";
import type { SimulatedSocket } from "./socket.ts";
import { World } from "./world.ts";

function setUp() {
  const world = new World(new SeededRandom(1), 1_000, () => new Promise((resolve) => setImmediate(resolve)));
  let chaos: Chaos = calm;
  const network = new Network(world, () => chaos);
  const sql = openNodeSql();
  sql.run("CREATE TABLE log (text TEXT)");
  let alarms = 0;
  const object = new SimulatedObject({
    world,
    name: "o",
    sql,
    random: world.random.fork(),
    chaos: () => chaos,
    create: (host, self) => ({
      handle(method, argument) {
        if (method === "slow") return host.timers.sleep(100).then(() => "slept");
        if (method === "fail") throw new Error("no");
        if (method === "alarm") host.alarm.set(argument as number);
        host.sql.run("INSERT INTO log (text) VALUES (?)", String(argument));
        for (const socket of host.sockets.all("watch")) socket.send(String(argument));
        return self.life;
      },
      connect: (socket) => {
        socket.attach("kept");
        return "watch";
      },
      alarm() {
        alarms += 1;
      },
    }),
  });
  const call = async (method: string, argument: unknown = "x"): Promise<unknown> => {
    let outcome: unknown;
    network.call(object, method, argument).then(
      (value) => {
        outcome = value;
      },
      (error) => {
        outcome = String(error);
      },
    );
    await world.run(world.nowMs + 1_000);
    return outcome;
  };
  const logged = () => sql.rows("SELECT text FROM log").map(([text]) => text);
  const setChaos = (next: Partial<Chaos>) => {
    chaos = { ...calm, ...next };
  };
  return { world, object, call, logged, setChaos, alarmCount: () => alarms };
}

describe("a simulated object", () => {
  test("answers, fails and takes its time", async () => {
    const { call } = setUp();
    expect(await call("write")).toBe(0);
    expect(await call("fail")).toBe("Error: no");
    expect(await call("slow")).toBe("slept");
  });

  test("that crashes before the gate has done nothing, and its caller hears of it", async () => {
    const { call, logged, setChaos } = setUp();
    setChaos({ crashBeforeGate: 1 });
    expect(await call("write")).toContain("reset");
    setChaos({});
    expect(logged()).toEqual([]);
    expect(await call("write")).toBe(1);
  });

  test("that crashes after the gate has done it all", async () => {
    const { call, logged, setChaos } = setUp();
    setChaos({ crashAfterGate: 1 });
    expect(await call("write")).toBe(0);
    expect(logged()).toEqual(["x"]);
  });

  test("keeps its sockets through hibernation, loses them in a crash, and sends nothing that isn't durable", async () => {
    const { world, object, call, setChaos } = setUp();
    const got: string[] = [];
    let socket: SimulatedSocket | undefined;
    const peer = { message: (text: string) => got.push(text), closed: () => got.push("closed") };
    object.sockets.connect(undefined, peer, (opened) => {
      socket = opened;
    });
    await world.run(world.nowMs + 100);
    object.hibernate();
    await call("write", "after");
    expect(got).toEqual(["after"]);
    expect(socket?.attachment()).toBe("kept");
    setChaos({ crashBeforeGate: 1 });
    await call("write", "lost");
    expect(got).toEqual(["after", "closed"]);
  });

  test("rings its alarm, again if the step that it rang in was lost", async () => {
    const { world, call, setChaos, alarmCount } = setUp();
    await call("alarm", world.nowMs + 2_000);
    setChaos({ crashBeforeGate: 1 });
    await world.run(world.nowMs + 1_500);
    expect(alarmCount()).toBe(1);
    setChaos({});
    await world.run(world.nowMs + 60_000);
    expect(alarmCount()).toBe(2);
  });

  test("calls are lost and doubled as often as asked", async () => {
    const { call, logged, setChaos } = setUp();
    setChaos({ lostCall: 1 });
    expect(await call("write", "1")).toContain("lost");
    expect(logged()).toEqual([]);
    setChaos({ lostReply: 1 });
    expect(await call("write", "2")).toContain("lost");
    setChaos({ doubledCall: 1 });
    expect(await call("write", "3")).toBe(0);
    expect(logged()).toEqual(["2", "3", "3"]);
  });
});

describe("a world", () => {
  test("runs events in order of time, then of asking, and can call them off", async () => {
    const world = new World(new SeededRandom(1), 0, async () => {});
    const seen: string[] = [];
    for (const [delayMs, name] of [
      [5, "c"],
      [1, "a"],
      [5, "d"],
      [1, "b"],
    ] as const) {
      world.after(delayMs, "", () => seen.push(name));
    }
    world.after(3, "", () => seen.push("never"))();
    await world.run(10);
    expect(seen).toEqual(["a", "b", "c", "d"]);
    expect(world.nowMs).toBe(10);
  });
});

describe("seeded randomness", () => {
  test("repeats, is spread evenly, and makes proper UUIDs", () => {
    const [one, two] = [new SeededRandom(7), new SeededRandom(7)];
    const draws = Array.from({ length: 10_000 }, () => one.integer(10));
    expect(draws.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => two.integer(10)));
    for (let digit = 0; digit < 10; digit += 1) {
      expect(draws.filter((draw) => draw === digit).length).toBeGreaterThan(850);
    }
    expect(one.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
