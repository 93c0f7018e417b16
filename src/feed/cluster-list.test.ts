// Lists over all namespaces, page by page, on stores that a test fills.
import { describe, expect, test } from "vitest";
import { put, StoreBench } from "../../test/contract/bench.ts";
import { openNodeSql } from "../platform/node/sql.ts";
import type { Store } from "../storage/store.ts";
import { type ClusterListCalls, type ClusterListRequest, type ListCursor, listCluster } from "./cluster-list.ts";
import { listPart } from "./list-part.ts";

class Stores implements ClusterListCalls<string[]> {
  readonly stores = new Map<string, Store>();
  readonly open: string[] = [];
  picks: ({ atLeast?: number; exact?: number } | undefined)[] = [];
  revision = 0;
  horizon = 0;
  calls = 0;

  add(namespace: string, ...names: string[]): Store {
    const store = new StoreBench(openNodeSql()).open({ slot: this.stores.size + 1 });
    for (const name of names) store.commit([put(name)]);
    this.stores.set(namespace, store);
    this.revision = Math.max(this.revision, store.revision);
    return store;
  }

  async pick(request: { atLeast?: number; exact?: number }) {
    this.picks.push(request);
    if (request.exact !== undefined && request.exact < this.horizon) {
      return { type: "expired", horizon: this.horizon } as const;
    }
    const revision = request.exact ?? Math.max(this.revision, request.atLeast ?? 0);
    return { type: "picked", revision, namespaces: [...this.stores.keys()].reverse(), open: this.open } as const;
  }

  async part(namespace: string, request: Parameters<ClusterListCalls<string[]>["part"]>[1]) {
    this.calls += 1;
    const answer = listPart(this.stores.get(namespace) as Store, request);
    if (answer.type !== "part") return answer;
    const body = answer.objects.map((object) => object.name);
    return { type: "part", body, count: body.length, lastName: body.at(-1), more: answer.more } as const;
  }

  async names(request: Omit<ClusterListRequest, "collection"> = {}) {
    const answer = await listCluster(this, { collection: "pods", ...request });
    if (answer.type !== "list") return answer;
    const names = answer.parts.flatMap((part) => part.body.map((name) => `${part.namespace}/${name}`));
    return { names, next: answer.next, revision: answer.revision };
  }
}

async function allPages(stores: Stores, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: ListCursor | undefined;
  do {
    const page = await stores.names({ limit, ...(cursor === undefined ? {} : { cursor }) });
    if (!("names" in page)) throw new Error(page.type);
    pages.push(page.names);
    cursor = page.next;
  } while (cursor !== undefined);
  return pages;
}

describe("a cluster-wide list", () => {
  const whole = ["a/1", "a/2", "a/3", "c/1", "d/1", "d/2"];

  function four(): Stores {
    const stores = new Stores();
    stores.add("d", "1", "2");
    stores.add("b");
    stores.add("a", "3", "1", "2");
    stores.add("c", "1");
    return stores;
  }

  test("[R4] is in namespace and name order", async () => {
    expect(await four().names()).toMatchObject({ names: whole, next: undefined });
  });

  test("[R4] comes in full pages that add up to it, the last of them not empty", async () => {
    for (const limit of [1, 2, 3, 4, 5, 6, 7]) {
      const pages = await allPages(four(), limit);
      expect(pages.flat()).toEqual(whole);
      expect(pages.map((page) => page.length)).toEqual(
        Array.from({ length: Math.ceil(6 / limit) }, (_, index) => Math.min(limit, 6 - index * limit)),
      );
    }
  });

  test("[R4] shows the state of its first page's revision on every page", async () => {
    const stores = four();
    stores.open.push("a", "b", "c", "d");
    const first = await stores.names({ limit: 2 });
    if (!("names" in first) || first.next === undefined) throw new Error("no second page");
    for (const store of stores.stores.values()) store.commit([put("0")]);
    const second = await stores.names({ limit: 99, cursor: first.next });
    expect(second).toMatchObject({ names: whole.slice(2), revision: first.revision });
  });

  test("[R4] begins again above a namespace that has run ahead, also one that isn't on the first page", async () => {
    for (const limit of [undefined, 1]) {
      const stores = four();
      const d = stores.stores.get("d") as Store;
      d.clock.lift(stores.revision + 2_048 * 5_000);
      d.commit([put("3")]);
      stores.open.push("d");
      const answer = await stores.names(limit === undefined ? {} : { limit });
      if (!("names" in answer)) throw new Error(answer.type);
      expect(answer.revision).toBeGreaterThan(d.revision);
      expect(stores.picks.filter((pick) => pick?.exact === undefined)).toHaveLength(2);
    }
  });

  test("[R4] of what may have been erased since is Expired if the feed knows of it", async () => {
    const stores = four();
    (stores.stores.get("c") as Store).erase();
    expect(await stores.names()).toMatchObject({ names: whole.filter((name) => name !== "c/1") });
    const revision = stores.revision;
    stores.horizon = revision + 1;
    expect(await stores.names()).toEqual({ type: "expired", horizon: stores.horizon });
  });
});
