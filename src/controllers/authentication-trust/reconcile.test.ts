import { expect, test } from "vitest";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import type { ConfigMap } from "../../kinds/facts/types.gen.ts";
import { apiServices, configMaps } from "../../kinds/kind-refs.ts";
import { authenticationTrustController, firstAuthenticationTrustController } from "./reconcile.ts";

const mapName = "extension-apiserver-authentication";

function world() {
  const authority = async () => "PEM";
  return controllerWorld({
    cluster: [firstAuthenticationTrustController(authority)],
    namespaced: [authenticationTrustController(authority)],
  });
}

test("kube-system says whom API servers elsewhere may believe, and no other namespace does", async () => {
  const at = world();
  const [system, other] = [await at.create("kube-system"), await at.create("team")];
  await at.settle();
  expect((await system.read<ConfigMap>(configMaps, mapName)).data).toEqual({
    "requestheader-allowed-names": '["front-proxy-client"]',
    "requestheader-client-ca-file": "PEM",
    "requestheader-extra-headers-prefix": '["X-Remote-Extra-"]',
    "requestheader-group-headers": '["X-Remote-Group"]',
    "requestheader-uid-headers": '["X-Remote-Uid"]',
    "requestheader-username-headers": '["X-Remote-User"]',
  });
  expect(await other.client.list(configMaps)).toEqual([]);
});

test("it is restored, and what others keep in it stays", async () => {
  const at = world();
  const system = await at.create("kube-system");
  await at.settle();
  await system.client.patch(configMaps, mapName, {
    data: { "client-ca-file": "x", "requestheader-allowed-names": "[]" },
  } as never);
  await at.settle();
  expect((await system.read<ConfigMap>(configMaps, mapName)).data).toMatchObject({
    "client-ca-file": "x",
    "requestheader-allowed-names": '["front-proxy-client"]',
  });
  await system.client.delete(configMaps, mapName);
  await at.settle();
  expect((await system.read<ConfigMap>(configMaps, mapName)).data).toMatchObject({
    "requestheader-client-ca-file": "PEM",
  });
});

test("a cluster that has none gets it with the first API server elsewhere", async () => {
  const at = controllerWorld({ cluster: [firstAuthenticationTrustController(async () => "PEM")] });
  const system = await at.create("kube-system");
  await at.settle();
  await system.client.delete(configMaps, mapName);
  const service = { namespace: "a", name: "b" };
  const spec = { group: "g.example.com", version: "v1", groupPriorityMinimum: 1, versionPriority: 1, service };
  await at.cluster.client.create(apiServices, { metadata: { name: "v1.g.example.com" }, spec } as never);
  await at.settle();
  expect((await system.read<ConfigMap>(configMaps, mapName)).data).toMatchObject({
    "requestheader-client-ca-file": "PEM",
  });
});
