// Probes over a container's life, on a clock that the test moves: when they run, what they are believed, what is told.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Container, Pod, Probe } from "../../../src/kinds/facts/types.gen.ts";
import { ManualTimers, quiet } from "../../../test/fixtures/manual-timers.ts";
import type { Docker } from "../docker/client.ts";
import type { ObservedContainer } from "../pods/observed.ts";
import { ExecSlots } from "./exec-slots.ts";
import { PodProbes } from "./pod-probes.ts";
import type { ProbeResult } from "./probe-result.ts";

interface Asked {
  readonly path: string;
  readonly atMs: number;
}

/** What each path answers; everything else of a probe is tested beside it. */
let answers: Record<string, ProbeResult | ((tries: number) => ProbeResult | Promise<ProbeResult>)>;
let asked: Asked[];
const time = { nowMs: 0 };

vi.mock("./http-probe.ts", () => ({
  httpProbe: async ({ action }: { action: { path: string } }) => {
    asked.push({ path: action.path, atMs: time.nowMs });
    const answer = answers[action.path] ?? good;
    return typeof answer === "function" ? answer(asked.filter((one) => one.path === action.path).length) : answer;
  },
}));

const good: ProbeResult = { type: "success" };
const bad: ProbeResult = { type: "failure", output: "HTTP probe failed with statuscode: 500" };
let timers: ManualTimers;
let probes: PodProbes;
let events: string[];
let changes: string[];

beforeEach(() => {
  time.nowMs = 1_000_000;
  answers = {};
  asked = [];
  events = [];
  changes = [];
  timers = new ManualTimers(time);
  probes = new PodProbes({
    docker: {} as Docker,
    events: {
      record: (_pod, type, reason, message, container) =>
        void events.push(`${type} ${reason} ${container}: ${message}`),
    },
    clock: { now: () => time.nowMs },
    timers,
    random: { integer: (limit) => Math.floor(limit / 2), uuid: () => "", bytes: (length) => new Uint8Array(length) },
  });
  probes.listen((uid) => changes.push(uid));
});
afterEach(() => {
  probes.stop();
  expect(timers.size).toBe(0);
});

const probe = (path: string, more: Partial<Probe> = {}): Probe => ({ httpGet: { path, port: 80 }, ...more });

function podOf(container: Partial<Container>, status: Pod["status"] = {}): Pod {
  return {
    metadata: { name: "web", namespace: "default", uid: "u1" },
    spec: { containers: [{ name: "app", ...container }] },
    status,
  };
}

const running = { id: "c1", container: "app", startedAtMs: 1_000_000 } as ObservedContainer;

function begin(container: Partial<Container>, status?: Pod["status"], observed = running): Pod {
  const pod = podOf(container, status);
  probes.begin(pod, pod.spec?.containers[0] as Container, observed, "10.244.0.7");
  return pod;
}

const verdict = (pod: Pod, observed = running) => probes.verdict(pod, observed);
const run = (seconds: number) => timers.runUntil(1_000_000 + seconds * 1000);
const secondsOf = (path: string) =>
  asked.filter((one) => one.path === path).map(({ atMs }) => (atMs - 1_000_000) / 1000);

describe("readiness", () => {
  test("[P1] a container without probes is ready; one with, when they say so, and that is told at once", async () => {
    expect(verdict(podOf({}))).toEqual({ started: true, ready: true, failed: undefined });
    const pod = begin({ readinessProbe: probe("/ready") });
    expect(verdict(pod)).toEqual({ started: true, ready: false, failed: undefined });
    await run(0);
    expect(verdict(pod).ready).toBe(true);
    expect(changes).toEqual(["u1"]);
    expect(events).toEqual([]);
    await run(25);
    expect(secondsOf("/ready")).toEqual([0, 10, 20]);
    expect(changes).toEqual(["u1"]);
  });

  test("[P5] while a container comes up it is looked at often, and its failures are nobody's business", async () => {
    answers["/ready"] = (tries) => (tries < 4 ? bad : good);
    const pod = begin({ readinessProbe: probe("/ready") });
    await run(1.7);
    expect(verdict(pod).ready).toBe(false);
    await run(1.75);
    expect(verdict(pod).ready).toBe(true);
    expect(secondsOf("/ready")).toEqual([0, 0.25, 0.75, 1.75]);
    await run(30);
    // From there on in its period.
    expect(secondsOf("/ready").slice(4)).toEqual([11.75, 21.75]);
    expect(events).toEqual([]);
  });

  test("one that doesn't come up is told of once a period", async () => {
    answers["/ready"] = bad;
    const pod = begin({ readinessProbe: probe("/ready") });
    await run(30);
    expect(secondsOf("/ready")).toEqual([0, 0.25, 0.75, 1.75, 3.75, 7.75, 10, 20, 30]);
    expect(events).toEqual(
      Array(3).fill("Warning Unhealthy app: Readiness probe failed: HTTP probe failed with statuscode: 500"),
    );
    expect(verdict(pod)).toEqual({ started: true, ready: false, failed: undefined });
    expect(changes).toEqual([]);
  });

  test("thresholds: three failures in a row take it away, successes in a row bring it back", async () => {
    const script = "+--+---+++++";
    answers["/ready"] = (tries) => (script[tries - 1] === "+" ? good : bad);
    const pod = begin({ readinessProbe: probe("/ready", { periodSeconds: 1, successThreshold: 2 }) });
    const states: string[] = [];
    for (let second = 0; second < script.length; second += 1) {
      await run(second);
      states.push(verdict(pod).ready ? "+" : "-");
    }
    expect(states.join("")).toBe("--------++++");
    expect(changes).toHaveLength(1);
  });

  test("not before its initial delay", async () => {
    begin({ readinessProbe: probe("/ready", { initialDelaySeconds: 5 }) });
    await run(4.9);
    expect(asked).toEqual([]);
    await run(5);
    expect(secondsOf("/ready")).toEqual([5]);
  });

  test("a probe that can't be run says nothing of the container", async () => {
    answers["/ready"] = (tries) => (tries > 1 ? { type: "error", message: "no such port" } : good);
    const pod = begin({ readinessProbe: probe("/ready", { failureThreshold: 1 }) });
    await run(10);
    // Tried three times within the one.
    expect(secondsOf("/ready")).toEqual([0, 10, 10, 10]);
    expect(verdict(pod).ready).toBe(true);
    expect(events).toEqual([
      "Warning Unhealthy app: Readiness probe errored and resulted in unknown state: no such port",
    ]);
  });

  test("a redirect that leads away is a success with a warning", async () => {
    answers["/ready"] = { type: "warning", output: "Probe terminated redirects, Response body: x" };
    const pod = begin({ readinessProbe: probe("/ready") });
    await run(0);
    expect(verdict(pod).ready).toBe(true);
    expect(events).toEqual([
      "Warning ProbeWarning app: Readiness probe warning: Probe terminated redirects, Response body: x",
    ]);
  });
});

describe("liveness", () => {
  test("enough failures in a row have it killed; then it is left alone", async () => {
    answers["/live"] = bad;
    const pod = begin({ livenessProbe: probe("/live") });
    expect(verdict(pod)).toEqual({ started: true, ready: true, failed: undefined });
    await run(24.9);
    expect(verdict(pod).failed).toBeUndefined();
    await run(25);
    expect(secondsOf("/live")).toEqual([5, 15, 25]);
    expect(verdict(pod)).toEqual({ started: true, ready: true, failed: "liveness" });
    expect(changes).toEqual(["u1"]);
    await run(100);
    expect(secondsOf("/live")).toHaveLength(3);
    expect(events.at(-1)).toBe("Warning Unhealthy app: Liveness probe failed: HTTP probe failed with statuscode: 500");
  });

  test("one success begins the count anew", async () => {
    answers["/live"] = (tries) => (tries % 3 === 0 ? good : bad);
    const pod = begin({ livenessProbe: probe("/live") });
    await run(300);
    expect(verdict(pod).failed).toBeUndefined();
  });

  test("what takes longer than its period is run again at once, once", async () => {
    answers["/live"] = (tries) =>
      tries === 1 ? new Promise((resolve) => timers.after(12_000, () => resolve(good))) : good;
    begin({ livenessProbe: probe("/live", { periodSeconds: 5, timeoutSeconds: 30 }) });
    await run(30);
    expect(secondsOf("/live")).toEqual([2.5, 14.5, 19.5, 24.5, 29.5]);
  });
});

describe("startup", () => {
  const slow = { startupProbe: probe("/up", { failureThreshold: 30 }) };

  test("until it has passed, no other probe runs and nothing is ready; then they begin at once", async () => {
    answers["/up"] = (tries) => (tries < 8 ? bad : good);
    const pod = begin({ ...slow, readinessProbe: probe("/ready"), livenessProbe: probe("/live") });
    expect(verdict(pod)).toEqual({ started: false, ready: false, failed: undefined });
    await run(19);
    expect(asked.every(({ path }) => path === "/up")).toBe(true);
    await run(20);
    expect(secondsOf("/up").slice(-2)).toEqual([10, 20]);
    expect(verdict(pod)).toEqual({ started: true, ready: true, failed: undefined });
    await run(45);
    expect(secondsOf("/ready")).toEqual([20, 30, 40]);
    expect(secondsOf("/live")).toEqual([25, 35, 45]);
    expect(secondsOf("/up")).toHaveLength(8);
  });

  test("passing it is being ready, without a readiness probe", async () => {
    const pod = begin(slow);
    expect(verdict(pod).ready).toBe(false);
    await run(0);
    expect(verdict(pod)).toEqual({ started: true, ready: true, failed: undefined });
  });

  test("failing it too often has it killed", async () => {
    answers["/up"] = bad;
    const pod = begin({ startupProbe: probe("/up", { failureThreshold: 2 }) });
    await run(19);
    expect(verdict(pod).failed).toBeUndefined();
    await run(20);
    expect(verdict(pod)).toEqual({ started: false, ready: false, failed: "startup" });
  });
});

describe("over a container's life", () => {
  test("its end ends them; the next one begins anew", async () => {
    answers["/live"] = bad;
    const container = { livenessProbe: probe("/live", { failureThreshold: 1 }) };
    const pod = begin(container);
    await run(5);
    expect(verdict(pod).failed).toBe("liveness");
    probes.end("c1");
    const next = { ...running, id: "c2", startedAtMs: time.nowMs };
    begin(container, {}, next);
    expect(verdict(pod, next).failed).toBeUndefined();
    begin(container, {}, next);
    await run(10);
    expect(secondsOf("/live")).toEqual([5, 10]);
  });

  test("a result that comes after the end is nobody's", async () => {
    let answer: (result: ProbeResult) => void = () => {};
    answers["/ready"] = () => new Promise((resolve) => (answer = resolve));
    begin({ readinessProbe: probe("/ready") });
    await run(0);
    probes.end("c1");
    answer(good);
    await quiet();
    expect([changes, events]).toEqual([[], []]);
  });

  test("[P4] of a pod that is being stopped, only readiness goes on, and nothing kills it", async () => {
    answers["/live"] = bad;
    const container = { readinessProbe: probe("/ready"), livenessProbe: probe("/live", { failureThreshold: 1 }) };
    const pod = begin(container);
    await run(5);
    expect(verdict(pod).failed).toBe("liveness");
    probes.terminating("u1");
    expect(verdict(pod)).toEqual({ started: true, ready: true, failed: undefined });
    answers["/ready"] = bad;
    await run(30);
    expect(secondsOf("/live")).toEqual([5]);
    expect(verdict(pod).ready).toBe(false);
    // What starts now is not looked at any more.
    begin(container, {}, { ...running, id: "c2" });
    await run(40);
    expect(secondsOf("/live")).toEqual([5]);
    probes.forget("u1");
    expect(timers.size).toBe(0);
    begin(container, {}, { ...running, id: "c3" });
    expect(timers.size).toBeGreaterThan(0);
  });

  test("[P2] an agent that comes back believes what was reported, and probes all its containers apart", async () => {
    const status = { containerStatuses: [reported("c1")] };
    const container = {
      startupProbe: probe("/up"),
      readinessProbe: probe("/ready"),
      livenessProbe: probe("/live"),
    };
    time.nowMs += 60_000;
    const pod = podOf(container, status);
    expect(verdict(pod)).toEqual({ started: true, ready: true, failed: undefined });
    begin(container, status);
    expect(verdict(pod)).toEqual({ started: true, ready: true, failed: undefined });
    answers["/ready"] = bad;
    await timers.runUntil(time.nowMs + 25_000);
    expect(secondsOf("/up")).toEqual([]);
    expect(secondsOf("/ready")).toEqual([65, 75, 85]);
    expect(verdict(pod).ready).toBe(false);
    // Of another container of that name, nothing is known.
    expect(verdict(pod, { ...running, id: "c2" })).toEqual({ started: false, ready: false, failed: undefined });
  });
});

function reported(id: string) {
  const state = { running: { startedAt: "2026-01-01T00:00:00Z" } };
  return {
    name: "app",
    containerID: `docker://${id}`,
    started: true,
    ready: true,
    state,
    image: "",
    imageID: "",
    restartCount: 0,
  };
}

describe("commands take turns", () => {
  test("[P3] so many at once, first come first served, and each knows how long it waited", async () => {
    const slots = new ExecSlots(2, { now: () => time.nowMs });
    const log: string[] = [];
    const work = (name: string, ms: number) =>
      slots.run(async (waitedMs) => {
        log.push(`${name} after ${waitedMs}`);
        await timers.sleep(ms);
        if (name === "b") throw new Error("b");
      });
    const all = [work("a", 100), work("b", 50).catch(() => {}), work("c", 100), work("d", 10)];
    await timers.runUntil(time.nowMs + 1000);
    await Promise.all(all);
    expect(log).toEqual(["a after 0", "b after 0", "c after 50", "d after 100"]);
  });
});
