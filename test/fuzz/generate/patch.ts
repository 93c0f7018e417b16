// Patches: from one document to another, and ones that point anywhere.
import { equalJson } from "../../../src/apimachinery/clone-json.ts";
import type { Json, JsonObject } from "../../../src/apimachinery/json.ts";
import { fieldOf, isJsonObject, setField } from "../../../src/apimachinery/set-field.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { jsonValue, oddScalar } from "./json.ts";
import { spoiled } from "./object.ts";
import { mutated } from "./text.ts";

function escaped(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** A JSON pointer to something in the document, or beside it. */
export function hostilePointer(random: SeededRandom, document: Json): string {
  let pointer = "";
  let place: Json = document;
  while (typeof place === "object" && place !== null && random.chance(0.85)) {
    const steps: string[] = Array.isArray(place)
      ? [...place.keys(), "-", -1].map(String)
      : [...Object.keys(place), "new"];
    const step = random.pick(steps);
    pointer += `/${escaped(step)}`;
    place = (Array.isArray(place) ? place[Number(step)] : fieldOf(place, step)) ?? null;
  }
  return random.chance(0.1) ? mutated(random, pointer) : pointer;
}

/** Operations that make `wanted` of `document`: removals, replacements and additions, field by field. */
export function jsonPatchBetween(random: SeededRandom, document: Json, wanted: Json, path = ""): JsonObject[] {
  if (equalJson(document, wanted)) return [];
  if (!isJsonObject(document) || !isJsonObject(wanted) || (path !== "" && random.chance(0.1))) {
    return [{ op: "replace", path, value: wanted }];
  }
  const operations: JsonObject[] = [];
  for (const name of Object.keys(document)) {
    const at = `${path}/${escaped(name)}`;
    const value = fieldOf(wanted, name);
    if (value === undefined)
      operations.push({ op: "test", path: at, value: document[name] as Json }, { op: "remove", path: at });
    else operations.push(...jsonPatchBetween(random, document[name] as Json, value, at));
  }
  for (const name of Object.keys(wanted)) {
    if (fieldOf(document, name) === undefined) {
      operations.push({ op: "add", path: `${path}/${escaped(name)}`, value: wanted[name] as Json });
    }
  }
  return operations;
}

/** The merge patch from one document to the other, where there is one: nulls can't be wanted. */
export function mergePatchBetween(document: JsonObject, wanted: Json): JsonObject {
  const patch: JsonObject = {};
  if (!isJsonObject(wanted)) return patch;
  for (const name of Object.keys(document)) if (fieldOf(wanted, name) === undefined) setField(patch, name, null);
  for (const name of Object.keys(wanted)) {
    const [old, value] = [fieldOf(document, name), wanted[name] as Json];
    if (isJsonObject(old) && isJsonObject(value)) setField(patch, name, mergePatchBetween(old, value));
    else if (!equalJson(old, value)) setField(patch, name, value);
  }
  return patch;
}

const directives: readonly (readonly [string, Json])[] = [
  ["$patch", "delete"],
  ["$patch", "replace"],
  ["$patch", "merge"],
  ["$patch", "__proto__"],
  ["$retainKeys", ["type"]],
  ["$retainKeys", "x"],
  ["$setElementOrder/containers", [{ name: "a" }, { name: "b" }]],
  ["$setElementOrder/finalizers", ["a", "b"]],
  ["$deleteFromPrimitiveList/finalizers", ["a"]],
  ["$deleteFromPrimitiveList/__proto__", [null]],
  ["$setElementOrder/ports", [1, null, {}]],
];

/** A part of the object with changes and directives in it. */
export function strategicPatch(random: SeededRandom, object: JsonObject): JsonObject {
  const some = partOf(random, object);
  const patch = random.chance(0.6) ? spoiled(random, some) : some;
  return isJsonObject(patch) ? patch : {};
}

function partOf(random: SeededRandom, value: Json): Json {
  if (random.chance(0.04)) return random.chance(0.5) ? null : oddScalar(random);
  if (Array.isArray(value)) return value.filter(() => random.chance(0.8)).map((item) => partOf(random, item));
  if (!isJsonObject(value)) return value;
  const part: JsonObject = {};
  for (const name of Object.keys(value))
    if (random.chance(0.6)) setField(part, name, partOf(random, value[name] as Json));
  if (random.chance(0.12)) {
    const [name, directive] = random.pick(directives);
    setField(part, name, random.chance(0.8) ? directive : jsonValue(random, ["name", "a"], 6));
  }
  return part;
}
