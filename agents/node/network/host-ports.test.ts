// Ports of the host as elements of the pod table.
import { expect, test } from "vitest";
import { hostPortElements, noHostPorts } from "./host-ports.ts";
import { agentNames } from "./names.ts";
import type { HostPort } from "./pod-network.ts";
import { hostPortDifference } from "./pod-table.ts";

function pod(podUid: string, ip: string, ...hostPorts: HostPort[]) {
  return { podUid, ip, containerId: podUid, hostPorts };
}
const http: HostPort = { hostIP: "", hostPort: 80, protocol: "TCP", containerPort: 8080 };

test("a port on every address, one on a single address, and the way back to oneself", () => {
  const elements = hostPortElements([
    pod("a", "10.244.0.2", http, { ...http, hostIP: "127.0.0.1", hostPort: 53, protocol: "UDP" }),
  ]);
  expect([...elements.hostPorts]).toEqual([["tcp . 80", "10.244.0.2 . 8080"]]);
  expect([...elements.hostPortsAt]).toEqual([["127.0.0.1 . udp . 53", "10.244.0.2 . 8080"]]);
  expect([...elements.hairpin]).toEqual([["10.244.0.2 . 10.244.0.2", ""]]);
});

test("the first pod keeps a port that two want", () => {
  const elements = hostPortElements([pod("a", "10.244.0.2", http), pod("b", "10.244.0.3", http)]);
  expect([...elements.hostPorts]).toEqual([["tcp . 80", "10.244.0.2 . 8080"]]);
});

test("a port that moves to another pod is removed and added in one transaction", () => {
  const names = agentNames("c", "n");
  const before = hostPortElements([pod("a", "10.244.0.2", http)]);
  const after = hostPortElements([pod("b", "10.244.0.3", http)]);
  expect(hostPortDifference(names, before, after).split("\n")).toEqual([
    `delete element ip ${names.podTable} host_ports { tcp . 80 }`,
    `add element ip ${names.podTable} host_ports { tcp . 80 : 10.244.0.3 . 8080 }`,
    `delete element ip ${names.podTable} hairpin { 10.244.0.2 . 10.244.0.2 }`,
    `add element ip ${names.podTable} hairpin { 10.244.0.3 . 10.244.0.3 }`,
    "",
  ]);
  expect(hostPortDifference(names, after, after)).toBe("");
  expect(hostPortDifference(names, noHostPorts, noHostPorts)).toBe("");
});
