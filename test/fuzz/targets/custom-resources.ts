// Definitions of custom resources and what is made of them: schemas are refused or work, whatever values come.

import { evaluateRules } from "../../../src/apimachinery/cel/evaluate-rules.ts";
import type { Json, JsonObject, KubeObject } from "../../../src/apimachinery/json.ts";
import { applyDefaults } from "../../../src/apimachinery/schema/apply-defaults.ts";
import { schemaFromOpenApi } from "../../../src/apimachinery/schema/custom-schema.ts";
import { decode } from "../../../src/apimachinery/schema/decode.ts";
import { compilePattern } from "../../../src/apimachinery/schema/pattern.ts";
import { prune } from "../../../src/apimachinery/schema/prune.ts";
import { validate } from "../../../src/apimachinery/schema/validate.ts";
import { isJsonObject } from "../../../src/apimachinery/set-field.ts";
import { customResourceDefinition } from "../../../src/kinds/apiextensions/custom-resource-definition.ts";
import { validateDefinition } from "../../../src/kinds/apiextensions/definition-rules.ts";
import { parseJsonPath } from "../../../src/kinds/custom/json-path.ts";
import { schemaOf } from "../../../src/kinds/facts/schema-of.ts";
import type { CustomResourceDefinition } from "../../../src/kinds/facts/types.gen.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { customScope } from "../../fixtures/custom-scope.ts";
import { definitionOf, openApiSchema, valueFor } from "../generate/definition.ts";
import { jsonValue } from "../generate/json.ts";
import { spoiled } from "../generate/object.ts";
import { hostileText } from "../generate/text.ts";
import { check, checkSame, type Note, type Target } from "../target.ts";
import { checkAnswer } from "./api.ts";

/** A definition as the API server reads it; undefined when it can't. */
function readDefinition(value: Json): CustomResourceDefinition | undefined {
  const read = decode(customResourceDefinition.schema, value, { collectUnknown: false });
  return read.type === "decoded" ? (read.value as unknown as CustomResourceDefinition) : undefined;
}

function asDefinition(openApi: JsonObject): CustomResourceDefinition | undefined {
  const names = { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" };
  const versions = [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: openApi } }];
  const spec = { group: "example.com", scope: "Namespaced", names, versions, conversion: { strategy: "None" } };
  const definition = { metadata: { name: "widgets.example.com" }, spec, status: { storedVersions: ["v1"] } };
  return readDefinition(definition as unknown as Json);
}

export const customSchema: Target = {
  name: "custom-schema",
  cases: 20_000,
  prepare: () => (random, note) => {
    const made = openApiSchema(random);
    const openApi = random.chance(0.2) ? spoiled(random, made) : made;
    note(openApi);
    if (!isJsonObject(openApi)) return;
    const definition = asDefinition(openApi);
    if (definition === undefined) return;
    const errors = validateDefinition(definition);
    if (errors.length > 0)
      return check(
        errors.every(({ field }) => field !== ""),
        "an error says where",
      );
    const stored = definition.spec?.versions[0]?.schema?.openAPIV3Schema as unknown as JsonObject;
    const schema = schemaFromOpenApi(stored, schemaOf("meta.v1.ObjectMeta"));
    const [value, old] = [valueFor(random, stored), valueFor(random, stored)];
    note([value, old]);
    const pruned = prune(schema, value).value;
    checkSame(prune(schema, pruned).value, pruned, "what is pruned is pruned");
    const defaulted = applyDefaults(schema, pruned);
    checkSame(applyDefaults(schema, defaulted), defaulted, "defaults are given once");
    validate(schema, defaulted, random.chance(0.5) ? old : undefined);
    evaluateRules(schema, defaulted, random.chance(0.5) ? old : undefined);
  },
};

const attemptsMax = 10;

/** One that is taken, as it would be stored; most are not. */
function validDefinition(random: SeededRandom, note: Note): CustomResourceDefinition | undefined {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const made = definitionOf(random);
    const definition = readDefinition(random.chance(0.15) ? spoiled(random, made) : made);
    if (definition === undefined) continue;
    customResourceDefinition.strategy.setDefaults?.(definition as KubeObject);
    if (validateDefinition(definition).length > 0) continue;
    note(definition);
    return definition;
  }
  return undefined;
}

export const customResource: Target = {
  name: "custom-resource",
  cases: 3_000,
  prepare: () => async (random, note) => {
    const definition = validDefinition(random, note);
    if (definition === undefined) return;
    const api = customScope();
    const established = [{ type: "Established", status: "True" }];
    api.define({
      ...definition,
      metadata: { ...definition.metadata, uid: "u", generation: 1 },
      status: { conditions: established },
    } as never);
    const { group = "", versions = [], names } = definition.spec ?? {};
    const version = random.pick(versions.filter(({ served }) => served));
    const [at, apiVersion] = [
      `/apis/${group}/${version?.name}/namespaces/default/${names?.plural}`,
      `${group}/${version?.name}`,
    ];
    const openApi = version?.schema?.openAPIV3Schema as unknown as JsonObject;
    for (let round = 0; round < 3; round++) {
      const identity = { apiVersion, kind: names?.kind, metadata: { name: "a" } };
      const body = { ...(valueFor(random, openApi) as JsonObject), ...identity };
      const [method, path, type] = random.pick(requests);
      const query = random.pick([
        "",
        "?fieldManager=x&force=true",
        "?fieldManager=x&dryRun=All",
        "?fieldManager=x&fieldValidation=Strict",
      ]);
      note({ method, path, body });
      const response = await api.request(method, `${at}${path}${query}`, method === "GET" ? undefined : body, {
        "content-type": type,
        accept: random.pick(accepts),
      });
      await checkAnswer(api, response);
    }
  },
};

const requests: readonly (readonly [string, string, string])[] = [
  ["POST", "", "application/json"],
  ["PATCH", "/a", "application/apply-patch+yaml"],
  ["PATCH", "/a", "application/apply-patch+yaml"],
  ["PATCH", "/a", "application/merge-patch+json"],
  ["PUT", "/a", "application/json"],
  ["PATCH", "/a/status", "application/merge-patch+json"],
  ["PATCH", "/a/scale", "application/merge-patch+json"],
  ["GET", "/a/scale", ""],
  ["GET", "", ""],
];
const accepts = ["application/json", "application/json;as=Table;v=v1;g=meta.k8s.io", "application/yaml", "*/*"];

const paths = [
  ".spec.containers[*].image",
  "{.metadata.name}",
  ".a[?(@.type=='Ready')].status",
  "..name",
  ".a['b.c'][0]",
  ".a[1:3]",
  ".a\\.b",
];

export const jsonPath: Target = {
  name: "json-path",
  cases: 25_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, paths);
    const value = jsonValue(random, ["a", "spec", "metadata", "name", "containers", "type"], 30);
    note([text, value]);
    const path = parseJsonPath(text);
    if (path !== undefined) check(Array.isArray(path(value)), "a path finds values");
  },
};

export const pattern: Target = {
  name: "pattern",
  cases: 6_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, [
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
      "(a+)+$",
      "(?i)x{2,5}|\\pL+?",
      "[[:alpha:]]\\b",
      "(a|aa)+$",
    ]);
    const subject = someSubject(random);
    note([text, subject]);
    const compiled = compilePattern(text);
    if (compiled.type === "malformed") return check(compiled.message !== "", "a refusal says why");
    checkSame(typeof compiled.matches(subject), "boolean", "it matches or it does not");
  },
};

function someSubject(random: SeededRandom): string {
  return random.pick(["a", "ab", "-", "é", "A0"]).repeat(random.integer(200)) + random.pick(["", "!", "\n"]);
}
