// When tokens are asked for, renewed and given up.
import { beforeEach, describe, expect, test } from "vitest";
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import { podWith } from "../../../test/agent/volume-bench.ts";
import { ManualTimers } from "../../../test/fixtures/manual-timers.ts";
import { type ApiClient, ApiUnreachable } from "../api/client.ts";
import { ServiceAccountTokens } from "./service-account-tokens.ts";

const time = { nowMs: 1_000_000 };
const pod = podWith([]);
const anHour = { path: "token", expirationSeconds: 3600 };
let timers: ManualTimers;
let tokens: ServiceAccountTokens;
let asked: { seconds: number; atMs: number }[];
let failure: Error | undefined;
/** What the server gives instead of what was asked for. */
let given: number | undefined;
let due: string[];

beforeEach(() => {
  time.nowMs = 1_000_000;
  asked = [];
  due = [];
  failure = undefined;
  given = undefined;
  timers = new ManualTimers(time);
  const create = async (_path: string, request: { spec: { expirationSeconds: number } }) => {
    asked.push({ seconds: request.spec.expirationSeconds, atMs: time.nowMs });
    if (failure !== undefined) throw failure;
    const expirationSeconds = given ?? request.spec.expirationSeconds;
    return { spec: { expirationSeconds }, status: { token: `t${asked.length}` } };
  };
  tokens = new ServiceAccountTokens({
    client: { create } as unknown as ApiClient,
    clock: { now: () => time.nowMs },
    timers,
    // The middle of whatever is drawn.
    random: { integer: (limit) => Math.floor(limit / 2), uuid: () => "", bytes: (length) => new Uint8Array(length) },
  });
  tokens.listen((uid) => due.push(uid));
});

const get = (projection: { path: string; expirationSeconds?: number; audience?: string } = anHour) =>
  tokens.tokenFor(pod, projection);
const minutes = (count: number) => count * 60_000;

describe("tokens", () => {
  test("one for each audience and length of life, shared by whoever asks at once", async () => {
    expect(await Promise.all([get(), get()])).toEqual(["t1", "t1"]);
    expect(await get({ ...anHour, audience: "vault" })).toBe("t2");
    expect(await get({ ...anHour, expirationSeconds: 600 })).toBe("t3");
    expect(await get()).toBe("t1");
    expect(asked.map(({ seconds }) => seconds)).toEqual([3600, 3600, 600]);
  });

  test("are renewed at 80 % of their life, a little before", async () => {
    await get();
    await timers.runUntil(1_000_000 + minutes(48) - 5_001);
    expect(due).toEqual([]);
    expect(await get()).toBe("t1");
    await timers.runUntil(1_000_000 + minutes(48) - 5_000);
    expect(due).toEqual(["uid-web"]);
    expect(await get()).toBe("t2");
    await timers.runUntil(time.nowMs + minutes(48));
    expect(due).toEqual(["uid-web", "uid-web"]);
  });

  test("at a day's age at the latest; by what the server gave, not by what was asked", async () => {
    given = 10 * 86_400;
    await get();
    await timers.runUntil(1_000_000 + 86_400_000 - 5_001);
    expect(due).toEqual([]);
    await timers.runUntil(1_000_000 + 86_400_000);
    expect(due).toEqual(["uid-web"]);
  });

  test("a renewal that fails is tried again, later each time, and the old one serves while it is good", async () => {
    await get();
    failure = new ApiUnreachable("away");
    time.nowMs += minutes(48);
    expect(await get()).toBe("t1");
    due = [];
    const failedAtMs = time.nowMs;
    await timers.runUntil(failedAtMs + 12_499);
    expect(due).toEqual([]);
    await timers.runUntil(failedAtMs + 12_500);
    expect(due).toEqual(["uid-web"]);
    expect(await get()).toBe("t1");
    const againAtMs = time.nowMs;
    await timers.runUntil(againAtMs + 24_999);
    expect(due).toHaveLength(1);
    await timers.runUntil(againAtMs + 25_000);
    expect(due).toHaveLength(2);
    time.nowMs += minutes(12);
    await expect(get()).rejects.toBe(failure);
    failure = undefined;
    expect(await get()).toMatch(/^t\d+$/);
  });

  test("a refusal is told as such, whatever it was; no answer stays no answer", async () => {
    failure = new StatusError(404, "NotFound", 'serviceaccounts "robot" not found');
    await expect(get()).rejects.toMatchObject({
      code: 404,
      message: 'failed to fetch token: serviceaccounts "robot" not found',
    });
    failure = new StatusError(503, "ServiceUnavailable", "later");
    await expect(get()).rejects.toBe(failure);
  });

  test("of a pod that is gone nothing is left", async () => {
    await get();
    tokens.forget("uid-web");
    expect(timers.size).toBe(0);
    expect(await get()).toBe("t2");
    tokens.stop();
    expect(timers.size).toBe(0);
  });
});
