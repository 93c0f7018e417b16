import { describe, expect, test } from "vitest";
import {
  emptySet,
  type FieldSet,
  hasPath,
  intersectSets,
  pathsOf,
  pathText,
  readFieldSet,
  setOfPaths,
  sortedSet,
  subtractSet,
  unionSets,
  withoutPaths,
} from "./field-set.ts";
import { compareElements, elementText, keyElement } from "./path-element.ts";

/** Numbers that repeat from a seed. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const elements = ["f:a", "f:b", 'k:{"n":1}', 'v:"x"'];

function randomPaths(random: (limit: number) => number): string[][] {
  return Array.from({ length: random(12) }, () =>
    Array.from({ length: 1 + random(4) }, () => elements[random(4)] as string),
  );
}

const texts = (set: FieldSet) => [...pathsOf(set)].map((path) => path.join(" ")).sort();

describe("sets are sets of paths", () => {
  test("whatever is done with them (1,000 seeds)", () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const random = randomFrom(seed);
      const [one, two] = [randomPaths(random), randomPaths(random)];
      const [left, right] = [setOfPaths(one), setOfPaths(two)];
      const inLeft = new Set(one.map((path) => path.join(" ")));
      const inRight = new Set(two.map((path) => path.join(" ")));
      const sources = JSON.stringify([left, right]);
      expect(texts(left), `seed ${seed}`).toEqual([...inLeft].sort());
      expect(texts(unionSets(left, right)), `seed ${seed}`).toEqual([...new Set([...inLeft, ...inRight])].sort());
      expect(texts(subtractSet(left, right)), `seed ${seed}`).toEqual(
        [...inLeft].filter((path) => !inRight.has(path)).sort(),
      );
      expect(texts(intersectSets(left, right)), `seed ${seed}`).toEqual(
        [...inLeft].filter((path) => inRight.has(path)).sort(),
      );
      expect(texts(readFieldSet(JSON.parse(JSON.stringify(left)))), `seed ${seed}`).toEqual(texts(left));
      expect(texts(sortedSet(left))).toEqual(texts(left));
      expect(texts(withoutPaths(left, [["f:a", "f:b"]]))).toEqual(
        [...inLeft].filter((path) => path !== "f:a f:b" && !path.startsWith("f:a f:b ")).sort(),
      );
      for (const path of one) expect(hasPath(left, path)).toBe(true);
      expect(JSON.stringify([left, right])).toBe(sources);
    }
  });

  test("what changes nothing answers the same set", () => {
    const set = setOfPaths([["f:a", "f:b"], ["f:c"]]);
    expect(subtractSet(set, setOfPaths([["f:x"], ["f:a"]]))).toBe(set);
    expect(unionSets(set, setOfPaths([["f:a", "f:b"]]))).toBe(set);
    expect(sortedSet(set)).toBe(set);
    expect(withoutPaths(set, [["f:x", "f:y"]])).toBe(set);
    expect(subtractSet(set, set)).toEqual(emptySet);
  });

  test("a member with members below it has a dot", () => {
    expect(setOfPaths([["f:a"], ["f:a", "f:b"]])).toEqual({ "f:a": { ".": {}, "f:b": {} } });
    expect(subtractSet({ "f:a": { ".": {}, "f:b": {} } } as never, setOfPaths([["f:a", "f:b"]]))).toEqual({
      "f:a": {},
    });
    expect(subtractSet({ "f:a": { ".": {}, "f:b": {} } } as never, setOfPaths([["f:a"]]))).toEqual({
      "f:a": { "f:b": {} },
    });
  });

  test("are written in upstream's order", () => {
    const set = { "f:b": {}, "f:a": { 'k:{"p":443}': {}, 'k:{"p":80}': {}, ".": {} } } as unknown as FieldSet;
    expect(JSON.stringify(sortedSet(set))).toBe('{"f:a":{".":{},"k:{\\"p\\":80}":{},"k:{\\"p\\":443}":{}},"f:b":{}}');
  });
});

describe("path elements", () => {
  test("keys are sorted, defaults stand in", () => {
    const items = { type: "object", properties: { protocol: { type: "string", default: "TCP" } } } as const;
    expect(keyElement({ port: 80 }, ["port", "protocol"], items)).toBe('k:{"port":80,"protocol":"TCP"}');
    expect(keyElement({ port: 80, protocol: "UDP" }, ["protocol", "port"], items)).toBe(
      'k:{"port":80,"protocol":"UDP"}',
    );
    for (const keys of [["port"], ["port", "name"]]) {
      expect(() => keyElement({}, keys, items)).toThrow(
        `associative list with keys has an element that omits all key fields [${keys.map((key) => `"${key}"`).join(" ")}] (and doesn't have default values for any key fields)`,
      );
    }
    expect(() => keyElement(null, ["port"], items)).toThrow("may not have a null element");
    expect(() => keyElement("x", ["port"], items)).toThrow("may not have non-map elements");
  });

  test("a key that an item lacks is left out, as long as it has another", () => {
    expect(keyElement({ driver: "d", pool: "p" }, ["driver", "pool", "shareID"], undefined)).toBe(
      'k:{"driver":"d","pool":"p"}',
    );
  });

  test("are shown as upstream shows them", () => {
    expect(pathText(["f:spec", 'k:{"a":"x","b":1}', "f:c", 'v:"y"', "i:3"])).toBe('.spec[a="x",b=1].c[="y"][3]');
    expect(elementText("f:kubectl.kubernetes.io/x")).toBe(".kubectl.kubernetes.io/x");
  });

  test("order", () => {
    const sorted = [
      ".",
      "f:a",
      "f:b",
      'k:{"a":1}',
      'k:{"a":2,"b":1}',
      'k:{"a":10}',
      'k:{"a":"x"}',
      "v:1",
      'v:"a"',
      "i:0",
    ];
    const shuffled = [...sorted].reverse().sort(compareElements);
    expect(shuffled.filter((one) => !one.startsWith('k:{"a":"x"'))).toEqual(
      sorted.filter((one) => !one.startsWith('k:{"a":"x"')),
    );
  });
});

test("malformed sets are refused, unknown elements dropped", () => {
  expect(() => readFieldSet([])).toThrow("expected a map of path elements");
  expect(() => readFieldSet({ "k:[]": {} })).toThrow("malformed path element");
  const deep = `v:${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  expect(() => readFieldSet({ [deep]: {} })).toThrow("malformed path element");
  expect(readFieldSet({ "x:y": {}, "f:a": {} })).toEqual({ "f:a": {} });
  expect(readFieldSet(undefined)).toEqual({});
});
