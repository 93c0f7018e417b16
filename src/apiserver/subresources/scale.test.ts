import { expect, test } from "vitest";
import { type ApiScope, apiScope } from "../../../test/fixtures/api-scope.ts";

const collection = "/apis/apps/v1/namespaces/default/deployments";

async function deployed(): Promise<ApiScope> {
  const api = apiScope();
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "i" }] } };
  const spec = { selector: { matchLabels: labels }, template };
  expect((await api.call("POST", collection, { metadata: { name: "web" }, spec })).code).toBe(201);
  return api;
}

function apply(api: ApiScope, replicas: number, query: string, more: object = {}) {
  const body = { apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name: "web" }, spec: { replicas }, ...more };
  const headers = { "content-type": "application/apply-patch+yaml" };
  return api.call("PATCH", `${collection}/web/scale?${query}`, body, headers);
}

test("a scale that is applied sets the replicas, and owns them through the subresource", async () => {
  const api = await deployed();
  // Whoever created the deployment owns its replicas, were they only the default.
  expect((await apply(api, 3, "fieldManager=a")).code).toBe(409);
  const scaled = await apply(api, 3, "fieldManager=a&force=true");
  expect(scaled).toMatchObject({ code: 200, body: { kind: "Scale", spec: { replicas: 3 } } });
  const { body } = await api.call("GET", `${collection}/web`);
  expect(body.spec.replicas).toBe(3);
  expect(body.metadata.managedFields).toContainEqual({
    manager: "a",
    operation: "Apply",
    apiVersion: "apps/v1",
    time: "2026-01-02T03:04:05Z",
    fieldsType: "FieldsV1",
    fieldsV1: { "f:spec": { "f:replicas": {} } },
    subresource: "scale",
  });
});

test("another's replicas are a conflict, unless they are taken by force", async () => {
  const api = await deployed();
  await apply(api, 3, "fieldManager=a&force=true");
  const refused = await apply(api, 4, "fieldManager=b");
  expect(refused).toMatchObject({ code: 409, body: { details: { causes: [{ field: ".spec.replicas" }] } } });
  const forced = await apply(api, 4, "fieldManager=b&force=true");
  expect(forced).toMatchObject({ code: 200, body: { spec: { replicas: 4 } } });
});

test("what is no Scale, or another's, or less than nothing, is not applied", async () => {
  const api = await deployed();
  expect((await apply(api, 1, "fieldManager=a", { kind: "Deployment" })).code).toBe(400);
  expect((await apply(api, 1, "fieldManager=a&force=true", { metadata: { name: "other" } })).code).toBe(400);
  expect((await apply(api, -1, "fieldManager=a&force=true")).code).toBe(422);
});
