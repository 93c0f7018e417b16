// Bodies as text: JSON and YAML to values, with nothing that one reader sees and another doesn't.
import { stringify } from "yaml";
import { isDeeperThan, jsonProblem, parseJson } from "../../../src/apimachinery/json-text.ts";
import { bodyDepthMax } from "../../../src/apimachinery/limits.ts";
import { findDuplicateFields } from "../../../src/apimachinery/schema/duplicate-fields.ts";
import { parseYaml } from "../../../src/apimachinery/yaml-text.ts";
import { deepText, jsonText, jsonValue } from "../generate/json.ts";
import { hostileText, mutated } from "../generate/text.ts";
import { check, checkSame, type Target } from "../target.ts";

const names = ["apiVersion", "kind", "metadata", "name", "spec", "a", "b", "data", "items", "__proto__", "1"];

const jsonSamples = [
  '{"a":[1,-2.5e3,"\\u00e9",null,{"b":true}]}',
  '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a":"b"}}',
  '"\\ud83d\\ude00\\n\\\\"',
  "[[],{},[{}]]",
];

export const jsonBody: Target = {
  name: "json-body",
  cases: 43_000,
  prepare: () => (random, note) => {
    const kind = random.integer(50);
    const text =
      kind === 0
        ? deepText(random)
        : kind < 25
          ? jsonText(random, jsonValue(random, names), 0.1)
          : hostileText(random, jsonSamples);
    note(text);
    const parsed = parseJson(text);
    if (parsed.type === "malformed") {
      check(parsed.message !== "", "a refusal says why");
      const isDeep = parsed.message === "exceeded max depth";
      check(isDeep || jsonProblem(text) !== undefined, "what is refused has a problem");
      return;
    }
    check(!isDeeperThan(text, bodyDepthMax), "a value is no deeper than may be");
    check(jsonProblem(text) === undefined, "what is read has no problem");
    const written = JSON.stringify(parsed.value);
    checkSame((parseJson(written) as { value?: unknown }).value, parsed.value, "a value is read back");
    checkSame(findDuplicateFields(written), [], "a value has no field twice");
    findDuplicateFields(text);
  },
};

const yamlSamples = [
  'a: &x [1, "b", {c: *x}]\n? d\n: |\n  e\n<<: {f: !!str 1}\n',
  "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels: {a: b}\ndata:\n  a: |-\n    b\n     c\n  d: >\n    e\n",
  "- a\n- b: 1\n  c: [x, y]\n-\n  - 0x1f\n  - 1_000\n  - .inf\n  - ~\n  - 2026-01-02\n",
  "%YAML 1.1\n---\na: yes\nb: 0o17\n...\n",
  "&a [*a]",
  "? [a, {b: c}]\n: d\n",
];

export const yamlBody: Target = {
  name: "yaml-body",
  cases: 8_000,
  prepare: () => (random, note) => {
    const isOurs = random.chance(0.4);
    const value = jsonValue(random, names);
    const written = isOurs ? stringify(value, { version: "1.1", aliasDuplicateObjects: random.chance(0.5) }) : "";
    const text = isOurs ? written : random.chance(0.02) ? deepText(random) : hostileText(random, yamlSamples);
    note(text);
    const parsed = parseYaml(text);
    if (isOurs) {
      // A lone surrogate has no UTF-8, so no text can carry it; the rest must come back.
      // So has a byte order mark at the beginning, which is no part of what follows.
      const isText = !/\\ud[89a-f]/.test(JSON.stringify(value)) && !written.startsWith("\ufeff");
      if (isText && parsed.type === "value") checkSame(parsed.value, value, "what was written is read");
      if (random.chance(0.3)) parseYaml(mutated(random, written));
    }
    if (parsed.type === "malformed") return check(parsed.message !== "", "a refusal says why");
    const json = JSON.stringify(parsed.value);
    check(json !== undefined, "what is read is JSON");
    checkSame(JSON.parse(json), parsed.value, "and survives as such");
  },
};
