import { describe, expect, test } from "vitest";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import type { ConfigMap } from "../../kinds/facts/types.gen.ts";
import { configMaps, namespaces } from "../../kinds/kind-refs.ts";
import { firstRootCaController, rootCaController } from "./reconcile.ts";

function world(certificate: () => string | undefined = () => "PEM") {
  return controllerWorld({
    cluster: [firstRootCaController(certificate)],
    namespaced: [rootCaController(certificate)],
  });
}

describe("root CA", () => {
  test("is published to each new namespace", async () => {
    const at = world();
    const team = await at.create("team");
    await at.settle();
    const map = await team.read<ConfigMap>(configMaps, "kube-root-ca.crt");
    expect(map.data).toEqual({ "ca.crt": "PEM" });
    expect(map.metadata?.annotations?.["kubernetes.io/description"]).toMatch(/^Contains a CA bundle/);
  });

  test("is restored when it is changed or deleted, and otherwise left alone", async () => {
    const at = world();
    const team = await at.create("team");
    await at.settle();
    await team.client.delete(configMaps, "kube-root-ca.crt");
    await at.settle();
    await team.client.patch(configMaps, "kube-root-ca.crt", { data: { "ca.crt": "forged", more: "x" } });
    await at.settle();
    expect((await team.read<ConfigMap>(configMaps, "kube-root-ca.crt")).data).toEqual({ "ca.crt": "PEM" });
    const writes = team.writes.length;
    team.store.work.add([{ controller: "root-ca-certificate-publisher", key: "kube-root-ca.crt", dueMs: 0 }]);
    await at.settle(60_000);
    expect(team.writes.length).toBe(writes);
  });

  test("a namespace that is being deleted gets none", async () => {
    const at = world();
    const team = await at.create("team");
    await at.cluster.client.delete(namespaces, "team");
    await at.settle();
    expect(await team.client.list(configMaps)).toEqual([]);
  });
});
