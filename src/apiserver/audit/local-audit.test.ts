// What controllers write is noted as the policy says.
import { expect, test } from "vitest";
import { apiScope, configMap } from "../../../test/fixtures/api-scope.ts";
import type { JsonObject } from "../../apimachinery/json.ts";
import { controllerUser } from "../../auth/user.ts";
import { LocalClient } from "../local-client.ts";
import { auditPolicySchema } from "./policy.ts";

const configMaps = { group: "", version: "v1", plural: "configmaps" };

function audited(rules: readonly object[]) {
  const api = apiScope();
  const events: JsonObject[] = [];
  const policy = auditPolicySchema.parse({ apiVersion: "audit.k8s.io/v1", kind: "Policy", rules });
  Object.assign(api.scope, { audit: { policy: () => policy, record: (event: JsonObject) => events.push(event) } });
  return { events, client: new LocalClient(api.scope, controllerUser("deployment")) };
}

test("a write is noted with who wrote what, and its outcome", async () => {
  const { events, client } = audited([{ level: "RequestResponse", omitStages: ["RequestReceived"] }]);
  await client.create(configMaps, configMap("a"));
  await client.patch(configMaps, "a", { data: { key: "other" } } as never);
  await client.delete(configMaps, "a");
  expect(
    events.map(({ verb, requestURI, responseStatus }) => [verb, requestURI, (responseStatus as JsonObject)["code"]]),
  ).toEqual([
    ["create", "/api/v1/namespaces/default/configmaps", 201],
    ["patch", "/api/v1/namespaces/default/configmaps/a", 200],
    ["delete", "/api/v1/namespaces/default/configmaps/a", 200],
  ]);
  expect(events[0]).toMatchObject({
    user: { username: "system:serviceaccount:kube-system:deployment-controller" },
    objectRef: { resource: "configmaps", namespace: "default", name: "a", apiVersion: "v1" },
    requestObject: { metadata: { name: "a" } },
    responseObject: { data: { key: "value" } },
  });
});

test("what fails is noted too, and reads are not", async () => {
  const { events, client } = audited([{ level: "Metadata", omitStages: ["RequestReceived"] }]);
  await client.list(configMaps);
  await expect(client.update(configMaps, configMap("gone"))).rejects.toMatchObject({ code: 404 });
  expect(events).toMatchObject([{ verb: "update", responseStatus: { code: 404, reason: "NotFound" } }]);
});

test("a policy that leaves them out leaves them out", async () => {
  const { events, client } = audited([
    { level: "None", userGroups: ["system:serviceaccounts"] },
    { level: "Metadata" },
  ]);
  await client.create(configMaps, configMap("a"));
  expect(events).toEqual([]);
});
