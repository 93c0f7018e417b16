// JSON: values with names and shapes that surprise, and texts that say more than a value does.
import type { Json, JsonObject } from "../../../src/apimachinery/json.ts";
import { setField } from "../../../src/apimachinery/set-field.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { fieldSpice, spice } from "./spice.ts";

const scalars: readonly Json[] = [
  null,
  true,
  false,
  0,
  -0,
  1,
  -1,
  1.5,
  1e300,
  5e-324,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  2 ** 64,
  "",
  "a",
  "1",
  "true",
  "10%",
  "1Gi",
  "2026-01-02T03:04:05Z",
  "1s",
  "YWJj",
  "a.b/c",
  "\u0000",
  "\ud800",
];

/** A scalar from the edges of what there is. */
export function oddScalar(random: SeededRandom): Json {
  return random.chance(0.75) ? random.pick(scalars) : random.pick(spice);
}

/** Any value, of at most `budget` parts; `names` are what its fields are called. */
export function jsonValue(random: SeededRandom, names: readonly string[], budget = 20): Json {
  if (budget <= 1 || random.chance(0.35)) return random.chance(0.5) ? oddScalar(random) : random.pick(names);
  if (random.chance(0.3)) return jsonList(random, names, budget);
  return jsonFields(random, names, budget);
}

export function jsonFields(random: SeededRandom, names: readonly string[], budget = 20): JsonObject {
  const object: JsonObject = {};
  for (let count = random.integer(5); count > 0; count--) {
    const name = random.chance(0.92) ? random.pick(names) : random.pick(fieldSpice);
    setField(object, name, jsonValue(random, names, Math.floor(budget / 3)));
  }
  return object;
}

function jsonList(random: SeededRandom, names: readonly string[], budget: number): Json[] {
  return Array.from({ length: random.integer(5) }, () => jsonValue(random, names, Math.floor(budget / 3)));
}

/** A value so deep that whoever recurses without counting falls. */
export function deepText(random: SeededRandom): string {
  const depth = 1 + random.integer(random.chance(0.5) ? 600 : 50_000);
  if (random.chance(0.5)) return `${"[".repeat(depth)}${"]".repeat(depth)}`;
  return `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
}

const rareNumbers = [
  "1e400",
  "-1e400",
  "-0",
  "1e-400",
  "9007199254740993",
  "123456789012345678901234567890",
  "1.0",
  "1E2",
];

/** The value as text, with what only a text can have: doubled fields, blanks, numbers that no double holds. */
export function jsonText(random: SeededRandom, value: Json, oddity = 0.02): string {
  const blank = () => (random.chance(oddity) ? random.pick([" ", "\n", "\t", "\r", "\u00a0", "\ufeff", "/**/"]) : "");
  const write = (one: Json): string => {
    if (random.chance(oddity / 4)) return random.pick(rareNumbers);
    if (Array.isArray(one)) return `[${blank()}${one.map(write).join(",")}${random.chance(oddity / 4) ? "," : ""}]`;
    if (typeof one !== "object" || one === null) return Object.is(one, -0) ? "-0" : JSON.stringify(one);
    const fields: string[] = [];
    for (const name of Object.keys(one)) {
      const field = `${JSON.stringify(name)}${blank()}:${write(one[name] as Json)}`;
      fields.push(field);
      if (random.chance(oddity)) fields.push(random.chance(0.5) ? field : `${JSON.stringify(name)}:null`);
    }
    return `{${fields.join(`,${blank()}`)}}`;
  };
  return blank() + write(value) + blank();
}
