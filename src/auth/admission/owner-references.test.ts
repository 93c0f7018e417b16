import { expect, test } from "vitest";
import { fakeHost } from "../../../test/fixtures/admission-host.ts";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import type { Attributes, Decision } from "../authorize.ts";
import { ownerReferences } from "./owner-references.ts";

const maps = "/api/v1/namespaces/default/configmaps";
const owner = { apiVersion: "apps/v1", kind: "Deployment", name: "d", uid: "u" };

/** An API where everything may be done but what `refuses` says. */
function apiWhere(refuses: (asked: Attributes & { type: "resource" }) => boolean) {
  const asked = (_user: unknown, attributes: Attributes): Decision =>
    attributes.type === "resource" && refuses(attributes)
      ? { allowed: false, reason: "no" }
      : { allowed: true, reason: "" };
  return apiScope({ admission: [ownerReferences(fakeHost(), asked)] });
}

const create = (api: ReturnType<typeof apiScope>, ...ownerReferences: object[]) =>
  api.call("POST", maps, { metadata: { name: "m", ownerReferences } });

test("who may not delete an object may not give it an owner", async () => {
  const api = apiWhere(({ verb, resource }) => verb === "delete" && resource === "configmaps");
  const { code, body } = await create(api, owner);
  expect([code, body.message]).toEqual([
    403,
    `configmaps "m" is forbidden: cannot set an ownerRef on a resource you can't delete: no, <nil>`,
  ]);
  expect(await create(api)).toMatchObject({ code: 201 });
});

test("who may not touch an owner's finalizers may not have it wait", async () => {
  const api = apiWhere(
    ({ verb, resource, subresource }) => verb === "update" && `${resource}/${subresource}` === "deployments/finalizers",
  );
  const { code, body } = await create(api, { ...owner, blockOwnerDeletion: true });
  expect([code, body.message]).toEqual([
    403,
    `configmaps "m" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: no, <nil>`,
  ]);
  expect(await create(api, owner)).toMatchObject({ code: 201 });
});

test("an owner that waits must be of a kind that there is", async () => {
  const api = apiWhere(() => false);
  const { body } = await create(api, { ...owner, kind: "Unknown", blockOwnerDeletion: true });
  expect(body.message).toContain("cannot find RESTMapping for APIVersion apps/v1 Kind Unknown");
});

test("owners that stay as they are ask for nothing", async () => {
  let strict = false;
  const api = apiWhere(() => strict);
  await create(api, { ...owner, blockOwnerDeletion: true });
  strict = true;
  const merge = { "content-type": "application/merge-patch+json" };
  expect(await api.call("PATCH", `${maps}/m`, { data: { a: "b" } }, merge)).toMatchObject({ code: 200 });
  const dropped = await api.call("PATCH", `${maps}/m`, { metadata: { ownerReferences: [] } }, merge);
  expect(dropped.code).toBe(403);
});
