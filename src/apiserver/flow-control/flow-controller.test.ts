// Priority and fairness: who is served, who waits, who is turned away.
import { describe, expect, test } from "vitest";
import { ManualTimers } from "../../../test/fixtures/manual-timers.ts";
import type { User } from "../../auth/user.ts";
import { requestInfo } from "../request-info.ts";
import { flowConfiguration, suggestedConfiguration } from "./flow-configuration.ts";
import { FlowController, FlowRejection, type Seat } from "./flow-controller.ts";
import { namespaceSeatsMax, queueWaitMs } from "./limits.ts";
import { dealHand, flowHash } from "./shuffle-shard.ts";
import { suggestedSchemas } from "./suggested.ts";

function world(configuration = suggestedConfiguration) {
  const time = { nowMs: 0 };
  const timers = new ManualTimers(time);
  const controller = new FlowController({ clock: { now: () => time.nowMs }, timers }, configuration);
  return { controller, timers, time };
}

const user = (name: string, ...groups: string[]): User => ({ name, groups: ["system:authenticated", ...groups] });
const admin = user("admin", "system:masters");
const account = (namespace: string, name: string) =>
  user(`system:serviceaccount:${namespace}:${name}`, "system:serviceaccounts", `system:serviceaccounts:${namespace}`);
const get = (path: string) => requestInfo("GET", path, false);
const pods = (namespace: string) => get(`/api/v1/namespaces/${namespace}/pods`);

/** A level with so many seats of 600, and so many places to wait. */
function small(queueLengthLimit: number, queues = 1) {
  const limited = (shares: number, lendablePercent = 0, borrowingLimitPercent = 0) => ({
    nominalConcurrencyShares: shares,
    lendablePercent,
    borrowingLimitPercent,
    limitResponse: { type: "Queue", queuing: { queues, handSize: 1, queueLengthLimit } },
  });
  return flowConfiguration(
    [
      {
        metadata: { name: "all", uid: "f1" },
        spec: {
          priorityLevelConfiguration: { name: "small" },
          matchingPrecedence: 5,
          distinguisherMethod: { type: "ByUser" },
          rules: suggestedSchemas.find(({ name }) => name === "catch-all")?.spec.rules ?? [],
        },
      },
    ],
    [
      { metadata: { name: "small", uid: "l1" }, spec: { type: "Limited", limited: limited(1) } },
      { metadata: { name: "rest", uid: "l2" }, spec: { type: "Limited", limited: limited(299) } },
    ],
  );
}

async function settled<Type>(promise: Promise<Type>): Promise<Type | "waiting"> {
  return Promise.race([promise, new Promise<"waiting">((resolve) => setImmediate(() => resolve("waiting")))]);
}

describe("flow schemas", () => {
  const { controller } = world();
  test.each<[string, User, string, string]>([
    ["exempt", admin, "/api/v1/pods", "exempt"],
    ["probes", user("someone"), "/readyz", "probes"],
    ["node status", user("system:node:a", "system:nodes"), "/api/v1/nodes/a/status", "system-node-high"],
    ["other of nodes", user("system:node:a", "system:nodes"), "/api/v1/pods", "system-nodes"],
    [
      "leases of kube-system",
      account("kube-system", "x"),
      "/apis/coordination.k8s.io/v1/namespaces/a/leases/b",
      "system-leader-election",
    ],
    ["kube-system", account("kube-system", "x"), "/api/v1/pods", "kube-system-service-accounts"],
    ["service accounts", account("default", "x"), "/api/v1/pods", "service-accounts"],
    ["everybody else", user("someone"), "/api/v1/pods", "global-default"],
    ["paths", user("someone"), "/openapi/v3", "global-default"],
  ])("%s", (_what, who, path, expected) => {
    expect(controller.flowOf(who, get(path))?.name).toBe(expected);
  });

  test("a schema whose level does not exist matches nothing", () => {
    const spec = { priorityLevelConfiguration: { name: "nowhere" }, rules: [] };
    expect(flowConfiguration([{ metadata: { name: "a" }, spec }], []).flows).toEqual([]);
  });

  test("shares become seats, and what is lent is nobody's own", () => {
    const low = suggestedConfiguration.levels.find(({ name }) => name === "workload-low");
    expect([low?.nominalSeats, low?.ownSeats, low?.seatsMax]).toEqual([245, 24, 600]);
    const own = suggestedConfiguration.levels.reduce((sum, { ownSeats }) => sum + ownSeats, 0);
    expect(own + suggestedConfiguration.lendableSeats).toBe(602);
  });
});

describe("seats", () => {
  test("the exempt never wait", () => {
    const { controller } = world();
    for (let taken = 0; taken < 5_000; taken += 1)
      expect(controller.enter(admin, pods("a"))).not.toBeInstanceOf(Promise);
  });

  test("who finds no seat waits, and is served when one is left", async () => {
    const { controller, timers } = world(small(5));
    const seats = [controller.enter(user("a"), pods("x")), controller.enter(user("a"), pods("x"))] as Seat[];
    const third = controller.enter(user("a"), pods("x"));
    expect(third).toBeInstanceOf(Promise);
    expect(await settled(third as Promise<Seat>)).toBe("waiting");
    seats[0]?.leave();
    expect(await settled(third as Promise<Seat>)).toMatchObject({ flow: { name: "all", uid: "f1", levelUid: "l1" } });
    expect(timers.size).toBe(0);
  });

  test("a full queue turns away, with when to come again", async () => {
    const { controller } = world(small(1));
    for (let taken = 0; taken < 3; taken += 1) void controller.enter(user("a"), pods("x"));
    const refused = controller.enter(user("a"), pods("x")) as Promise<Seat>;
    await expect(refused).rejects.toBeInstanceOf(FlowRejection);
    await expect(refused).rejects.toMatchObject({ code: 429, details: { retryAfterSeconds: 1 } });
    const [level] = controller.levels;
    expect(level?.rejected.get("queue-full")).toBe(1);
  });

  test("a level that rejects lets nobody wait", () => {
    const { controller } = world();
    const spec = {
      priorityLevelConfiguration: { name: "catch-all" },
      matchingPrecedence: 5,
      rules: suggestedSchemas.at(-1)?.spec.rules ?? [],
    };
    controller.configure(
      flowConfiguration(
        [{ metadata: { name: "all" }, spec }],
        [
          {
            metadata: { name: "catch-all" },
            spec: { type: "Limited", limited: { nominalConcurrencyShares: 0, limitResponse: { type: "Reject" } } },
          },
        ],
      ),
    );
    expect(() => controller.enter(user("a"), pods("x"))).toThrow(/concurrency-limit/);
  });

  test("nobody waits longer than the limit, and who has gone waits no more", async () => {
    const { controller, timers, time } = world(small(5));
    for (let taken = 0; taken < 2; taken += 1) void controller.enter(user("a"), pods("x"));
    const slow = (controller.enter(user("a"), pods("x")) as Promise<Seat>).catch((error: unknown) => String(error));
    const aborter = new AbortController();
    const gone = (controller.enter(user("a"), pods("x"), aborter) as Promise<Seat>).catch((error: unknown) =>
      String(error),
    );
    aborter.abort();
    expect(await gone).toContain("cancelled");
    time.nowMs = 0;
    await timers.runUntil(queueWaitMs);
    expect(await slow).toContain("time-out");
  });

  test("a greedy flow does not starve the others", async () => {
    const { controller } = world(small(50, 64));
    const seats = [controller.enter(user("a"), pods("x")), controller.enter(user("a"), pods("x"))] as Seat[];
    const order: string[] = [];
    const wait = (name: string) =>
      (controller.enter(user(name), pods("x")) as Promise<Seat>).then((seat) => {
        order.push(name);
        seats.push(seat);
      });
    for (let count = 0; count < 10; count += 1) void wait("greedy");
    void wait("modest");
    for (let served = 0; served < 3; served += 1) {
      seats.shift()?.leave();
      await settled(new Promise(() => {}));
    }
    expect(order).toContain("modest");
  });

  test("one namespace cannot hold all seats of the house", async () => {
    const { controller } = world();
    const someone = account("busy", "x");
    for (let taken = 0; taken < namespaceSeatsMax; taken += 1) {
      expect(controller.enter(someone, pods("busy"))).not.toBeInstanceOf(Promise);
    }
    expect(controller.enter(someone, pods("busy"))).toBeInstanceOf(Promise);
    const other = controller.enter(account("other", "x"), pods("other"));
    expect(await settled(Promise.resolve(other))).toMatchObject({ flow: { name: "service-accounts" } });
  });

  test("lent seats are bounded by what the levels lend together", () => {
    const { controller } = world();
    let seated = 0;
    while (!(controller.enter(user("someone"), get(`/api/v1/namespaces/n${seated}/pods`)) instanceof Promise))
      seated += 1;
    const own = suggestedConfiguration.levels.find(({ name }) => name === "global-default")?.ownSeats ?? 0;
    expect(seated).toBe(own + suggestedConfiguration.lendableSeats);
  });

  test("what waits at a level that is deleted is served", async () => {
    const { controller } = world(small(5));
    for (let taken = 0; taken < 2; taken += 1) void controller.enter(user("a"), pods("x"));
    const waiting = controller.enter(user("a"), pods("x")) as Promise<Seat>;
    controller.configure(suggestedConfiguration);
    expect(await settled(waiting)).toMatchObject({ flow: { name: "all" } });
  });
});

test("a hand is of different queues, and the same for the same flow", () => {
  const hand = dealHand(flowHash("a"), 64, 6);
  expect(new Set(hand).size).toBe(6);
  expect(dealHand(flowHash("a"), 64, 6)).toEqual(hand);
  expect(dealHand(7, 3, 8).sort()).toEqual([0, 1, 2]);
});
