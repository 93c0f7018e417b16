// Defaults of what is told about a service.
import { expect, test } from "vitest";
import type { KubeObject } from "../../../apimachinery/json.ts";
import { service } from "./service.ts";

const context = { nowMs: 0, user: { name: "jane", groups: [] }, subresource: "status" };

test("an address told through the status gets its mode", () => {
  const of = (status: object) => ({ metadata: { name: "a" }, spec: { type: "LoadBalancer" }, status }) as KubeObject;
  const told = of({ loadBalancer: { ingress: [{ ip: "203.0.113.1" }, { hostname: "a.example" }] } });
  service.strategy.prepareForStatusUpdate?.(told, of({ loadBalancer: {} }), context);
  expect(told["status"].loadBalancer.ingress).toEqual([
    { ip: "203.0.113.1", ipMode: "VIP" },
    { hostname: "a.example" },
  ]);
  expect(service.strategy.validateStatusUpdate?.(told, of({ loadBalancer: {} }), context)).toEqual([]);
});
