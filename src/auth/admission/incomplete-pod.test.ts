// A pod that says nothing of itself is refused for that, whatever looks at it on the way.
import { expect, test } from "vitest";
import { fakeHost } from "../../../test/fixtures/admission-host.ts";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import { admissionChain } from "./chain.ts";

test.each([
  ["without a spec", {}],
  ["without containers", { spec: { nodeName: "n" } }],
  ["with a spec that is null", { spec: null }],
  ["with a volume without a name", { spec: { containers: [{ name: "a", image: "b" }], volumes: [{}] } }],
])("a pod %s is invalid", async (_, more) => {
  const host = fakeHost({
    namespace: { metadata: { name: "default" }, status: { phase: "Active" } },
    find: (collection, name) => (collection === "serviceaccounts" ? { metadata: { name, uid: "u" } } : undefined),
  });
  const api = apiScope({ admission: admissionChain(host) });
  const pod = { metadata: { name: "a" }, ...more };
  const { code, body } = await api.call("POST", "/api/v1/namespaces/default/pods", pod);
  expect([code, body.message]).toEqual([422, expect.stringMatching(/: (spec.containers|.*name): Required value/)]);
  expect(api.failures).toEqual([]);
});
