// What every request passes: seats, deadlines, counting, audit.
import { expect, test } from "vitest";
import { ManualTimers } from "../../../test/fixtures/manual-timers.ts";
import { notFound } from "../../apimachinery/status-error.ts";
import type { User } from "../../auth/user.ts";
import { requestInfo } from "../request-info.ts";
import { ClusterEdge } from "./cluster-edge.ts";
import type { ClusterStub } from "./cluster-stubs.ts";
import type { EdgeSettings } from "./edge-settings.ts";
import { filtered } from "./request-filter.ts";

const spec = { type: "Limited", limited: { nominalConcurrencyShares: 1, limitResponse: { type: "Reject" } } };
const rules = [
  {
    subjects: [{ kind: "User", user: { name: "alice" } }],
    resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"], clusterScope: true }],
  },
];
const flow: EdgeSettings["flow"] = {
  schemas: [{ metadata: { name: "s", uid: "s1" }, spec: { priorityLevelConfiguration: { name: "l" }, rules } }],
  levels: [{ metadata: { name: "l", uid: "l1" }, spec }],
};
const user = { name: "alice", groups: ["system:authenticated"] };

async function world(settings: Partial<EdgeSettings> = {}) {
  const time = { nowMs: 1_000_000 };
  const timers = new ManualTimers(time);
  let ids = 0;
  const nextId = () => {
    ids += 1;
    return `id${ids}`;
  };
  const random = { uuid: () => nextId(), integer: () => 0, bytes: (length: number) => new Uint8Array(length) };
  const host = { clock: { now: () => time.nowMs }, timers, random };
  const edge = new ClusterEdge(host);
  const noted: { stage: string; responseStatus?: { code: number } }[] = [];
  const cluster = {
    edgeSettings: async () => ({ version: "1", remotes: [], ...settings }),
    recordAudit: async (events: readonly string[]) => void noted.push(...events.map((text) => JSON.parse(text))),
  } as unknown as ClusterStub;
  await edge.refresh(cluster);
  const background: Promise<unknown>[] = [];
  const ask = (method: string, target: string, serve: () => Promise<Response>, actor?: User) => {
    const url = new URL(target, "https://skerry");
    const info = requestInfo(method, url.pathname, url.searchParams.has("watch"));
    const request = new Request(url, { method });
    const keep = (work: Promise<unknown>) => void background.push(work);
    const filter = { edge, request, url, path: url.pathname, user, actor, info, stubs: { cluster }, background: keep };
    return filtered(host, filter, serve);
  };
  return { edge, timers, time, ask, noted, background };
}

const ok = async () => new Response("{}", { headers: { "content-type": "application/json" } });
const pod = "/api/v1/namespaces/a/pods/b";

test("answers name their flow when its objects exist, and are untouched when not", async () => {
  const answer = await (await world({ ...(flow === undefined ? {} : { flow }) })).ask("GET", pod, ok);
  expect(answer.headers.get("x-kubernetes-pf-flowschema-uid")).toBe("s1");
  expect(answer.headers.get("x-kubernetes-pf-prioritylevel-uid")).toBe("l1");
  expect(answer.headers.get("content-type")).toBe("application/json");
  const response = await ok();
  expect(await (await world()).ask("GET", pod, async () => response)).toBe(response);
});

test("refusals are answers, counted, and give their seat back", async () => {
  const { edge, ask } = await world();
  const answer = await ask("GET", pod, async () => {
    throw notFound({ group: "", resource: "pods" }, "b");
  });
  expect(answer.status).toBe(404);
  expect([...edge.flow.levels].map(({ executing }) => executing).every((count) => count === 0)).toBe(true);
  expect(edge.metrics.lines().join("\n")).toContain('apiserver_request_total{code="404"');
});

test("the timeout parameter ends a request, not a watch", async () => {
  const { ask, timers, time } = await world();
  const slow = ask("GET", `${pod}?timeout=2s`, () => new Promise(() => {}));
  await timers.runUntil(time.nowMs + 2_000);
  expect([(await slow).status, timers.size]).toEqual([504, 0]);
  expect((await ask("GET", `${pod}?timeout=soon`, ok)).status).toBe(400);
  expect((await ask("GET", "/api/v1/pods?watch=1&timeout=soon", ok)).status).toBe(200);
});

test.each(["", "?timeout=5m", "?timeout=0s"])("a request has a minute, and none has more: %s", async (query) => {
  const { ask, timers, time } = await world();
  const startMs = time.nowMs;
  const slow = ask("PUT", pod + query, () => new Promise(() => {}));
  await timers.runUntil(startMs + 59_999);
  expect(timers.size).toBe(1);
  await timers.runUntil(startMs + 60_000);
  const answer = await slow;
  expect(answer.status).toBe(504);
  expect(await answer.json()).toMatchObject({ kind: "Status", reason: "Timeout", code: 504 });
});

test("a plain read of a built-in kind sets no timer, one of any other kind does", async () => {
  const { ask, timers } = await world();
  void ask("GET", pod, () => new Promise(() => {}));
  expect(timers.size).toBe(0);
  void ask("GET", "/apis/example.com/v1/namespaces/a/widgets/b", () => new Promise(() => {}));
  void ask("GET", `${pod}?timeout=1s`, () => new Promise(() => {}));
  expect(timers.size).toBe(2);
});

test("who acts as somebody else is noted, beside whom", async () => {
  const rules = [{ level: "Metadata", users: ["root"] }];
  const settings = { audit: { apiVersion: "audit.k8s.io/v1", kind: "Policy", rules } } as Partial<EdgeSettings>;
  const { ask, noted, timers, background } = await world(settings);
  await ask("GET", pod, ok, { name: "root", groups: ["admins"] });
  await ask("GET", pod, ok);
  await timers.runUntil(2_000_000);
  await Promise.all(background);
  const both = { user: { username: "root" }, impersonatedUser: { username: "alice" } };
  expect(noted).toMatchObject([
    { ...both, stage: "RequestReceived" },
    { ...both, stage: "ResponseComplete" },
  ]);
});

test("what the policy wants is noted after the answer, with its ID in the answer", async () => {
  const rules = [{ level: "Metadata" as const, verbs: ["get"] }];
  const { ask, noted, background, timers, time } = await world({
    audit: { apiVersion: "audit.k8s.io/v1", kind: "Policy", rules },
  });
  expect((await ask("GET", pod, ok)).headers.get("audit-id")).toBe("id1");
  expect((await ask("DELETE", pod, ok)).headers.has("audit-id")).toBe(false);
  expect(noted).toEqual([]);
  await timers.runUntil(time.nowMs + 1_000);
  await Promise.all(background);
  expect(noted).toMatchObject([
    { stage: "RequestReceived" },
    { stage: "ResponseComplete", responseStatus: { code: 200 } },
  ]);
});

test("our own fault is counted and noted as a panic", async () => {
  const { ask, edge } = await world();
  const broken = ask("GET", pod, async () => {
    throw new Error("broken");
  });
  await expect(broken).rejects.toThrow("broken");
  expect(edge.metrics.lines().join("\n")).toContain('code="500"');
});
