// What upstream's "should support ... API operations" tests all do with a kind: every verb once, each with its effect.
import { expect } from "vitest";
import { type Api, ApiError, type ApiObject, type PatchType } from "./api.ts";
import { randomName } from "./random-name.ts";
import type { Event } from "./watch.ts";

export interface ApiOperations {
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  readonly base: string;
  readonly resource: string;
  /** "" for kinds of the cluster scope. */
  readonly namespace: string;
  /** What an object has beside its metadata. Called once for each object. */
  readonly make: () => object;
  /** A merge patch of the main resource and what must hold afterwards; an annotation unless told. */
  readonly patch?: { readonly body: object; readonly holds: (object: ApiObject) => void };
  /** Changes through `/status`, for kinds that have it. */
  readonly status?: { readonly body: object; readonly holds: (object: ApiObject) => void };
  /** Names that the kind asks for; random ones unless told. */
  readonly name?: () => string;
  /** A finalizer or controller takes a while to let go of a deleted object. */
  readonly lingers?: boolean;
}

const annotated = {
  body: { metadata: { annotations: { patched: "true" } } },
  holds: (object: ApiObject) => expect(object.metadata.annotations).toMatchObject({ patched: "true" }),
};

/** Throws where the server does otherwise. */
export async function exerciseApi(api: Api, operations: ApiOperations): Promise<void> {
  const { base, resource, namespace, status } = operations;
  await isDiscovered(api, operations);
  const path = namespace === "" ? `${base}/${resource}` : `${base}/namespaces/${namespace}/${resource}`;
  const label = randomName("operations");
  const labelSelector = `operations=${label}`;
  const name = operations.name ?? (() => randomName(resource));
  const create = () =>
    api.create(path, { ...operations.make(), metadata: { name: name(), labels: { operations: label } } });
  const created = [await create(), await create(), await create()];
  const first = created[0] as ApiObject;
  const own = `${path}/${first.metadata.name}`;
  expect(first.metadata.uid).not.toBe("");
  expect((await api.get(own)).metadata).toMatchObject({ uid: first.metadata.uid, name: first.metadata.name });
  await expectReason(
    api.create(path, { ...operations.make(), metadata: { name: first.metadata.name } }),
    "AlreadyExists",
  );

  const listed = await api.list(path, { labelSelector });
  expect(listed.items.map((item) => item.metadata.name).sort()).toEqual(
    created.map((item) => item.metadata.name).sort(),
  );
  expect((await api.list(`${base}/${resource}`, { labelSelector })).items).toHaveLength(3);

  const watch = await api.watch(path, { labelSelector, resourceVersion: listed.metadata.resourceVersion });
  try {
    const isOwn = (type: Event["type"]) => (event: Event) =>
      event.type === type && event.object.metadata.uid === first.metadata.uid;
    const patch = operations.patch ?? annotated;
    patch.holds(await api.patch(own, patch.body));
    patch.holds((await watch.until(isOwn("MODIFIED"))).object);

    const updated = await api.change(own, (object) => {
      Object.assign(object.metadata, { annotations: { ...object.metadata.annotations, updated: "true" } });
    });
    expect(updated.metadata.annotations).toMatchObject({ updated: "true" });
    await watch.until((event) => isOwn("MODIFIED")(event) && event.object.metadata.annotations?.["updated"] === "true");

    if (status !== undefined) await exerciseStatus(api, own, status);
    await api.delete(own);
    if (operations.lingers !== true) await expectReason(api.get(own), "NotFound");
    await watch.until(isOwn("DELETED"));
  } finally {
    watch.close();
  }
  for (const type of patchTypes) await exercisePatch(api, path, await create(), type, status);
  await api.json("DELETE", path, { query: { labelSelector } });
  for (let left = 3; left > 0; ) left = (await api.list(path, { labelSelector })).items.length;
}

const patchTypes: readonly PatchType[] = ["strategic-merge-patch", "apply-patch", "merge-patch", "json-patch"];

/**
 * Labels an object, and changes its status, by a patch that names whom it is meant for.
 * Kubernetes: test/e2e/framework/conformance/conformance.go
 */
async function exercisePatch(
  api: Api,
  path: string,
  { apiVersion, kind, metadata: { name, uid } }: ApiObject,
  type: PatchType,
  status: ApiOperations["status"],
): Promise<void> {
  const query = {
    fieldManager: "operations",
    fieldValidation: "Strict",
    ...(type === "apply-patch" && { force: true }),
  };
  const labels = { patched: type };
  const patch =
    type === "json-patch"
      ? [
          { op: "test", path: "/metadata/uid", value: uid },
          { op: "add", path: "/metadata/labels/patched", value: type },
        ]
      : { apiVersion, kind, metadata: { name, uid, labels } };
  const patched = await api.patch(`${path}/${name}`, patch, type, query);
  expect(patched.metadata).toMatchObject({ uid, labels });
  if (status === undefined || type === "json-patch") return;
  const { metadata = {}, ...content } = status.body as { metadata?: object };
  const told = { apiVersion, kind, metadata: { ...metadata, name, uid }, ...content };
  status.holds(await api.patch(`${path}/${name}/status`, told, type, query));
  const other = { apiVersion, kind, metadata: { name, uid: "00000000-0000-4000-8000-000000000000" } };
  await expectReason(api.patch(`${path}/${name}`, other, type, query), "Conflict");
}

async function exerciseStatus(api: Api, own: string, status: NonNullable<ApiOperations["status"]>): Promise<void> {
  const path = `${own}/status`;
  expect((await api.get(path)).metadata.name).toBe((await api.get(own)).metadata.name);
  status.holds(await api.patch(path, status.body));
  status.holds(await api.get(own));
  status.holds(
    await api.change(path, (object) => {
      Object.assign(object.metadata, { annotations: { ...object.metadata.annotations, statusUpdated: "true" } });
    }),
  );
}

async function isDiscovered(api: Api, { base, resource, namespace }: ApiOperations): Promise<void> {
  if (base !== "/api/v1") {
    const [, , group = "", version = ""] = base.split("/");
    const groups = await api.json("GET", "/apis");
    const versions = groups.groups.find((one: { name: string }) => one.name === group)?.versions;
    expect(versions).toContainEqual({ groupVersion: `${group}/${version}`, version });
  }
  const { resources } = await api.json("GET", base);
  const found = resources.find((one: { name: string }) => one.name === resource);
  expect(found).toMatchObject({ namespaced: namespace !== "" });
}

/** That the server refuses, and why. */
export async function expectReason(refused: Promise<unknown>, reason: string): Promise<ApiError> {
  const error = await refused.then(
    () => undefined,
    (problem: unknown) => problem,
  );
  if (!(error instanceof ApiError)) throw new Error(`expected ${reason}, but: ${error ?? "it was accepted"}`);
  expect(error.reason, error.message).toBe(reason);
  return error;
}
