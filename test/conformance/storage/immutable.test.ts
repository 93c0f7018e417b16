// Data that can be sealed.
import { expect } from "vitest";
import type { Api, ApiObject } from "../harness/api.ts";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";

/** Upstream's story is the same for both kinds. */
async function sealingHolds(api: Api, namespace: string, resource: string, encode: (text: string) => string) {
  const collection = `/api/v1/namespaces/${namespace}/${resource}`;
  const path = `${collection}/sealed`;
  const edited = async (edit: (object: ApiObject) => void) => {
    const object = await api.get(path);
    edit(object);
    return api.update(path, object);
  };
  await api.create(collection, { metadata: { name: "sealed" }, data: { a: encode("first") } });
  const changed = await edited(({ data }) => Object.assign(data, { a: encode("second") }));
  expect(changed["data"].a).toBe(encode("second"));
  const sealed = await edited((object) => Object.assign(object, { immutable: true }));
  expect(sealed["immutable"]).toBe(true);

  await expectReason(
    edited(({ data }) => Object.assign(data, { b: encode("third") })),
    "Invalid",
  );
  await expectReason(
    edited((object) => Object.assign(object, { immutable: false })),
    "Invalid",
  );
  const labelled = await edited(({ metadata }) => Object.assign(metadata, { labels: { still: "possible" } }));
  expect(labelled).toMatchObject({ immutable: true, data: { a: encode("second") } });
  await api.delete(path);
  expect(await api.exists(path)).toBe(false);
}

conformance(
  "[sig-storage] ConfigMap should be immutable if `immutable` field is set [Conformance]",
  ({ api, namespace }) => sealingHolds(api, namespace, "configmaps", (text) => text),
);

conformance(
  "[sig-storage] Secrets should be immutable if `immutable` field is set [Conformance]",
  ({ api, namespace }) => sealingHolds(api, namespace, "secrets", (text) => Buffer.from(text).toString("base64")),
);
