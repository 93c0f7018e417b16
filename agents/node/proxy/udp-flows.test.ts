// Which remembered UDP flows are wrong after a change.
import { expect, test } from "vitest";
import { emptyProgram, type Program } from "./program.ts";
import { forgetArguments, staleFlows, udpChanged } from "./udp-flows.ts";

function program(udp: Record<string, string[]>): Program {
  return { ...emptyProgram, udp: new Map(Object.entries(udp).map(([key, targets]) => [key, new Set(targets)])) };
}

function flow(to: string, port: number, sentTo: string, sentToPort: number): string {
  return `udp      17 25 src=10.244.0.9 dst=${to} sport=4000 dport=${port} src=${sentTo} dst=10.244.0.9 sport=${sentToPort} dport=4000 mark=0 use=1`;
}

const vip = "10.96.0.27 . udp . 53";

test.each([
  ["a flow to a present endpoint stays", flow("10.96.0.27", 53, "10.244.0.2", 8053), []],
  ["a flow to a former one goes", flow("10.96.0.27", 53, "10.244.0.3", 8053), ["10.96.0.27 53 10.244.0.3"]],
  [
    "so does one to another port of the same pod",
    flow("10.96.0.27", 53, "10.244.0.2", 1),
    ["10.96.0.27 53 10.244.0.2"],
  ],
  ["and one that nobody had translated", flow("10.96.0.27", 53, "10.96.0.27", 53), ["10.96.0.27 53 10.96.0.27"]],
  [
    "a NodePort's flow to a former endpoint goes",
    flow("192.0.2.10", 30053, "10.244.0.3", 8053),
    ["192.0.2.10 30053 10.244.0.3"],
  ],
  ["a flow to a far away host's same port is none of ours", flow("198.51.100.1", 30053, "198.51.100.1", 30053), []],
  ["a flow of a service that is gone goes", flow("10.96.0.28", 53, "10.244.0.4", 53), ["10.96.0.28 53 10.244.0.4"]],
  ["other flows stay", flow("192.0.2.53", 53, "192.0.2.53", 53), []],
  ["lines of other kinds are skipped", "conntrack v1.4.7 (conntrack-tools): 3 flow entries have been shown.", []],
])("%s", (_name, line, stale) => {
  const before = program({ [vip]: ["10.244.0.3:8053"], "10.96.0.28 . udp . 53": ["10.244.0.4:53"] });
  const after = program({ [vip]: ["10.244.0.2:8053"], "udp . 30053": ["10.244.0.2:8053"] });
  const found = staleFlows(`${line}\n`, before, after).map(
    ({ address, port, sentTo }) => `${address} ${port} ${sentTo}`,
  );
  expect(found).toEqual(stale);
});

test("flows of many clients are forgotten with one command", () => {
  const before = program({});
  const lines = `${flow("10.96.0.27", 53, "10.244.0.3", 53)}\n${flow("10.96.0.27", 53, "10.244.0.3", 53)}`;
  const [one, ...more] = staleFlows(lines, before, program({ [vip]: [] }));
  expect(more).toEqual([]);
  expect(one && forgetArguments(one).join(" ")).toBe(
    "-D -p udp --orig-dst 10.96.0.27 --orig-port-dst 53 --reply-src 10.244.0.3",
  );
});

test("only a change of UDP is worth looking", () => {
  const one = program({ [vip]: ["10.244.0.2:53"] });
  expect(udpChanged(one, program({ [vip]: ["10.244.0.2:53"] }))).toBe(false);
  expect(udpChanged(one, program({ [vip]: ["10.244.0.3:53"] }))).toBe(true);
  expect(udpChanged(one, program({}))).toBe(true);
});
