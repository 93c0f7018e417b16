import { describe, expect, test } from "vitest";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import { namespaces, serviceAccounts } from "../../kinds/kind-refs.ts";
import { firstServiceAccountController, serviceAccountController } from "./reconcile.ts";

function world() {
  return controllerWorld({ cluster: [firstServiceAccountController], namespaced: [serviceAccountController] });
}

describe("default service account", () => {
  test("is in each new namespace", async () => {
    const at = world();
    const team = await at.create("team");
    await at.settle();
    expect((await team.client.list(serviceAccounts)).map(({ metadata }) => metadata?.name)).toEqual(["default"]);
  });

  test("comes back when it is deleted; others do not", async () => {
    const at = world();
    const team = await at.create("team");
    await team.client.create(serviceAccounts, { metadata: { name: "mine" } });
    await at.settle();
    const { uid } = (await team.read(serviceAccounts, "default")).metadata ?? {};
    await team.client.delete(serviceAccounts, "default");
    await team.client.delete(serviceAccounts, "mine");
    await at.settle();
    const left = await team.client.list(serviceAccounts);
    expect(left.map(({ metadata }) => metadata?.name)).toEqual(["default"]);
    expect(left[0]?.metadata?.uid).not.toBe(uid);
  });

  test("not in a namespace that is being deleted", async () => {
    const at = world();
    const team = await at.create("team");
    await at.settle();
    await at.cluster.client.delete(namespaces, "team");
    await team.client.delete(serviceAccounts, "default");
    await at.settle();
    expect(await team.client.list(serviceAccounts)).toEqual([]);
    expect(team.warnings).toEqual([]);
  });
});
