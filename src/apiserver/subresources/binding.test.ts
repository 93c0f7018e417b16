import { expect, test } from "vitest";
import { type ApiScope, apiScope } from "../../../test/fixtures/api-scope.ts";

const namespace = "/api/v1/namespaces/default";

async function waiting(): Promise<ApiScope> {
  const api = apiScope();
  const spec = { containers: [{ name: "c", image: "i" }] };
  expect((await api.call("POST", `${namespace}/pods`, { metadata: { name: "p" }, spec })).code).toBe(201);
  return api;
}

const binding = (name: string) => ({ metadata: { name }, target: { kind: "Node", name: "n" } });

test.each([`${namespace}/bindings`, `${namespace}/pods/p/binding`])(
  "a POST to %s gives the pod its node, once",
  async (path) => {
    const api = await waiting();
    expect(await api.call("POST", path, binding("p"))).toMatchObject({ code: 201, body: { status: "Success" } });
    const { body } = await api.call("GET", `${namespace}/pods/p`);
    expect(body.spec.nodeName).toBe("n");
    const again = await api.call("POST", path, binding("p"));
    expect(again).toMatchObject({ code: 409 });
    expect(again.body.message).toContain('pod p is already assigned to node "n"');
  },
);

test("a binding in the collection names its pod, and is not stored", async () => {
  const api = await waiting();
  expect((await api.call("POST", `${namespace}/bindings`, { target: { name: "n" } })).code).toBe(400);
  expect((await api.call("POST", `${namespace}/bindings`, binding("other"))).code).toBe(404);
  await api.call("POST", `${namespace}/bindings`, binding("p"));
  expect(api.store.list("bindings").objects).toEqual([]);
});
