// Server-side apply and the tracking of owners: what must hold for any object, any configuration, any managers.
import { type Applying, applyConfiguration } from "../../../src/apimachinery/apply/apply.ts";
import {
  type FieldSet,
  hasPath,
  intersectSets,
  isEmptySet,
  pathsOf,
  pathText,
  readFieldSet,
  setOfPaths,
  subtractSet,
  unionSets,
} from "../../../src/apimachinery/apply/field-set.ts";
import { fieldSetOf } from "../../../src/apimachinery/apply/field-set-of.ts";
import { withoutManagedFields } from "../../../src/apimachinery/apply/managed-fields.ts";
import { PathElementError } from "../../../src/apimachinery/apply/path-element.ts";
import { trackUpdate } from "../../../src/apimachinery/apply/update.ts";
import { oneVersion } from "../../../src/apimachinery/apply/versions.ts";
import { equalJson } from "../../../src/apimachinery/clone-json.ts";
import { apiVersionOf, type Json, type JsonObject, type KubeObject } from "../../../src/apimachinery/json.ts";
import { validateManagedFields } from "../../../src/apimachinery/object-meta.ts";
import { applyDefaults } from "../../../src/apimachinery/schema/apply-defaults.ts";
import { decode } from "../../../src/apimachinery/schema/decode.ts";
import type { Schema } from "../../../src/apimachinery/schema/schema.ts";
import { fieldOf, isJsonObject } from "../../../src/apimachinery/set-field.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { deepText, jsonValue } from "../generate/json.ts";
import { spoiled } from "../generate/object.ts";
import { strategicPatch } from "../generate/patch.ts";
import { type Sample, samples } from "../generate/samples.ts";
import { hostileText } from "../generate/text.ts";
import { answerOf, check, checkSame, type Target } from "../target.ts";
import { refused } from "./requests.ts";

function applyingAs(manager: string, { kind }: Sample, force: boolean): Applying {
  const apiVersion = apiVersionOf(kind.group, kind.version);
  const versions = oneVersion(apiVersion, kind.schema);
  return { apiVersion, kind: kind.kind, versions, manager, subresource: "", nowMs: 0, force };
}

/** As the API server has it before it applies or tracks: of the right shape, without nulls. */
function readAs(schema: Schema, value: JsonObject): KubeObject | undefined {
  const read = decode(schema, value, { collectUnknown: false });
  return read.type === "decoded" ? (applyDefaults(schema, read.value) as unknown as KubeObject) : undefined;
}

function configurationOf(random: SeededRandom, { kind, object }: Sample): KubeObject {
  const part = strategicPatch(random, object);
  const metadata = isJsonObject(part["metadata"]) ? { ...part["metadata"] } : {};
  delete metadata["managedFields"];
  const apiVersion = apiVersionOf(kind.group, kind.version);
  return { ...part, apiVersion, kind: kind.kind, metadata: { ...metadata, name: "a" } } as unknown as KubeObject;
}

export const apply: Target = {
  name: "apply",
  cases: 15_000,
  prepare() {
    const all = samples();
    return (random, note) => {
      const sample = random.pick(all);
      const { kind, object } = sample;
      const live = random.chance(0.2) ? undefined : readAs(kind.schema, { ...object, metadata: { name: "a" } });
      const [first, second] = [configurationOf(random, sample), configurationOf(random, sample)];
      note({ live, first, second });
      const before = JSON.stringify([live, first, second]);
      const one = appliedBy("one", live, first, sample, random.chance(0.3));
      const two = one === undefined ? undefined : appliedBy("two", one, second, sample, random.chance(0.5));
      checkSame(JSON.stringify([live, first, second]), before, "its sources stay as they were");
      if (one === undefined) return;
      const last = two ?? one;
      const [manager, applied] = two === undefined ? ["one", first] : ["two", second];
      // A null within a list is read as something else, so the object is no longer what was applied.
      if (JSON.stringify(applied).includes("null")) return;
      // Of an object without owners, as if it were older than apply, somebody owns what it has before the next apply.
      if (last.metadata?.managedFields === undefined) return;
      const again = applyConfiguration(last, applied, applyingAs(manager, sample, false));
      const stored = readAs(kind.schema, again.object as unknown as JsonObject);
      check(equalJson(stored as never, withoutManagedFields(last) as never), "the same again changes nothing");
      checkSame(again.managedFields, last.metadata?.managedFields, "nor who owns what");
      checkOwned(last, applied, manager, kind.schema);
    };
  },
};

/** The object as it would be stored; undefined when it was refused. */
function appliedBy(manager: string, live: KubeObject | undefined, applied: KubeObject, sample: Sample, force: boolean) {
  const result = refused(() => applyConfiguration(live, applied, applyingAs(manager, sample, force)));
  if (result === undefined) return undefined;
  const { managedFields } = result;
  checkSame(validateManagedFields(managedFields ?? [], "metadata.managedFields"), [], "what is written down is valid");
  const stored = readAs(sample.kind.schema, result.object as unknown as JsonObject);
  if (stored === undefined) return undefined;
  if (managedFields === undefined) return stored;
  return { ...stored, metadata: { ...stored.metadata, managedFields } } as KubeObject;
}

/** Whoever applied owns exactly what the configuration has. */
function checkOwned(object: KubeObject, applied: KubeObject, manager: string, schema: Schema): void {
  const entry = object.metadata?.managedFields?.find((one) => one.manager === manager && one.operation === "Apply");
  const owned = readFieldSet(entry?.fieldsV1 as Json | undefined);
  const named = fieldSetOf(applied as unknown as JsonObject, schema);
  const isIdentity = (path: readonly string[]) =>
    ["f:apiVersion", "f:kind"].includes(path[0] ?? "") ||
    (path[0] === "f:metadata" && (path[1] === "f:name" || path.length === 1));
  for (const path of pathsOf(owned)) {
    check(hasPath(named, path), `${manager} owns ${pathText(path)}, which it did not apply`);
    check(!isIdentity(path), "nobody owns a name");
  }
}

const sets: readonly Json[] = [
  { "f:spec": { "f:containers": { 'k:{"name":"a"}': { ".": {}, "f:image": {} } } } },
  { "f:metadata": { "f:labels": { ".": {}, "f:a": {} } } },
  { "f:list": { "v:1": {}, 'v:"a"': {}, "i:0": {} } },
  { "f:spec": {} },
];

const elementTexts = ["f:spec", 'k:{"name":"a","port":80}', 'v:"a"', "v:1.5", "i:3", ".", "k:{}", "f:__proto__", "x:y"];

function hostileSet(random: SeededRandom, depth = 0): Json {
  if (depth === 0 && random.chance(0.3)) return spoiled(random, random.pick(sets));
  if (random.chance(0.002)) return { [`${random.pick(["v:", "k:"])}${deepText(random)}`]: {} };
  if (depth > 4 || random.chance(0.1)) return jsonValue(random, elementTexts, 4);
  const fields = Array.from({ length: random.integer(4) }, () => [
    hostileText(random, elementTexts),
    hostileSet(random, depth + 1),
  ]);
  return Object.fromEntries(fields) as JsonObject;
}

export const fieldSet: Target = {
  name: "field-set",
  cases: 30_000,
  prepare: () => (random, note) => {
    const texts = [hostileSet(random), random.chance(0.5) ? random.pick(sets) : hostileSet(random)];
    note(texts);
    const [left, right] = texts.map((text) => answerOf(() => readFieldSet(text), PathElementError));
    if (left === undefined || right === undefined) return;
    checkSame(readFieldSet(left as Json), left, "a set is read back to itself");
    const paths = (set: FieldSet) => [...pathsOf(set)];
    check(sameSet(setOfPaths(paths(left)), left), "a set is its paths");
    const union = unionSets(left, right);
    for (const path of [...paths(left), ...paths(right)]) check(hasPath(union, path), "a union has what both have");
    check(sameSet(unionSets(right, left), union), "it doesn't matter who comes first");
    const both = intersectSets(left, right);
    for (const path of paths(both)) check(hasPath(left, path) && hasPath(right, path), "what is in both is in each");
    const only = subtractSet(left, right);
    for (const path of paths(only)) check(hasPath(left, path) && !hasPath(right, path), "what is left is not taken");
    check(sameSet(unionSets(only, both), left), "both and the rest are the whole");
    check(isEmptySet(subtractSet(left, left)), "nothing is left of itself");
  },
};

function sameSet(left: FieldSet, right: FieldSet): boolean {
  const texts = (set: FieldSet) => [...pathsOf(set)].map((path) => JSON.stringify(path)).sort();
  return equalJson(texts(left), texts(right));
}

export const managedFields: Target = {
  name: "managed-fields",
  cases: 15_000,
  prepare() {
    const all = samples();
    return (random, note) => {
      const sample = random.pick(all);
      const writing = applyingAs("someone", sample, false);
      const [created, updated] = [
        sent(random, sample, sample.object),
        sent(random, sample, spoiled(random, sample.object)),
      ];
      note({ created, updated });
      if (created === undefined || updated === undefined) return;
      const stored = tracked(undefined, created, writing);
      const later = tracked(stored, updated, writing);
      for (const entry of later.metadata?.managedFields ?? []) readFieldSet(entry.fieldsV1 as Json);
      const again = trackUpdate(later, later, writing);
      checkSame(again, later.metadata?.managedFields, "what changes nothing changes no owner");
      refused(() => applyConfiguration(later, configurationOf(random, sample), writing));
    };
  },
};

/** An object as a client sends it, with managers of its own invention. */
function sent(random: SeededRandom, sample: Sample, value: Json): KubeObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const metadata = fieldOf(value, "metadata");
  const entries: Json = Array.from({ length: random.integer(4) }, () => entryOf(random, sample));
  return readAs(sample.kind.schema, {
    ...value,
    metadata: { ...(isJsonObject(metadata) ? metadata : {}), managedFields: entries },
  });
}

function tracked(live: KubeObject | undefined, updated: KubeObject, writing: Applying): KubeObject {
  validateManagedFields(updated.metadata?.managedFields ?? [], "metadata.managedFields");
  const entries = trackUpdate(live, updated, writing);
  const object = withoutManagedFields(updated);
  return entries === undefined ? object : { ...object, metadata: { ...object.metadata, managedFields: entries } };
}

function entryOf(random: SeededRandom, { kind }: Sample): JsonObject {
  return {
    manager: random.pick(["kubectl", "one", "", "someone"]),
    operation: random.pick(["Apply", "Update", "", "__proto__"]),
    apiVersion: random.pick([apiVersionOf(kind.group, kind.version), "v1", "", "x/y/z"]),
    fieldsType: random.pick(["FieldsV1", "FieldsV1", "FieldsV2"]),
    fieldsV1: hostileSet(random),
    ...(random.chance(0.3) ? { subresource: random.pick(["status", "scale"]) } : {}),
    ...(random.chance(0.3) ? { time: "2026-01-02T03:04:05Z" } : {}),
  };
}
