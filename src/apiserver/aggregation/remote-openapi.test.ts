import { describe, expect, test } from "vitest";
import { ManualTimers } from "../../../test/fixtures/manual-timers.ts";
import type { AskRemote } from "./ask-json.ts";
import type { RemoteApi } from "./remote-api.ts";
import { partsFor, RemoteOpenApi } from "./remote-openapi.ts";

const api: RemoteApi = {
  name: "v1.g.example.com",
  group: "g.example.com",
  version: "v1",
  service: { namespace: "a", name: "b", port: 443 },
  insecureSkipTlsVerify: true,
  groupPriorityMinimum: 1,
  versionPriority: 1,
  available: true,
};

function remote() {
  const clock = { nowMs: 1_000, now: () => clock.nowMs };
  return { clock, openApi: new RemoteOpenApi({ clock, timers: new ManualTimers(clock) }) };
}

function answering(documents: Record<string, unknown>) {
  const asked: string[] = [];
  const ask: AskRemote = async (_api, path) => {
    asked.push(path);
    const found = documents[path];
    return found === undefined ? new Response("no", { status: 404 }) : Response.json(found);
  };
  return { asked, ask };
}

describe("documents of version 3", () => {
  const address = "/openapi/v3/apis/g.example.com/v1?hash=1";
  const index = {
    paths: { "apis/g.example.com/v1": { serverRelativeURL: address }, "apis/other/v1": { serverRelativeURL: "/x" } },
  };

  test("are where their server says, asked for at most every half minute", async () => {
    const { clock, openApi } = remote();
    const { asked, ask } = answering({ "/openapi/v3": index });
    const expected = new Map([["apis/g.example.com/v1", address]]);
    expect(await openApi.addresses([api], ask)).toEqual(expected);
    expect(await openApi.addresses([api], ask)).toEqual(expected);
    expect(asked).toEqual(["/openapi/v3"]);
    clock.nowMs += 31_000;
    // It is away: what it said last stays.
    expect(await openApi.addresses([api], answering({}).ask)).toEqual(expected);
    expect(await openApi.addresses([{ ...api, available: false }], ask)).toEqual(expected);
    expect(asked).toHaveLength(1);
  });

  test("are nowhere but at their own path", async () => {
    const elsewhere = { paths: { "apis/g.example.com/v1": { serverRelativeURL: "https://example.com/" } } };
    expect(await remote().openApi.addresses([api], answering({ "/openapi/v3": elsewhere }).ask)).toEqual(new Map());
  });
});

test("of version 2 counts what belongs to the group version, with all that it refers to", async () => {
  const ref = (name: string) => ({ $ref: `#/definitions/${name}` });
  const document = {
    paths: {
      "/apis/g.example.com/v1/things": { get: { schema: ref("Thing") } },
      "/apis/other/v1/x": { get: { schema: ref("X") } },
    },
    definitions: {
      Thing: {
        properties: { spec: ref("ThingSpec"), metadata: ref("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta") },
      },
      ThingSpec: { properties: { again: ref("Thing") } },
      X: {},
      "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {},
    },
  };
  const parts = partsFor(api, document);
  expect(Object.keys(parts.paths)).toEqual(["/apis/g.example.com/v1/things"]);
  expect(Object.keys(parts.definitions).sort()).toEqual(["Thing", "ThingSpec"]);
  expect(await remote().openApi.partsV2([api], answering({ "/openapi/v2": document }).ask)).toEqual(parts);
});
