import { expect, test } from "vitest";
import { ManualTimers } from "../../../test/fixtures/manual-timers.ts";
import { systemRandom } from "../../platform/node/random.ts";
import { auditPolicySchema } from "../audit/policy.ts";
import { ClusterEdge } from "./cluster-edge.ts";
import type { ClusterStub } from "./cluster-stubs.ts";
import { noteRefusedCaller } from "./refused-caller.ts";

async function noted(rules: readonly object[], headers: Record<string, string> = {}): Promise<unknown[]> {
  const clock = { nowMs: Date.UTC(2026, 0, 1), now: () => clock.nowMs };
  const timers = new ManualTimers(clock);
  const host = { clock, timers, random: systemRandom };
  const edge = new ClusterEdge(host);
  const audit = auditPolicySchema.parse({ apiVersion: "audit.k8s.io/v1", kind: "Policy", rules });
  const events: unknown[] = [];
  const cluster = {
    edgeSettings: async () => ({ version: "1", remotes: [], audit }),
    recordAudit: async (sent: readonly string[]) => void events.push(...sent.map((one) => JSON.parse(one))),
  } as unknown as ClusterStub;
  await edge.refresh(cluster);
  const request = new Request("https://skerry/clusters/a/api/v1/namespaces/default/pods?limit=1", { headers });
  const path = "/api/v1/namespaces/default/pods";
  noteRefusedCaller(host, { edge, request, path, cluster, background: () => {} });
  await timers.runUntil(clock.nowMs + 10_000);
  return events;
}

test("a refused caller is noted once, as nobody", async () => {
  const events = await noted([{ level: "Metadata" }], { authorization: "Bearer wrong" });
  expect(events).toMatchObject([
    {
      stage: "ResponseStarted",
      verb: "list",
      requestURI: "/api/v1/namespaces/default/pods?limit=1",
      user: { username: "", groups: [] },
      objectRef: { resource: "pods", namespace: "default" },
      responseStatus: { code: 401, message: "Authentication failed, attempted: bearer" },
    },
  ]);
  expect(events[0]).not.toHaveProperty("annotations");
});

test("one without credentials is told apart, and a policy about others does not concern them", async () => {
  const [event] = await noted([{ level: "Metadata" }]);
  expect(event).toMatchObject({ responseStatus: { message: "Authentication failed, no credentials provided" } });
  expect(await noted([{ level: "Metadata", users: ["alice"] }])).toEqual([]);
  expect(await noted([{ level: "Metadata", omitStages: ["ResponseStarted"] }])).toEqual([]);
});
