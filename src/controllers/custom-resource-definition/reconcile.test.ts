import { expect, test } from "vitest";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import { cronTabs } from "../../../test/fixtures/custom-resources.ts";
import { customResourceDefinitions } from "../../kinds/kind-refs.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";
import { customResourceDefinitionController } from "./reconcile.ts";

test("a definition is established, and goes when its objects have gone", async () => {
  const world = controllerWorld({ cluster: [customResourceDefinitionController(() => builtinRegistry)] });
  const { client } = world.cluster;
  const { status: _status, ...wanted } = cronTabs(undefined, { uid: "" });
  const name = "crontabs.stable.example.com";
  await client.create(customResourceDefinitions, {
    ...wanted,
    metadata: { name },
  });
  await world.settle();
  const made = await client.get(customResourceDefinitions, name);
  expect(made?.status?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
    "NamesAccepted=True",
    "Established=True",
  ]);
  await client.delete(customResourceDefinitions, name);
  const marked = await client.get(customResourceDefinitions, name);
  expect(marked?.metadata?.finalizers).toEqual(["customresourcecleanup.apiextensions.k8s.io"]);
  expect(marked?.status?.conditions?.at(-1)).toMatchObject({ type: "Terminating", status: "True" });
  await world.settle();
  expect(await client.get(customResourceDefinitions, name)).toBeUndefined();
});
