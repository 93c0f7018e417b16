// Events, in the group they began in and in their own.
import { expect } from "vitest";
import type { Api } from "../harness/api.ts";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { until } from "../harness/until.ts";

const core = "/api/v1";
const own = "/apis/events.k8s.io/v1";

const coreEvent = (namespace: string, name: string) => ({
  metadata: { name, labels: { testevent: namespace } },
  message: "told by a test",
  reason: "Test",
  type: "Normal",
  count: 1,
  involvedObject: { namespace },
  reportingComponent: "a-test",
});

const ownEvent = (namespace: string, name: string) => ({
  metadata: { name, labels: { testevent: namespace } },
  eventTime: "2026-01-02T03:04:05.000006Z",
  note: "told by a test",
  reason: "Test",
  action: "Do",
  type: "Normal",
  regarding: { namespace },
  reportingController: "a-test",
  reportingInstance: "a-test-1",
});

conformance(
  "[sig-instrumentation] Events should manage the lifecycle of an event [Conformance]",
  async ({ api, namespace }) => {
    const collection = `${core}/namespaces/${namespace}/events`;
    const path = `${collection}/life`;
    const everywhere = async () =>
      (await api.list(`${core}/events`, { labelSelector: `testevent=${namespace}` })).items;
    await api.create(collection, coreEvent(namespace, "life"));
    expect(await everywhere()).toMatchObject([{ metadata: { name: "life", namespace }, message: "told by a test" }]);
    await api.patch(path, { message: "patched" }, "strategic-merge-patch");
    expect(await api.get(path)).toMatchObject({ message: "patched", reason: "Test", count: 1 });
    const series = { count: 100, lastObservedTime: "2026-01-02T03:04:05.000006Z" };
    await api.change(path, (event) => Object.assign(event, { message: "updated", series }));
    expect(await api.get(path)).toMatchObject({ message: "updated", series });
    await api.delete(path);
    await expectReason(api.get(path), "NotFound");
    expect(await everywhere()).toEqual([]);
  },
);

conformance(
  "[sig-instrumentation] Events API should ensure that an event can be fetched, patched, deleted, and listed [Conformance]",
  async ({ api, namespace }) => {
    const collection = `${own}/namespaces/${namespace}/events`;
    const path = `${collection}/life`;
    const listed = async (from: string) => (await api.list(from, { labelSelector: `testevent=${namespace}` })).items;
    await api.create(collection, ownEvent(namespace, "life"));
    expect(await listed(`${own}/events`)).toMatchObject([{ metadata: { name: "life", namespace } }]);
    const byField = { fieldSelector: "reportingController=a-test" };
    expect((await api.list(collection, byField)).items).toHaveLength(1);
    expect((await api.list(collection, { fieldSelector: "reportingController=another" })).items).toEqual([]);
    expect(await api.get(path)).toMatchObject({ note: "told by a test", regarding: { namespace } });

    const series = { count: 2, lastObservedTime: "2026-01-02T03:04:05.000006Z" };
    await api.patch(path, { series }, "strategic-merge-patch");
    expect((await api.get(path))["series"]).toEqual(series);
    const again = { count: 100, lastObservedTime: "2026-01-02T03:04:07.000008Z" };
    await api.change(path, (event) => Object.assign(event, { series: again }));
    expect((await api.get(path))["series"]).toEqual(again);
    await api.delete(path);
    await expectReason(api.get(path), "NotFound");
    expect(await listed(collection)).toEqual([]);
    expect(await listed(`${own}/events`)).toEqual([]);
  },
);

async function collectionGoes(api: Api, collection: string, make: (name: string) => object, label: string) {
  const labelSelector = `testevent=${label}`;
  for (const name of ["one", "two", "three"]) await api.create(collection, make(name));
  expect((await api.list(collection, { labelSelector })).items).toHaveLength(3);
  await api.json("DELETE", collection, { query: { labelSelector } });
  await until(async () => (await api.list(collection, { labelSelector })).items.length === 0);
}

conformance("[sig-instrumentation] Events should delete a collection of events [Conformance]", ({ api, namespace }) =>
  collectionGoes(api, `${core}/namespaces/${namespace}/events`, (name) => coreEvent(namespace, name), namespace),
);

conformance(
  "[sig-instrumentation] Events API should delete a collection of events [Conformance]",
  ({ api, namespace }) =>
    collectionGoes(api, `${own}/namespaces/${namespace}/events`, (name) => ownEvent(namespace, name), namespace),
);
