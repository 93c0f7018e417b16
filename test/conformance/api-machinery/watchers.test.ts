// Watches, by events of config maps.
import { expect } from "vitest";
import type { Api } from "../harness/api.ts";
import { conformance } from "../harness/conformance.ts";

const of = (namespace: string) => `/api/v1/namespaces/${namespace}/configmaps`;
const configMap = (name: string, labels: Record<string, string> = {}, data: Record<string, string> = {}) => ({
  metadata: { name, labels },
  data,
});
const mutate = (api: Api, path: string, value: string) => api.patch(path, { data: { mutation: value } });

conformance(
  "[sig-api-machinery] Watchers should observe add, update, and delete watch notifications on configmaps [Conformance]",
  async ({ api, namespace }) => {
    const path = of(namespace);
    const a = await api.watch(path, { labelSelector: "watch=a" });
    const b = await api.watch(path, { labelSelector: "watch=b" });
    const both = await api.watch(path, { labelSelector: "watch in (a,b)" });
    const expectAll = async (of: readonly (typeof a)[], type: string, mutation?: string) => {
      for (const watch of of) {
        const { type: seen, object } = await watch.next();
        expect([seen, object["data"]?.mutation]).toEqual([type, mutation]);
      }
    };
    await api.create(path, configMap("a", { watch: "a" }));
    await expectAll([a, both], "ADDED");
    await mutate(api, `${path}/a`, "1");
    await expectAll([a, both], "MODIFIED", "1");
    await mutate(api, `${path}/a`, "2");
    await expectAll([a, both], "MODIFIED", "2");
    await api.delete(`${path}/a`);
    await expectAll([a, both], "DELETED", "2");
    await api.create(path, configMap("b", { watch: "b" }));
    await expectAll([b, both], "ADDED");
    await api.delete(`${path}/b`);
    await expectAll([b, both], "DELETED");
    expect(await a.during(200)).toEqual([]);
    for (const watch of [a, b, both]) watch.close();
  },
);

conformance(
  "[sig-api-machinery] Watchers should be able to start watching from a specific resource version [Conformance]",
  async ({ api, namespace }) => {
    const path = of(namespace);
    await api.create(path, configMap("a"));
    const first = await mutate(api, `${path}/a`, "1");
    await mutate(api, `${path}/a`, "2");
    await api.delete(`${path}/a`);
    const { resourceVersion } = first.metadata;
    const watch = await api.watch(path, { resourceVersion, fieldSelector: "metadata.name=a" });
    const events = [await watch.next(), await watch.next()];
    expect(events.map(({ type, object }) => [type, object["data"].mutation])).toEqual([
      ["MODIFIED", "2"],
      ["DELETED", "2"],
    ]);
    watch.close();
  },
);

conformance(
  "[sig-api-machinery] Watchers should be able to restart watching from the last resource version observed by the previous watch [Conformance]",
  async ({ api, namespace }) => {
    const path = of(namespace);
    const query = { fieldSelector: "metadata.name=a" };
    const before = await api.watch(path, query);
    await api.create(path, configMap("a"));
    await mutate(api, `${path}/a`, "1");
    await before.next();
    const last = await before.next();
    before.close();
    await mutate(api, `${path}/a`, "2");
    await api.delete(`${path}/a`);
    const watch = await api.watch(path, { ...query, resourceVersion: last.object.metadata.resourceVersion });
    const events = [await watch.next(), await watch.next()];
    expect(events.map(({ type, object }) => [type, object["data"].mutation])).toEqual([
      ["MODIFIED", "2"],
      ["DELETED", "2"],
    ]);
    watch.close();
  },
);

conformance(
  "[sig-api-machinery] Watchers should observe an object deletion if it stops meeting the requirements of the selector [Conformance]",
  async ({ api, namespace }) => {
    const path = of(namespace);
    const watch = await api.watch(path, { labelSelector: "watch=this" });
    const label = (watched: string) => api.patch(`${path}/a`, { metadata: { labels: { watch: watched } } });
    await api.create(path, configMap("a", { watch: "this" }));
    await mutate(api, `${path}/a`, "1");
    await label("other");
    await mutate(api, `${path}/a`, "2");
    await label("this");
    await mutate(api, `${path}/a`, "3");
    await api.delete(`${path}/a`);
    const seen: unknown[] = [];
    while (seen.length < 6) {
      const { type, object } = await watch.next();
      seen.push([type, object["data"]?.mutation]);
    }
    expect(seen).toEqual([
      ["ADDED", undefined],
      ["MODIFIED", "1"],
      ["DELETED", "1"],
      ["ADDED", "2"],
      ["MODIFIED", "3"],
      ["DELETED", "3"],
    ]);
    watch.close();
  },
);

conformance(
  "[sig-api-machinery] Watchers should receive events on concurrent watches in same order [Conformance]",
  async ({ api, namespace }) => {
    const path = of(namespace);
    const changes = 100;
    const start = (await api.list(path)).metadata.resourceVersion;
    const work = async () => {
      for (let i = 0; i < changes / 4; i++) {
        await api.create(path, configMap(`c-${i}`));
        await mutate(api, `${path}/c-${i}`, "1");
        await mutate(api, `${path}/c-${i}`, "2");
        await api.delete(`${path}/c-${i}`);
      }
    };
    const working = work();
    const reference = await api.watch(path, { resourceVersion: start });
    const versions: string[] = [];
    const watches = [];
    while (versions.length < changes) {
      const { object } = await reference.next();
      const { resourceVersion } = object.metadata;
      watches.push({ from: versions.length, watch: await api.watch(path, { resourceVersion }) });
      versions.push(resourceVersion);
    }
    await working;
    for (const { from, watch } of watches) {
      for (const expected of versions.slice(from + 1))
        expect((await watch.next()).object.metadata.resourceVersion).toBe(expected);
      watch.close();
    }
    reference.close();
  },
);
