import { describe, expect, test } from "vitest";
import { packSubsets, type ServingAddress, truncateSubsets } from "./subsets.ts";

function serving(ip: string, ready: boolean, ...ports: number[]): ServingAddress {
  return { address: { ip }, ready, ports: ports.map((port) => ({ port, protocol: "TCP" })) };
}

describe("subsets", () => {
  test("addresses that serve the same ports stand together, ready and not, in order", () => {
    const packed = packSubsets([
      serving("10.0.0.3", true, 80),
      serving("10.0.0.1", false, 80),
      serving("10.0.0.2", true, 443, 80),
      serving("10.0.0.0", true, 80),
    ]);
    expect(packed).toEqual([
      {
        addresses: [{ ip: "10.0.0.2" }],
        ports: [
          { port: 443, protocol: "TCP" },
          { port: 80, protocol: "TCP" },
        ],
      },
      {
        addresses: [{ ip: "10.0.0.0" }, { ip: "10.0.0.3" }],
        notReadyAddresses: [{ ip: "10.0.0.1" }],
        ports: [{ port: 80, protocol: "TCP" }],
      },
    ]);
  });

  test("the order they come in says nothing", () => {
    const all = [serving("10.0.0.1", true, 80), serving("10.0.0.2", true, 81), serving("10.0.0.3", true, 80)];
    expect(packSubsets([...all].reverse())).toEqual(packSubsets(all));
  });

  test("without ports, a headless service's", () => {
    expect(packSubsets([serving("10.0.0.1", true)])).toEqual([{ addresses: [{ ip: "10.0.0.1" }] }]);
  });

  test("over capacity, ready ones stay before others", () => {
    const many = Array.from({ length: 8 }, (_, index) => serving(`10.0.0.${index}`, index < 5, 80));
    const fits = truncateSubsets(packSubsets(many), 8);
    expect(fits.truncated).toBe(false);
    const some = truncateSubsets(packSubsets(many), 6);
    expect(some.truncated).toBe(true);
    expect(some.subsets[0]?.addresses).toHaveLength(5);
    expect(some.subsets[0]?.notReadyAddresses).toHaveLength(1);
    const few = truncateSubsets(packSubsets(many), 3);
    expect(few.subsets[0]?.addresses).toHaveLength(3);
    expect(few.subsets[0]?.notReadyAddresses).toBeUndefined();
  });

  test("each subset keeps its share", () => {
    const many = Array.from({ length: 12 }, (_, index) => serving(`10.0.0.${index}`, true, index < 8 ? 80 : 81));
    const { subsets } = truncateSubsets(packSubsets(many), 6);
    expect(subsets.map(({ addresses }) => addresses?.length)).toEqual([4, 2]);
  });
});
