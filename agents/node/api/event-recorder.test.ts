import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import { type ApiClient, connectApi } from "./client.ts";
import { EventCorrelator } from "./event-correlator.ts";
import { type AgentEvents, eventRecorder } from "./event-recorder.ts";
import { EVENT_BURST, EVENT_REFILL_MS } from "./limits.ts";

const about = { kind: "Pod", namespace: "default", name: "web", uid: "u", fieldPath: "spec.containers{app}" };

describe("event recorder", () => {
  let server: FakeApiServer;
  let client: ApiClient;
  let events: AgentEvents;

  beforeEach(async () => {
    server = new FakeApiServer();
    await server.start();
    client = connectApi({ server: server.url, token: () => "", userAgent: "test", timers: testPlatform.timers });
    events = eventRecorder({ ...testPlatform, client, nodeName: "here" });
  });

  afterEach(async () => {
    client.close();
    await server.stop();
  });

  test("writes an Event as a kubelet does", async () => {
    events.record(about, "Normal", "Started", "Container started");
    await events.drained();
    const [event] = server.all(/\/events\//);
    expect(event).toMatchObject({
      involvedObject: about,
      reason: "Started",
      message: "Container started",
      type: "Normal",
      count: 1,
      source: { component: "kubelet", host: "here" },
    });
    expect(event?.metadata?.name).toMatch(/^web\.[0-9a-f]{16}$/);
  });

  test("counts repetitions, and begins anew when the object has expired", async () => {
    for (let times = 0; times < 3; times += 1) events.record(about, "Warning", "BackOff", "again");
    await events.drained();
    const [event, ...others] = server.all(/\/events\//);
    expect(others).toEqual([]);
    expect(event?.["count"]).toBe(3);
    server.delete(`/api/v1/namespaces/default/events/${event?.metadata?.name}`);
    events.record(about, "Warning", "BackOff", "again");
    await events.drained();
    expect(server.all(/\/events\//)).toHaveLength(1);
  });

  test("an event that is refused does not hold up the next", async () => {
    server.refuse = ({ body }) => (body?.reason === "Bad" ? 403 : undefined);
    events.record(about, "Normal", "Bad", "no");
    events.record(about, "Normal", "Good", "yes");
    await events.drained();
    expect(server.all(/\/events\//).map((event) => event["reason"])).toEqual(["Good"]);
  });
});

describe("event correlator", () => {
  test("many different messages of one kind are combined", () => {
    const correlator = new EventCorrelator();
    const verdicts = Array.from({ length: 12 }, (_, index) =>
      correlator.judge({ about, type: "Warning", reason: "Unhealthy", message: `no ${index}` }, 0, `e${index}`),
    );
    expect(verdicts.map(({ type }) => type)).toEqual([...Array(10).fill("create"), "count", "count"]);
    expect(verdicts[11]).toMatchObject({ event: { occurrence: { message: "(combined from similar events): no 11" } } });
  });

  test("about one object a burst, then one in five minutes", () => {
    const correlator = new EventCorrelator();
    const judge = (nowMs: number) =>
      correlator.judge({ about, type: "Normal", reason: "R", message: "m" }, nowMs, "e").type;
    const first = Array.from({ length: EVENT_BURST + 1 }, () => judge(0));
    expect(first.filter((type) => type === "drop")).toHaveLength(1);
    expect(judge(EVENT_REFILL_MS - 1)).toBe("drop");
    expect(judge(2 * EVENT_REFILL_MS)).toBe("count");
  });
});
