// Lists in pages.
import { expect } from "vitest";
import type { Api, ApiError, ApiList } from "../harness/api.ts";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";

const total = 40;

async function makeTemplates(api: Api, namespace: string): Promise<{ path: string; names: readonly string[] }> {
  const path = `/api/v1/namespaces/${namespace}/podtemplates`;
  const template = { template: { spec: { containers: [{ name: "test", image: "test2" }] } } };
  const names = Array.from({ length: total }, (_, i) => `template-${String(i).padStart(4, "0")}`);
  await Promise.all(names.map((name) => api.create(path, { ...template, metadata: { name } })));
  return { path, names };
}

/** Reads on from `next`, "" for the beginning: all pages of one revision, each telling how many objects are left. */
async function readPages(api: Api, path: string, limit: number, next: string, before = 0) {
  const names: string[] = [];
  let version: string | undefined;
  let left = next;
  do {
    const page = await api.list(path, left === "" ? { limit } : { limit, continue: left });
    version ??= page.metadata.resourceVersion;
    expect(page.metadata.resourceVersion).toBe(version);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    names.push(...page.items.map((item) => item.metadata.name));
    left = page.metadata.continue ?? "";
    expect(page.metadata.remainingItemCount).toBe(left === "" ? undefined : total - before - names.length);
  } while (left !== "");
  return { names, version };
}

conformance(
  "[sig-api-machinery] Servers with support for API chunking should return chunks of results for list calls [Conformance]",
  async ({ api, namespace }) => {
    const { path, names } = await makeTemplates(api, namespace);
    for (const limit of [1, 7, 17, total]) expect((await readPages(api, path, limit, "")).names).toEqual(names);
    expect((await api.list(path)).items).toHaveLength(total);
  },
);

/** A log of this much is cut short however young it is, so that nobody has to wait for its age. */
const logBytesMax = 134_217_728;
const changeBytes = 1_000_000;
const changesMax = (2 * logBytesMax) / changeBytes;
const changesAtOnce = 4;
/** A busy machine takes half a minute for so many bytes. */
const timeoutMs = 180_000;

/** Changes one large object until the list can't go on as it was, and answers how it is refused. */
async function untilExpired(api: Api, namespace: string, goOn: () => Promise<ApiList>): Promise<ApiError> {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const large = (text: string) => ({ data: { text: text.padEnd(changeBytes, "x") } });
  await api.create(path, { metadata: { name: "large" }, ...large("0") });
  for (let changes = 0; changes < changesMax; changes += changesAtOnce) {
    const texts = Array.from({ length: changesAtOnce }, (_, i) => `${changes + i + 1}`);
    await Promise.all(texts.map((text) => api.patch(`${path}/large`, large(text))));
    // Asking is not free either.
    if (changes * changeBytes < logBytesMax) continue;
    const refused = await goOn().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refused !== undefined) return await expectReason(Promise.reject(refused), "Expired");
  }
  throw new Error(`the list goes on as it was after ${changesMax} changes of ${changeBytes} bytes`);
}

conformance(
  "[sig-api-machinery] Servers with support for API chunking should support continue listing from the last key if the original version has been compacted away, though the list is inconsistent [Slow] [Conformance]",
  async ({ api, namespace }) => {
    const { path, names } = await makeTemplates(api, namespace);
    const limit = total / 10;
    const first = await api.list(path, { limit });
    expect(first.metadata.remainingItemCount).toBe(total - limit);
    const token = first.metadata.continue ?? "";
    const goOn = () => api.list(path, { limit, continue: token });
    const { status } = await untilExpired(api, namespace, goOn);
    const rest = await readPages(api, path, limit, status.metadata.continue, limit);
    expect([...first.items.map(({ metadata }) => metadata.name), ...rest.names]).toEqual(names);
    expect(rest.version).not.toBe(first.metadata.resourceVersion);
  },
  timeoutMs,
);
