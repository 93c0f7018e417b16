import { describe, expect, test } from "vitest";
import type { KubeObject } from "../../apimachinery/json.ts";
import { configMaps, pods, replicaSets } from "../../kinds/kind-refs.ts";
import { done, type ScopeIndex, type WatchRule } from "./controller.ts";
import { enqueue, type LoggedChange } from "./enqueue.ts";
import { mapped, orphaned, own, owned } from "./watch-rules.ts";

const index: ScopeIndex = { hasDependents: () => false, find: () => undefined };

function keysOf(watches: readonly WatchRule[], change: Partial<LoggedChange>, parsed: string[] = []): string[] {
  const workFor = enqueue({
    controllers: [{ name: "c", scope: "Namespaced", watches, reconcile: async () => done }],
    clock: { now: () => 77 },
    index,
    parse({ text }) {
      parsed.push(text);
      return JSON.parse(text) as KubeObject;
    },
  });
  const logged: LoggedChange = {
    type: "ADDED",
    collection: "pods",
    name: "p",
    uid: "u",
    revision: 5,
    text: "{}",
    previousText: undefined,
    ...change,
  };
  return workFor([logged]).map(({ controller, key, dueMs }) => `${controller} ${key} ${dueMs}`);
}

function pod(owner: string | undefined, labels?: Record<string, string>): string {
  const ownerReferences = [
    { apiVersion: "apps/v1", kind: "ReplicaSet", name: owner, uid: `uid-${owner}`, controller: true },
  ];
  return JSON.stringify({
    metadata: { name: "p", ...(owner === undefined ? {} : { ownerReferences }), ...(labels ? { labels } : {}) },
  });
}

describe("enqueue", () => {
  test("an object is parsed only when a rule looks into it", () => {
    const parsed: string[] = [];
    expect(keysOf([own(configMaps)], {}, parsed)).toEqual([]);
    expect(keysOf([own(pods)], {}, parsed)).toEqual(["c p 77"]);
    expect(parsed).toEqual([]);
    expect(keysOf([owned(pods, replicaSets)], { text: pod("web") }, parsed)).toEqual(["c web 77"]);
    expect(parsed).toHaveLength(1);
  });

  test("owned: the controlling owner of that kind, and the one before it", () => {
    const rule = [owned(pods, replicaSets)];
    expect(keysOf(rule, { text: pod(undefined) })).toEqual([]);
    expect(keysOf(rule, { type: "MODIFIED", text: pod("web"), previousText: pod("web") })).toEqual(["c web 77"]);
    expect(keysOf(rule, { type: "MODIFIED", text: pod("web"), previousText: pod("old") })).toEqual([
      "c web 77",
      "c old 77",
    ]);
    expect(keysOf(rule, { type: "MODIFIED", text: pod(undefined), previousText: pod("old") })).toEqual(["c old 77"]);
    const job = pod("web").replace("ReplicaSet", "Job");
    expect(keysOf(rule, { text: job })).toEqual([]);
    expect(keysOf(rule, { text: pod("web").replace("apps/v1", "other/v1") })).toEqual([]);
  });

  test("orphaned: the labels of what nobody controls, when they are news", () => {
    const rule = [orphaned(pods)];
    const labelled = pod(undefined, { b: "2", a: "1" });
    expect(keysOf(rule, { text: labelled })).toEqual(['c {"a":"1","b":"2"} 77']);
    expect(keysOf(rule, { text: pod(undefined) })).toEqual([]);
    expect(keysOf(rule, { text: pod("web", { a: "1" }) })).toEqual([]);
    expect(keysOf(rule, { type: "DELETED", text: labelled })).toEqual([]);
    expect(keysOf(rule, { type: "MODIFIED", text: labelled, previousText: labelled })).toEqual([]);
    expect(
      keysOf(rule, { type: "MODIFIED", text: labelled, previousText: pod("web", { a: "1", b: "2" }) }),
    ).toHaveLength(1);
    expect(keysOf(rule, { type: "MODIFIED", text: labelled, previousText: pod(undefined, { a: "1" }) })).toHaveLength(
      1,
    );
  });

  test("a rule may let a change rest for a while", () => {
    expect(keysOf([{ ...own(pods), delayMs: 1000 }], {})).toEqual(["c p 1077"]);
  });

  test("any: every collection; mapped: each key once", () => {
    const any: WatchRule = { kind: "any", keys: ({ collection }) => [collection] };
    expect(keysOf([any], {})).toEqual(["c pods 77"]);
    expect(keysOf([mapped(pods, () => ["x", undefined, "x"])], {})).toEqual(["c x 77"]);
  });
});
