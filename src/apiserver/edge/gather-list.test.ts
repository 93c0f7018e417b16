import { expect, test } from "vitest";
import { apiScope, configMap } from "../../../test/fixtures/api-scope.ts";
import { readListOptions } from "../../apimachinery/list-options.ts";
import { StatusError } from "../../apimachinery/status-error.ts";
import type { PickAnswer } from "../../feed/messages.ts";
import type { Kind } from "../../kinds/kind.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";
import type { Asked } from "../respond.ts";
import type { ClusterStubs } from "./cluster-stubs.ts";
import { gatherList } from "./gather-list.ts";

const path = "/api/v1/configmaps";
const kind = builtinRegistry.byKind("", "v1", "ConfigMap") as Kind;

/** Two namespaces of two config maps each, and a cluster that no longer knows the revisions below `horizon`. */
async function world() {
  const scopes = { one: apiScope({ namespace: "one" }), two: apiScope({ namespace: "two" }) };
  for (const [namespace, api] of Object.entries(scopes)) {
    for (const name of ["a", "b"])
      await api.call("POST", `/api/v1/namespaces/${namespace}/configmaps`, configMap(name));
  }
  const state = { horizon: 0, lost: 0 };
  const stubs = {
    id: "test",
    cluster: {
      async pick({ exact }: { exact?: number }): Promise<PickAnswer> {
        const revision = exact ?? Math.max(scopes.one.store.revision, scopes.two.store.revision);
        if (revision < state.horizon) return { type: "expired", horizon: state.horizon };
        return { type: "picked", revision, namespaces: ["two", "one"], open: [] };
      },
    },
    namespace: (name: "one" | "two") => ({
      fetch: async (url: string, { headers }: RequestInit) =>
        name === "two" && state.lost-- > 0
          ? new Response("{}", { status: 410 })
          : scopes[name].request(
              "GET",
              url.slice("https://skerry".length),
              undefined,
              headers as Record<string, string>,
            ),
    }),
  } as unknown as ClusterStubs;
  async function list(query: string) {
    const asked: Asked = { accept: "application/json", query: new URLSearchParams(query), userAgent: "", warnings: [] };
    const request = { method: "GET", path: `${path}?${query}`, body: null, headers: {} };
    const response = await gatherList(stubs, kind, readListOptions(new URLSearchParams(query)), request, asked);
    const { metadata, items } = (await response.json()) as {
      metadata: { continue: string; resourceVersion: string };
      items: { metadata: { namespace: string; name: string } }[];
    };
    return { ...metadata, names: items.map((item) => `${item.metadata.namespace}/${item.metadata.name}`) };
  }
  return { scopes, state, list };
}

test("pages go from namespace to namespace, all at one revision", async () => {
  const { list } = await world();
  const first = await list("limit=3");
  const second = await list(`limit=3&continue=${first.continue}`);
  expect([first.names, second.names]).toEqual([["one/a", "one/b", "two/a"], ["two/b"]]);
  expect(second.resourceVersion).toBe(first.resourceVersion);
});

test("who comes too late for the other pages may take them as they are now", async () => {
  const { scopes, state, list } = await world();
  const first = await list("limit=1");
  await scopes.one.call("POST", "/api/v1/namespaces/one/configmaps", configMap("late"));
  state.horizon = scopes.one.store.revision;
  const refused = await list(`limit=3&continue=${first.continue}`).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StatusError);
  const { reason, metadata } = refused as StatusError;
  expect(reason).toBe("Expired");
  const rest = await list(`limit=3&continue=${metadata["continue"]}`);
  expect(rest.names).toEqual(["one/b", "one/late", "two/a"]);
  expect(Number(rest.resourceVersion)).toBeGreaterThan(Number(first.resourceVersion));
});

test("a list that may show any revision begins anew when a namespace takes its past along", async () => {
  const { state, list } = await world();
  for (const query of ["", "limit=10", "resourceVersion=0"]) {
    state.lost = 2;
    expect((await list(query)).names).toEqual(["one/a", "one/b", "two/a", "two/b"]);
  }
  state.lost = 1_000;
  await expect(list("")).rejects.toMatchObject({ reason: "Expired" });
});

test("a list of one revision does not become one of another", async () => {
  const { scopes, state, list } = await world();
  state.lost = 1;
  const exact = `resourceVersion=${scopes.two.store.revision}&resourceVersionMatch=Exact`;
  await expect(list(exact)).rejects.toMatchObject({ reason: "Expired" });
});
