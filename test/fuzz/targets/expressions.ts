// CEL: expressions whose answer is known are answered so, within their estimate; whatever else comes is refused or ends.
import { compile } from "../../../src/apimachinery/cel/compile.ts";
import { jsonOf } from "../../../src/apimachinery/cel/json-of.ts";
import { typeOfSchema } from "../../../src/apimachinery/cel/schema-type.ts";
import type { Declarations } from "../../../src/apimachinery/cel/surface.ts";
import { type CelType, dynType } from "../../../src/apimachinery/cel/type.ts";
import type { Schema } from "../../../src/apimachinery/schema/schema.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { hostileExpression, knownBool, knownInt, knownList, knownText, self, type Value } from "../generate/cel.ts";
import { check, checkSame, type Target } from "../target.ts";

const texts: Schema = { type: "string", rules: { maxLength: 20 } };
const schema: Schema = {
  type: "object",
  properties: {
    n: { type: "integer" },
    s: texts,
    flag: { type: "boolean" },
    list: { type: "array", items: { type: "integer" }, rules: { maxItems: 5 } },
    words: { type: "array", items: texts, rules: { maxItems: 5 } },
    map: { type: "object", additionalProperties: { type: "integer" }, rules: { maxProperties: 5 } },
  },
};

const typed: Declarations = { variables: { self: typeOfSchema(schema) as CelType } };
const untyped: Declarations = { variables: { self: dynType }, mutation: {} };

function asJson(value: Value): unknown {
  if (typeof value === "bigint") return Number(value);
  return Array.isArray(value) ? value.map(asJson) : value;
}

function someExpression(random: SeededRandom) {
  return random.pick([knownBool, knownInt, knownText, knownList])(random);
}

export const expression: Target = {
  name: "expression",
  cases: 25_000,
  prepare: () => (random, note) => {
    const { text, value } = someExpression(random);
    const declarations = random.chance(0.7) ? typed : untyped;
    note({ text, value });
    const compiled = compile(text, declarations);
    check(compiled.type === "compiled", `it compiles: ${compiled.type === "refused" ? compiled.message : ""}`);
    const outcome = compiled.program.evaluate({ self });
    if (value === undefined) return check(outcome.type === "error", "what can't be computed is an error");
    check(outcome.type === "value", `it has a value: ${outcome.type === "error" ? outcome.message : ""}`);
    checkSame(jsonOf(outcome.value), asJson(value), "the right one");
    // Of what has no type upstream's estimate leaves out the way to it, and so does ours.
    if (declarations === untyped) return;
    checkEstimate(outcome.cost, compiled.program.costMax);
  },
};

/** Upstream's estimate, and so ours, takes comparisons of numbers for free, which they are not quite. */
function checkEstimate(cost: number, costMax: number): void {
  check(cost <= 2 * costMax + 10, `it costs ${cost}, and was estimated at ${costMax}`);
}

export const hostileExpressions: Target = {
  name: "hostile-expression",
  cases: 40_000,
  prepare: () => (random, note) => {
    const text = hostileExpression(random);
    const declarations = random.chance(0.5) ? typed : untyped;
    note(text);
    const compiled = compile(text, declarations);
    if (compiled.type === "refused") return check(compiled.message !== "", "a refusal says why");
    const budget = { left: 10_000_000 };
    const outcome = compiled.program.evaluate({ self }, budget);
    check(outcome.cost >= 0 && budget.left <= 10_000_000, "nothing is free");
    if (outcome.type === "error") check(outcome.message !== "", "an error says why");
    else if (declarations === untyped) return;
    else checkEstimate(outcome.cost, compiled.program.costMax);
  },
};
