// Says of each ServiceCIDR that services take addresses from it, and keeps it while they hold some.
// Kubernetes: pkg/controller/servicecidrs/servicecidrs_controller.go
import { formatTime } from "../../apimachinery/time.ts";
import type { ServiceCIDR } from "../../kinds/facts/types.gen.ts";
import { ipAddresses, serviceCidrs } from "../../kinds/kind-refs.ts";
import type { Client } from "../runtime/client.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { mapped, own } from "../runtime/watch-rules.ts";
import { planServiceCidr, type Readiness } from "./plan.ts";

/** A key of no object: what keeps others from going may have changed. */
const leavingKey = "/leaving";

export const serviceCidrController: Controller = {
  name: "service-cidr",
  scope: "Cluster",
  watches: [
    own(serviceCidrs),
    mapped(serviceCidrs, ({ type }) => (type === "ADDED" ? [leavingKey] : [])),
    mapped(ipAddresses, ({ type }) => (type === "DELETED" ? [leavingKey] : [])),
  ],
  async reconcile(key, { client, clock }) {
    if (key === leavingKey) {
      const leaving = (await client.list(serviceCidrs)).filter(({ metadata }) => metadata?.deletionTimestamp);
      return { also: leaving.map(({ metadata }) => metadata?.name ?? "") };
    }
    const cidr = await client.get(serviceCidrs, key);
    if (cidr === undefined) return done;
    const isLeaving = cidr.metadata?.deletionTimestamp !== undefined;
    const addresses = isLeaving ? await client.list(ipAddresses) : [];
    const plan = planServiceCidr(cidr, await client.list(serviceCidrs), addresses);
    const current = await keepFinalizers(client, cidr, plan.finalizers);
    if (plan.type === "report") await report(client, current, plan.readiness, clock.now());
    return done;
  },
};

async function keepFinalizers(
  client: Client,
  cidr: Readonly<ServiceCIDR>,
  finalizers: readonly string[],
): Promise<Readonly<ServiceCIDR>> {
  if (finalizers.length === (cidr.metadata?.finalizers ?? []).length) return cidr;
  const { name = "", resourceVersion = "" } = cidr.metadata ?? {};
  return client.patch(serviceCidrs, name, { metadata: { finalizers: [...finalizers], resourceVersion } });
}

async function report(client: Client, cidr: Readonly<ServiceCIDR>, readiness: Readiness, nowMs: number): Promise<void> {
  const conditions = cidr.status?.conditions ?? [];
  const before = conditions.find(({ type }) => type === "Ready");
  if (before?.status === readiness.status && before.message === readiness.message) return;
  const condition = { type: "Ready", ...readiness, lastTransitionTime: formatTime(nowMs) };
  const others = conditions.filter(({ type }) => type !== "Ready");
  const patch = { status: { conditions: [...others, condition] } };
  await client.patch(serviceCidrs, cidr.metadata?.name ?? "", patch, "status");
}
