// Gives back the addresses and node ports that a service held and no longer needs.
// Kubernetes: pkg/registry/core/service/storage/alloc.go releaseAllocatedResources, here after the commit
import type { Service } from "../../kinds/facts/types.gen.ts";
import { services } from "../../kinds/kind-refs.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { mapped } from "../runtime/watch-rules.ts";

export const serviceAllocationController: Controller = {
  name: "service-allocation",
  scope: "Namespaced",
  watches: [
    mapped<Service>(services, ({ type, name, object, old }) => {
      if (type === "DELETED") return [name];
      return old !== undefined && !semanticEqual(holdings(object), holdings(old)) ? [name] : [];
    }),
  ],
  async reconcile(name, { client, reach }) {
    await reach.settleService(name, await client.get(services, name));
    return done;
  },
};

function holdings({ spec }: Readonly<Service>): unknown {
  const { type, clusterIPs, healthCheckNodePort, ports } = spec ?? {};
  return [type, clusterIPs, healthCheckNodePort, (ports ?? []).map(({ nodePort }) => nodePort)];
}
