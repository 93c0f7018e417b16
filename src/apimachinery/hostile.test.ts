// Mutated input to every reader: whatever comes, an answer or a refusal comes back, and soon.
import { expect, test } from "vitest";
import { schemaOfKind } from "../kinds/facts/schema-of.ts";
import { applyConfiguration } from "./apply/apply.ts";
import { trackUpdate } from "./apply/update.ts";
import { oneVersion } from "./apply/versions.ts";
import { base64Problem, decodeBase64 } from "./base64.ts";
import { parseDuration } from "./duration.ts";
import { parseFieldSelector } from "./field-selector.ts";
import { parseCidr, parseIp } from "./ip-address.ts";
import type { Json, KubeObject } from "./json.ts";
import { jsonProblem, parseJson } from "./json-text.ts";
import { labelSelectorText, parseLabelSelector, SelectorError } from "./label-selector.ts";
import { readListOptions } from "./list-options.ts";
import { negotiate, parseMediaType } from "./media-type.ts";
import { isQualifiedName } from "./names.ts";
import { applyJsonPatch } from "./patch/json-patch.ts";
import { applyMergePatch } from "./patch/merge-patch.ts";
import { applyStrategicMergePatch } from "./patch/strategic-merge-patch.ts";
import { canonicalQuantity, QuantityError } from "./quantity.ts";
import { isJsonObject } from "./set-field.ts";
import { StatusError } from "./status-error.ts";
import { canonicalMicroTime, parseTime, timeProblem } from "./time.ts";
import { readDeleteOptions } from "./write-options.ts";
import { parseYaml } from "./yaml-text.ts";

function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const texts = [
  "app in (a,b),!x,y!=z,n>1",
  "metadata.name=a\\,b,status.phase!=Running",
  "-1.50e3Gi",
  "2026-01-02T03:04:05.678901+02:00",
  "1h30m5.5s",
  "2001:db8::ffff:1.2.3.4/96",
  'application/json;as=Table;v="v1";q=0.5,*/*;q=0.1',
  "limit=5&watch=1&resourceVersionMatch=Exact&resourceVersion=0",
  "example.com/Name_1.x",
  "Zm9vYg==",
  'a: &x [1, "b", {c: *x}]\n? d\n: |\n  e\n<<: {f: !!str 1}\n',
  '{"a":[1,-2.5e3,"\\u00e9",null,{"b":true}]}',
];
const spice = [
  "",
  "\0",
  "\\",
  '"',
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  "é",
  "\u{1f600}",
  "\ud800",
  "-",
  "9".repeat(30),
  "__proto__",
  "\n",
  "&a ",
  "*a",
];

function mutated(text: string, random: (limit: number) => number): string {
  let result = text;
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(result.length + 1);
    const inserted = spice[random(spice.length)] as string;
    result = result.slice(0, at) + inserted + result.slice(at + random(3));
  }
  return result;
}

/** Runs a reader; only its own kind of refusal may come out of it. */
function survives(read: () => unknown, ...refusals: (new (...args: never[]) => Error)[]): void {
  try {
    read();
  } catch (error) {
    if (!refusals.some((refusal) => error instanceof refusal)) throw error;
  }
}

test("texts (10,000 seeds)", () => {
  for (let seed = 1; seed <= 10_000; seed++) {
    const random = randomFrom(seed);
    const text = mutated(texts[random(texts.length)] as string, random);
    survives(() => expect(labelSelectorText(parseLabelSelector(text))).toBeTypeOf("string"), SelectorError);
    survives(() => parseFieldSelector(text), SelectorError);
    survives(() => expect(canonicalQuantity(canonicalQuantity(text))).toBe(canonicalQuantity(text)), QuantityError);
    survives(() => readListOptions(new URLSearchParams(text)), StatusError);
    survives(() => readDeleteOptions(new URLSearchParams(text)), StatusError);
    expect(parseTime(text) === undefined).toBe(timeProblem(text) !== undefined);
    expect(decodeBase64(text) === undefined).toBe(base64Problem(text) !== undefined);
    const json = parseJson(text);
    expect(json.type === "malformed", `seed ${seed}`).toBe(jsonProblem(text) !== undefined);
    const yaml = parseYaml(text);
    if (yaml.type === "value") expect(JSON.stringify(yaml.value)).toBeTypeOf("string");
    for (const read of [parseDuration, parseIp, parseCidr, canonicalMicroTime, parseMediaType, isQualifiedName])
      read(text);
    negotiate(text, ["application/json"]);
  }
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

const keys = [
  "metadata",
  "spec",
  "containers",
  "name",
  "image",
  "env",
  "ports",
  "labels",
  "$patch",
  "$retainKeys",
  "__proto__",
];
const more = [
  "$setElementOrder/containers",
  "$deleteFromPrimitiveList/finalizers",
  "finalizers",
  "managedFields",
  "fieldsV1",
  "f:spec",
  "op",
];

/** Values in the shape of a pod, more or less. */
function randomValue(random: (limit: number) => number, depth: number): Json {
  const kind = random(depth > 5 ? 5 : 9);
  if (kind === 0) return null;
  if (kind === 1) return random(3);
  if (kind <= 4) return ["a", "delete", "replace", "name", "merge"][random(5)] as string;
  if (kind === 5) return Array.from({ length: random(4) }, () => randomValue(random, depth + 1));
  const names = [...keys, ...more];
  const fields = Array.from({ length: random(5) }, () => [names[random(names.length)], randomValue(random, depth + 1)]);
  return JSON.parse(
    `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`,
  ) as Json;
}

test("patches and configurations (5,000 seeds)", () => {
  const pod = schemaOfKind("", "v1", "Pod");
  const live: KubeObject = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a", finalizers: ["a"], labels: { a: "a" } },
    spec: { containers: [{ name: "a", image: "a", env: [{ name: "a" }] }, { name: "name" }] },
  };
  const how = {
    apiVersion: "v1",
    kind: "Pod",
    versions: oneVersion("v1", pod),
    manager: "kubectl",
    subresource: "",
    nowMs: 0,
    force: false,
  };
  const before = JSON.stringify(live);
  for (let seed = 1; seed <= 5000; seed++) {
    const random = randomFrom(seed);
    const value = randomValue(random, 0);
    const within = { metadata: randomValue(random, 1), spec: randomValue(random, 1) };
    const document = live as never;
    for (const patch of [value, within]) {
      survives(() => applyMergePatch(document, patch), StatusError);
      survives(() => applyStrategicMergePatch(document, patch, pod), StatusError);
    }
    const operation = { op: "add", path: `/spec/${keys[random(keys.length)]}/${random(3) - 1}`, value };
    survives(() => applyJsonPatch(document, [operation, value]), StatusError);
    survives(() => applyConfiguration(live, { apiVersion: "v1", kind: "Pod", ...within } as never, how), StatusError);
    // What is tracked has been decoded: its metadata at least is of the right shape.
    if (isJsonObject(within.spec)) {
      const managedFields = [{ operation: "Update", fieldsType: "FieldsV1", fieldsV1: value }];
      const updated = { ...live, metadata: { name: "a", managedFields }, spec: within.spec };
      expect(Array.isArray(trackUpdate(undefined, updated as never, how) ?? []), `seed ${seed}`).toBe(true);
    }
    expect(JSON.stringify(live)).toBe(before);
  }
});
