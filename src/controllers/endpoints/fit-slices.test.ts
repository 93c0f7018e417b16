import { describe, expect, test } from "vitest";
import type { Endpoint, EndpointSlice } from "../../kinds/facts/types.gen.ts";
import { fitSlices, type WantedGroup } from "./fit-slices.ts";

const http = [{ name: "http", port: 80, protocol: "TCP" }];

function endpoint(index: number, ready = true): Endpoint {
  return { addresses: [`10.0.${Math.floor(index / 250)}.${index % 250}`], conditions: { ready } };
}

function endpoints(from: number, to: number): Endpoint[] {
  return Array.from({ length: to - from }, (_, index) => endpoint(from + index));
}

function slice(name: string, content: readonly Endpoint[], ports = http): EndpointSlice {
  return { metadata: { name }, addressType: "IPv4", endpoints: [...content], ports };
}

function shown(wanted: readonly WantedGroup[], existing: readonly EndpointSlice[], stale: readonly string[] = []) {
  const changes = fitSlices(wanted, existing, ({ metadata }) => stale.includes(metadata?.name ?? ""));
  return {
    create: changes.create.map((content) => content.endpoints.length),
    update: changes.update.map((one) => `${one.slice.metadata?.name}:${one.content.endpoints.length}`),
    delete: changes.delete.map(({ metadata }) => metadata?.name),
  };
}

function group(content: readonly Endpoint[], ports = http): WantedGroup {
  return { ports, endpoints: content };
}

describe("fitting endpoints into slices", () => {
  test("nothing changed, nothing written", () => {
    expect(shown([group(endpoints(0, 3))], [slice("a", endpoints(0, 3))])).toEqual({
      create: [],
      update: [],
      delete: [],
    });
  });

  test("no endpoints: one empty slice, made once", () => {
    expect(shown([], [])).toEqual({ create: [0], update: [], delete: [] });
    expect(shown([], [slice("a", [], [])])).toEqual({ create: [], update: [], delete: [] });
    expect(shown([], [slice("a", [], [])], ["a"]), "its labels are old").toEqual({
      create: [],
      update: ["a:0"],
      delete: [],
    });
    expect(shown([], [slice("a", endpoints(0, 1)), slice("b", endpoints(1, 2))])).toEqual({
      create: [],
      update: ["a:0"],
      delete: ["b"],
    });
  });

  test("the first endpoints take the empty slice's place", () => {
    expect(shown([group(endpoints(0, 2))], [slice("a", [], [])])).toEqual({ create: [], update: ["a:2"], delete: [] });
  });

  test("100 in a slice", () => {
    expect(shown([group(endpoints(0, 250))], [])).toEqual({ create: [100, 100, 50], update: [], delete: [] });
  });

  test("a few more go where there is room: the slice that they fill most", () => {
    const existing = [slice("a", endpoints(0, 100)), slice("b", endpoints(100, 140)), slice("c", endpoints(140, 230))];
    expect(shown([group(endpoints(0, 235))], existing)).toEqual({ create: [], update: ["c:95"], delete: [] });
    expect(shown([group(endpoints(0, 250))], existing)).toEqual({ create: [], update: ["b:60"], delete: [] });
  });

  test("a slice that is written anyway is filled first", () => {
    const existing = [slice("a", endpoints(0, 90)), slice("b", endpoints(100, 150))];
    const wanted = group([...endpoints(0, 90), ...endpoints(101, 155)]);
    expect(shown([wanted], existing)).toEqual({ create: [], update: ["b:54"], delete: [] });
  });

  test("a changed state is an update in place; a vanished endpoint leaves the others where they are", () => {
    const existing = [slice("a", endpoints(0, 3)), slice("b", endpoints(3, 6))];
    const wanted = [...endpoints(0, 2), endpoint(2, false), ...endpoints(4, 6)];
    expect(shown([group(wanted)], existing)).toEqual({ create: [], update: ["a:3", "b:2"], delete: [] });
  });

  test("an emptied slice goes", () => {
    const existing = [slice("a", endpoints(0, 3)), slice("b", endpoints(3, 6))];
    expect(shown([group(endpoints(0, 3))], existing)).toEqual({ create: [], update: [], delete: ["b"] });
  });

  test("each set of ports has its own slices; a slice of ports that nobody serves is used again", () => {
    const other = [{ name: "http", port: 81, protocol: "TCP" }];
    expect(shown([group(endpoints(0, 2)), group(endpoints(2, 3), other)], [slice("a", endpoints(0, 2))])).toEqual({
      create: [1],
      update: [],
      delete: [],
    });
    expect(shown([group(endpoints(0, 2), other)], [slice("a", endpoints(0, 2))])).toEqual({
      create: [],
      update: ["a:2"],
      delete: [],
    });
  });
});
