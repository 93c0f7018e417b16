// Many clients at once on the same things: nothing is lost, nothing is owned by the wrong one, nothing is charged twice.

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiAnswer, type ApiClient, apiClient } from "../harness/api-client.ts";
import { eventually } from "../harness/eventually.ts";
import { fileInstance } from "../harness/file-instance.ts";

const clients = 50;
const rounds = 20;
const configMaps = "/api/v1/namespaces/default/configmaps";
const applyType = "application/apply-patch+yaml";
const mergeType = "application/merge-patch+json";

const instance = fileInstance();
let api: ApiClient;

beforeAll(() => {
  api = apiClient(instance().kubeconfig);
});

afterAll(() => api?.close());

interface ConfigMap {
  readonly metadata: { readonly resourceVersion: string; readonly managedFields: readonly ManagedFields[] };
  readonly data?: Readonly<Record<string, string>>;
}

interface ManagedFields {
  readonly manager: string;
  readonly operation: string;
  readonly fieldsV1: unknown;
}

function everyClient<Result>(act: (client: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: clients }, (_, client) => act(client)));
}

async function read(name: string): Promise<ConfigMap> {
  const { code, body } = await api.call({ method: "GET", path: `${configMaps}/${name}` });
  expect(code).toBe(200);
  return body as unknown as ConfigMap;
}

function apply(name: string, client: number, data: Record<string, string>, query = ""): Promise<ApiAnswer> {
  const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data };
  const path = `${configMaps}/${name}?fieldManager=client-${client}${query}`;
  return api.call({ method: "PATCH", path, body, type: applyType });
}

function keyOf(client: number): string {
  return `key-${client}`;
}

describe("server-side apply of one object", () => {
  test(`${clients} managers, ${rounds} times each: no update is lost, everybody owns their own`, async () => {
    const startedMs = performance.now();
    const revisions = await everyClient(async (client) => {
      const seen: string[] = [];
      for (let round = 1; round <= rounds; round++) {
        const { code, body } = await apply("applied", client, { [keyOf(client)]: String(round) });
        const { metadata, data } = body as unknown as ConfigMap;
        expect([code === 200 || code === 201, data?.[keyOf(client)]]).toEqual([true, String(round)]);
        seen.push(metadata.resourceVersion);
      }
      return seen;
    });
    const seconds = (performance.now() - startedMs) / 1000;
    console.log(`${clients * rounds} applies to one object: ${Math.round((clients * rounds) / seconds)} a second`);
    expect(new Set(revisions.flat()).size).toBe(clients * rounds);
    const { data, metadata } = await read("applied");
    const expected = Array.from({ length: clients }, (_, client) => [keyOf(client), String(rounds)] as const);
    expect(data).toEqual(Object.fromEntries(expected));
    const owned = metadata.managedFields.map(({ manager, operation, fieldsV1 }) => [manager, operation, fieldsV1]);
    const own = expected.map(([key], client) => [`client-${client}`, "Apply", { "f:data": { [`f:${key}`]: {} } }]);
    expect(owned.sort()).toEqual(own.sort());
  });

  test("what half of them give up goes, and nothing else", async () => {
    await everyClient((client) => apply("halved", client, { [keyOf(client)]: "1" }));
    await everyClient(async (client) => client % 2 === 0 && (await apply("halved", client, {})));
    const { data, metadata } = await read("halved");
    const isGiver = (client: number) => client % 2 === 0;
    const all = Array.from({ length: clients }, (_, client) => client);
    const kept = all.filter((client) => !isGiver(client)).map(keyOf);
    expect(Object.keys(data ?? {}).sort()).toEqual(kept.sort());
    const owned = metadata.managedFields.map(({ manager, fieldsV1 }) => [manager, fieldsV1]);
    // Who applies an empty map owns the map, and nothing in it.
    const own = (client: number) => ({ "f:data": isGiver(client) ? {} : { [`f:${keyOf(client)}`]: {} } });
    expect(owned.sort()).toEqual(all.map((client) => [`client-${client}`, own(client)]).sort());
  });

  test("of all who want one field for themselves one gets it, and the others hear whose it is", async () => {
    const answers = await everyClient((client) => apply("wanted", client, { field: `of ${client}` }));
    const winner = answers.findIndex(({ code }) => code === 201);
    const refused = answers.filter(({ code }) => code === 409);
    expect(refused).toHaveLength(clients - 1);
    for (const { body } of refused) expect(body["message"]).toContain(`conflict with "client-${winner}"`);
    const { data, metadata } = await read("wanted");
    expect(data).toEqual({ field: `of ${winner}` });
    expect(metadata.managedFields.map(({ manager }) => manager)).toEqual([`client-${winner}`]);
  });

  test("of all who take one field by force the last has it alone", async () => {
    await everyClient((client) => apply("forced", client, { field: `of ${client}` }, "&force=true"));
    const { data, metadata } = await read("forced");
    expect(metadata.managedFields).toHaveLength(1);
    const [owner] = metadata.managedFields;
    expect(owner).toMatchObject({ operation: "Apply", fieldsV1: { "f:data": { "f:field": {} } } });
    expect(data).toEqual({ field: owner?.manager.replace("client-", "of ") });
  });
});

async function create(name: string, data: Record<string, string>): Promise<void> {
  const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data };
  expect((await api.call({ method: "POST", path: configMaps, body })).code).toBe(201);
}

test(`merge patches of ${clients} clients, ${rounds} times each, all arrive`, async () => {
  await create("patched", {});
  await everyClient(async (client) => {
    for (let round = 1; round <= rounds; round++) {
      const body = { data: { [keyOf(client)]: String(round) } };
      const answer = await api.call({ method: "PATCH", path: `${configMaps}/patched`, body, type: mergeType });
      expect([answer.code, (answer.body["data"] as object)[keyOf(client) as never]]).toEqual([200, String(round)]);
    }
  });
  const { data } = await read("patched");
  expect(Object.keys(data ?? {})).toHaveLength(clients);
  expect(new Set(Object.values(data ?? {}))).toEqual(new Set([String(rounds)]));
});

/** Reads, adds one, and puts it back, until nobody was faster. Answers how often it had to. */
async function addOne(name: string, client: number): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const found = await read(name);
    const data = { count: String(Number(found.data?.["count"]) + 1) };
    const { code } = await api.call({ method: "PUT", path: `${configMaps}/${name}`, body: { ...found, data } });
    if (code === 200) return attempt;
    expect(code).toBe(409);
    // As client-go's retry: some jitter, or all of them go on in step.
    await sleep((client * 7 + attempt * 13) % 40);
  }
}

test(`${clients} clients that count with optimistic updates count right`, async () => {
  await create("counted", { count: "0" });
  const attempts = await everyClient((client) => addOne("counted", client));
  const total = attempts.reduce((sum, one) => sum + one, 0);
  console.log(`${clients} optimistic updates of one object took ${total} attempts`);
  expect((await read("counted")).data).toEqual({ count: String(clients) });
});

test("of a thousand creates that race for a quota of a hundred a hundred are made", async () => {
  const call = (method: string, path: string, body?: unknown) => api.call({ method, path, body });
  await call("POST", "/api/v1/namespaces", { metadata: { name: "narrow" } });
  const quotas = "/api/v1/namespaces/narrow/resourcequotas";
  const secrets = "/api/v1/namespaces/narrow/secrets";
  await call("POST", quotas, { metadata: { name: "few" }, spec: { hard: { "count/secrets": "100" } } });
  await eventually(async () => {
    const { body } = await call("GET", `${quotas}/few`);
    expect(body["status"]).toMatchObject({ hard: { "count/secrets": "100" }, used: { "count/secrets": "0" } });
  });
  let next = 0;
  const codes = await everyClient(async () => {
    const own: number[] = [];
    while (next < 1000) own.push((await call("POST", secrets, { metadata: { name: `s-${next++}` } })).code);
    return own;
  });
  const counted = (code: number) => codes.flat().filter((one) => one === code).length;
  expect([counted(201), counted(403), codes.flat().length]).toEqual([100, 900, 1000]);
  expect((await call("GET", secrets)).body["items"]).toHaveLength(100);
  await eventually(async () => {
    const { body } = await call("GET", `${quotas}/few`);
    expect(body["status"]).toMatchObject({ used: { "count/secrets": "100" } });
  });
});
