// Names in the kernel: short enough, stable, and apart from other agents'.
import { expect, test } from "vitest";
import { agentNames, anyAgent, interfaceAlias, interfaceName, podUidOfAlias } from "./names.ts";

const names = agentNames("default", "node-1");
const uid = "6f1c2d0e-9f0a-4c57-8f0f-0d8f0c3b7a11";

test("interface names fit the kernel and differ by pod, node and cluster", () => {
  const all = [
    interfaceName(names, uid),
    interfaceName(names, "other"),
    interfaceName(agentNames("default", "node-2"), uid),
    interfaceName(agentNames("second", "node-1"), uid),
  ];
  for (const name of all) expect(name).toMatch(/^sk[0-9a-f]{13}$/);
  expect(new Set(all).size).toBe(4);
});

test("an alias leads back to the pod, for its own agent only", () => {
  const alias = interfaceAlias(names, uid);
  expect(podUidOfAlias(names, alias)).toBe(uid);
  expect(podUidOfAlias(agentNames("default", "node-2"), alias)).toBeUndefined();
  expect(anyAgent.aliasPattern.test(alias)).toBe(true);
});

test("what is ours is recognised without knowing whose it was", () => {
  expect(anyAgent.tablePattern.test(names.podTable) && anyAgent.tablePattern.test(names.proxyTable)).toBe(true);
  expect(anyAgent.commentPattern.test(names.ruleComment)).toBe(true);
  expect(anyAgent.labelPattern.test(names.addressLabel)).toBe(true);
  expect(anyAgent.tablePattern.test("nat")).toBe(false);
});
