// The ring of audit events, its queries, and the sink that is fed from it.
import { describe, expect, test } from "vitest";
import { openNodeSql } from "../../platform/node/sql.ts";
import { type AuditConfiguration, AuditLog, auditConfigurationProblem } from "./audit-log.ts";
import { AuditPump } from "./audit-pump.ts";
import { batchEventsMax, batchWaitMs, ringAgeMs, ringBytesMax, sinkBackOffMs } from "./limits.ts";

const policy: AuditConfiguration["policy"] = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  rules: [{ level: "Metadata" }],
};
const withSink = { policy, webhook: { url: "https://sink.example/audit" } };

function world() {
  const time = { nowMs: 1_000_000_000 };
  const sql = openNodeSql();
  const open = () => new AuditLog(sql, { now: () => time.nowMs });
  return { time, sql, open, log: open() };
}

const event = (number: number, verb = "get") =>
  JSON.stringify({ auditID: String(number), verb, user: { username: "alice" } });
const all = { after: 0, limit: 1000, fields: {} };

describe("the ring", () => {
  test("without a configuration nothing is kept, not even a table", () => {
    const { log, sql } = world();
    log.append([event(1)]);
    expect(log.page(all)).toEqual({ events: [] });
    expect(sql.rows("SELECT name FROM sqlite_master")).toEqual([]);
  });

  test("events are read in pages, filtered, and survive a restart", () => {
    const { log, open } = world();
    log.configure({ policy });
    log.append([event(1), event(2, "create"), event(3)]);
    const first = open().page({ ...all, limit: 2 });
    expect(first.events).toEqual([event(1), event(2, "create")]);
    expect(open().page({ ...all, after: first.next ?? 0 })).toEqual({ events: [event(3)] });
    expect(open().page({ ...all, fields: { verb: "create", user: "alice" } })).toEqual({
      events: [event(2, "create")],
    });
    expect(open().page({ ...all, fields: { user: "bob" } })).toEqual({ events: [] });
    expect(open().policy).toEqual(policy);
  });

  test("what is too old or too much goes, the oldest first", () => {
    const { log, time } = world();
    log.configure({ policy });
    log.append([event(1)]);
    time.nowMs += ringAgeMs + 1;
    log.append([event(2)]);
    expect(log.page(all).events).toEqual([event(2)]);
    const big = "x".repeat(ringBytesMax / 10);
    for (let added = 0; added < 30; added += 1) log.append([JSON.stringify({ added, big })]);
    const bytes = log.page(all).events.reduce((sum, text) => sum + text.length, 0);
    expect(bytes).toBeLessThanOrEqual(ringBytesMax);
  });

  test("turned off, it notes no more", () => {
    const { log } = world();
    log.configure({ policy });
    log.append([event(1)]);
    log.configure(undefined);
    log.append([event(2)]);
    expect(log.page(all).events).toEqual([event(1)]);
  });

  test("a configuration that is none is told why", () => {
    expect(auditConfigurationProblem(withSink)).toBeUndefined();
    expect(auditConfigurationProblem({ policy: { ...policy, rules: [{ level: "All" }] } })).toContain(
      "policy.rules.0.level",
    );
    expect(auditConfigurationProblem({ policy, webhook: { url: "ftp://a" } })).toContain("webhook.url");
  });
});

describe("the sink", () => {
  function pump(log: AuditLog, answer: () => Response | Promise<Response>) {
    const bodies: { kind: string; items: { auditID: string }[] }[] = [];
    const timers = { after: () => () => {}, sleep: async () => {} };
    const silent = { info() {}, warn() {}, error() {} };
    const fetch = async (request: Request) => {
      bodies.push((await request.json()) as (typeof bodies)[number]);
      return answer();
    };
    return { bodies, pump: new AuditPump({ timers, log: silent, fetch }, log) };
  }

  test("gets batches in order, each event once", async () => {
    const { log, time, open } = world();
    log.configure(withSink);
    log.append(Array.from({ length: batchEventsMax + 1 }, (_, index) => event(index)));
    const { bodies, pump: first } = pump(log, () => new Response());
    await first.run();
    expect(bodies).toEqual([]);
    expect(log.nextSendMs()).toBe(time.nowMs + batchWaitMs);
    time.nowMs += batchWaitMs;
    await first.run();
    expect(bodies.map(({ items }) => items.length)).toEqual([batchEventsMax, 1]);
    expect(bodies[0]?.kind).toBe("EventList");
    expect(log.nextSendMs()).toBeUndefined();
    expect(open().nextSendMs()).toBeUndefined();
  });

  test("that fails is tried again later, with the same events", async () => {
    const { log, time, open } = world();
    log.configure(withSink);
    log.append([event(1)]);
    time.nowMs += batchWaitMs;
    let code = 500;
    const { bodies, pump: again } = pump(log, () => new Response(null, { status: code }));
    await again.run();
    expect(log.nextSendMs()).toBe(time.nowMs + sinkBackOffMs);
    time.nowMs += sinkBackOffMs;
    await again.run();
    expect(open().nextSendMs()).toBe(time.nowMs + 2 * sinkBackOffMs);
    time.nowMs += 2 * sinkBackOffMs;
    code = 200;
    await again.run();
    expect(bodies.map(({ items }) => items[0]?.auditID)).toEqual(["1", "1", "1"]);
    expect(log.nextSendMs()).toBeUndefined();
  });

  test("that is new gets what happens from then on", async () => {
    const { log, time } = world();
    log.configure({ policy });
    log.append([event(1)]);
    log.configure(withSink);
    expect(log.nextSendMs()).toBeUndefined();
    log.append([event(2)]);
    expect(log.nextSendMs()).toBe(time.nowMs + batchWaitMs);
  });
});
