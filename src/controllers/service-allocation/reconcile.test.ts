import { expect, test } from "vitest";
import { controllerScope } from "../../../test/fixtures/controller-scope.ts";
import type { Service } from "../../kinds/facts/types.gen.ts";
import { services } from "../../kinds/kind-refs.ts";
import { serviceAllocationController } from "./reconcile.ts";

test("what a service holds is settled when it changes or goes, and not otherwise", async () => {
  const settled: string[] = [];
  const at = controllerScope({
    controllers: [serviceAllocationController],
    reach: {
      async settleService(name, service) {
        settled.push(`${name} ${(service as Service | undefined)?.spec?.type ?? "gone"}`);
      },
    },
  });
  const spec = { type: "NodePort", clusterIP: "10.96.1.1", ports: [{ port: 80, nodePort: 30_080 }] };
  await at.client.create(services, { metadata: { name: "web" }, spec });
  await at.client.patch(services, "web", { metadata: { labels: { a: "b" } } });
  await at.settle();
  expect(settled).toEqual([]);
  await at.client.patch(services, "web", { spec: { type: "ClusterIP", ports: [{ port: 80 }] } });
  await at.settle();
  expect(settled).toEqual(["web ClusterIP"]);
  await at.client.delete(services, "web");
  await at.settle();
  expect(settled).toEqual(["web ClusterIP", "web gone"]);
});
