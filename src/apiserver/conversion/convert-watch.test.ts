// A watch of what a webhook converts, from the object's commits to the client's lines.
import { describe, expect, test } from "vitest";
import { cronTabs, cronTabVersion } from "../../../test/fixtures/custom-resources.ts";
import { type CustomScope, customScope } from "../../../test/fixtures/custom-scope.ts";
import type { JsonObject, KubeObject } from "../../apimachinery/json.ts";
import { internalError } from "../../apimachinery/status-error.ts";
import type { Kind } from "../../kinds/kind.ts";
import { entriesFor } from "../../storage/audience.ts";
import type { Change } from "../../storage/types.ts";
import { shareChange } from "../../storage/view.ts";
import { watchSelection } from "../watch-scope.ts";
import { compileView } from "../watch-view.ts";
import type { Conversions } from "./conversions.ts";
import { convertWatch } from "./convert-watch.ts";

const path = "/apis/stable.example.com/v1/namespaces/default/crontabs";

const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true } as const;

/** v1 has `schedule` and the label `color`, v2 `when` and the label `paint`. */
function convert(object: KubeObject, apiVersion: string): KubeObject {
  const [from, to] = apiVersion.endsWith("v2") ? ["schedule", "when"] : ["when", "schedule"];
  const [label, paint] = apiVersion.endsWith("v2") ? ["color", "paint"] : ["paint", "color"];
  const spec = object["spec"] as JsonObject;
  const labels = object.metadata?.labels ?? {};
  return {
    ...object,
    apiVersion,
    metadata: { ...object.metadata, labels: { [paint]: labels[label] ?? "" } },
    spec: { [to]: spec[from] ?? null },
  };
}

function defined(): CustomScope {
  const scope = customScope(convert);
  const schema = { type: "object", properties: { spec: open } };
  const versions = [
    cronTabVersion("v1", {}, schema as never),
    cronTabVersion("v2", { storage: false }, schema as never),
  ];
  const definition = cronTabs(versions);
  const webhook = { conversionReviewVersions: ["v1"], clientConfig: { url: "https://webhook.example.com" } };
  scope.define({ ...definition, spec: { ...definition.spec, conversion: { strategy: "Webhook", webhook } } });
  return scope;
}

interface Watched {
  /** What the client gets for all that was committed since it was last asked. */
  lines(): Promise<{ type: string; object: KubeObject }[]>;
}

async function watch(
  scope: CustomScope,
  query: string,
  more: Partial<Pick<Conversions, "convert">> = {},
): Promise<Watched> {
  const kind = (await scope.customs.find({ group: "stable.example.com", version: "v2", plural: "crontabs" })) as Kind;
  const info = { name: "" } as never;
  const wanted = watchSelection({ accept: "application/json", info, kind, query: new URLSearchParams(query) });
  const view = compileView(() => scope.customs.registry(), scope.scope.clock)("", wanted as never);
  const committed: Change[] = [];
  scope.store.onCommit((changes) => committed.push(...changes));
  const conversions = {
    convert: more.convert ?? ((to, objects) => (scope.scope.conversions as Conversions).convert(to, objects)),
  } as Conversions;
  const convertLines = convertWatch({ kind, wanted, customs: scope.customs, conversions, clock: scope.scope.clock });
  return {
    async lines() {
      const entries = entriesFor(committed.splice(0).map(shareChange), view);
      const { text } = await convertLines(entries.map(({ line }) => line).join(""));
      return text
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    },
  };
}

function cronTab(name: string, schedule: string, color = "red"): KubeObject {
  const metadata = { name, labels: { color } };
  return { apiVersion: "stable.example.com/v1", kind: "CronTab", metadata, spec: { schedule } };
}

async function paint(scope: CustomScope, name: string, color: string): Promise<void> {
  const headers = { "content-type": "application/merge-patch+json" };
  await scope.call("PATCH", `${path}/${name}`, { metadata: { labels: { color } } }, headers);
}

describe("a watch of what a webhook converts", () => {
  test("is in the version that was asked for, one call for all that is told at once", async () => {
    const scope = defined();
    const watched = await watch(scope, "watch=true");
    for (const name of ["a", "b"]) await scope.call("POST", path, cronTab(name, "x"));
    await scope.call("DELETE", `${path}/a`);
    scope.reviews.length = 0;
    const lines = await watched.lines();
    expect(lines.map(({ type, object }) => [type, object.apiVersion, object.metadata?.name, object["spec"]])).toEqual([
      ["ADDED", "stable.example.com/v2", "a", { when: "x" }],
      ["ADDED", "stable.example.com/v2", "b", { when: "x" }],
      ["DELETED", "stable.example.com/v2", "a", { when: "x" }],
    ]);
    expect(scope.reviews.map(({ objects }) => (objects as unknown[]).length)).toEqual([3]);
  });

  test("selects by what is converted: who enters is added, who leaves is deleted as it last was", async () => {
    const scope = defined();
    const watched = await watch(scope, "watch=true&labelSelector=paint%3Dred");
    await scope.call("POST", path, cronTab("a", "x", "blue"));
    expect(await watched.lines()).toEqual([]);
    await paint(scope, "a", "red");
    expect((await watched.lines()).map(({ type }) => type)).toEqual(["ADDED"]);
    await paint(scope, "a", "green");
    const [left, ...others] = await watched.lines();
    expect(left).toMatchObject({ type: "DELETED", object: { metadata: { labels: { paint: "red" } } } });
    expect(left?.object.metadata?.resourceVersion).toBe(String(scope.store.revision));
    expect(others).toEqual([]);
  });

  test("of one name asks for no other", async () => {
    const scope = defined();
    const watched = await watch(scope, "watch=true&fieldSelector=metadata.name%3Db");
    for (const name of ["a", "b"]) await scope.call("POST", path, cronTab(name, "x"));
    scope.reviews.length = 0;
    expect((await watched.lines()).map(({ object }) => object.metadata?.name)).toEqual(["b"]);
    expect(scope.reviews.map(({ objects }) => (objects as unknown[]).length)).toEqual([1]);
  });

  test("ends with an error when the webhook fails", async () => {
    const scope = defined();
    const refuse = async () => {
      throw internalError("conversion webhook for stable.example.com/v1, Kind=CronTab failed: no");
    };
    const watched = await watch(scope, "watch=true", { convert: refuse });
    await scope.call("POST", path, cronTab("a", "x"));
    expect(await watched.lines()).toMatchObject([{ type: "ERROR", object: { kind: "Status", code: 500 } }]);
  });
});

describe("a watch is over", () => {
  async function viewOf(scope: CustomScope) {
    const kind = (await scope.customs.find({ group: "stable.example.com", version: "v1", plural: "crontabs" })) as Kind;
    const wanted = watchSelection({ accept: "", info: { name: "" } as never, kind, query: new URLSearchParams() });
    return compileView(() => scope.customs.registry(), scope.scope.clock)("", wanted as never);
  }

  test("when its definition's spec is another, and not when it is about to go", async () => {
    const scope = customScope();
    scope.define(cronTabs());
    const view = await viewOf(scope);
    const terminating = cronTabs([cronTabVersion("v1")], { generation: 2, deletionTimestamp: "2026-01-01T00:00:00Z" });
    terminating.status?.conditions?.push({ type: "Terminating", status: "True" });
    scope.define(terminating);
    await scope.customs.refresh();
    expect(view.isOver?.()).toBe(false);
    scope.define(cronTabs([cronTabVersion("v1")], { generation: 3 }));
    await scope.customs.refresh();
    expect(view.isOver?.()).toBe(true);
  });

  test("when its definition is gone", async () => {
    const scope = customScope();
    scope.define(cronTabs());
    const view = await viewOf(scope);
    scope.undefine("crontabs.stable.example.com");
    await scope.customs.refresh();
    expect(view.isOver?.()).toBe(true);
    // What its objects' end has to be told.
    const change = { type: "DELETED", collection: "c", name: "a", uid: "u", revision: 1, text: "{}" } as const;
    expect(entriesFor([shareChange({ ...change, previousText: undefined })], view)).toHaveLength(1);
  });

  test("an object that wakes with one and knows no kinds yet can live with it", () => {
    const view = compileView(() => customScope().customs.registry(), { now: () => 0 })("", {
      group: "stable.example.com",
      version: "v1",
      plural: "crontabs",
      labelSelector: "",
      fieldSelector: "",
      shape: "object",
      metaVersion: "v1",
      includeObject: "Object",
      definition: "uid-1/1",
    });
    const change = { type: "ADDED", collection: "c", name: "a", uid: "u", revision: 1, text: "{}" } as const;
    expect(entriesFor([shareChange({ ...change, previousText: undefined })], view)).toEqual([]);
  });
});
