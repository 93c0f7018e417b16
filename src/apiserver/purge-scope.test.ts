import { expect, test } from "vitest";
import { apiScope, configMap } from "../../test/fixtures/api-scope.ts";
import { controllerUser } from "../auth/user.ts";
import { purgeScope } from "./purge-scope.ts";

const core = "/api/v1/namespaces/default";
const user = controllerUser("namespace");

test("pods go first: the rest stays until the last of them has ended", async () => {
  const api = apiScope({ namespace: "default" });
  await api.call("POST", `${core}/configmaps`, configMap("kept"));
  const finalizers = ["example.com/held"];
  const spec = { containers: [{ name: "c", image: "i" }] };
  expect((await api.call("POST", `${core}/pods`, { metadata: { name: "held", finalizers }, spec })).code).toBe(201);
  for (let round = 0; round < 2; round++) {
    expect(await purgeScope(api.scope, user)).toEqual({
      counts: { configmaps: 1, pods: 1 },
      finalizers: { "example.com/held": 1 },
    });
  }
  const merge = { "content-type": "application/merge-patch+json" };
  await api.call("PATCH", `${core}/pods/held`, { metadata: { finalizers: null } }, merge);
  expect(await purgeScope(api.scope, user)).toEqual({ counts: {}, finalizers: {} });
});
