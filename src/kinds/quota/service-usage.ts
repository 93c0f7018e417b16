// Services against quotas. Kubernetes: pkg/quota/v1/evaluator/core/services.go
import { quantityOf } from "../../apimachinery/quantity.ts";
import type { Service } from "../facts/types.gen.ts";
import type { Evaluator, Usage } from "./evaluator.ts";

const counted: readonly string[] = ["services", "count/services", "services.nodeports", "services.loadbalancers"];

export const serviceEvaluator: Evaluator = {
  handles: (_operation, subresource) => subresource === "",
  counts: (resource) => counted.includes(resource),
  usage: (object) => serviceUsage(object as Service),
  within: () => false,
};

function serviceUsage({ spec }: Service): Usage {
  const isBalanced = spec?.type === "LoadBalancer";
  return new Map([
    ["services", quantityOf(1)],
    ["count/services", quantityOf(1)],
    ["services.nodeports", quantityOf(nodePorts(spec))],
    ["services.loadbalancers", quantityOf(isBalanced ? 1 : 0)],
  ]);
}

function nodePorts(spec: Service["spec"]): number {
  const ports = spec?.ports ?? [];
  if (spec?.type === "NodePort") return ports.length;
  if (spec?.type !== "LoadBalancer") return 0;
  if (spec.allocateLoadBalancerNodePorts !== false) return ports.length;
  return ports.filter(({ nodePort }) => (nodePort ?? 0) !== 0).length;
}
