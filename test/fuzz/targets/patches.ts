// Patches of three kinds: held to what their RFCs say, and to leaving their sources alone.
import { equalJson } from "../../../src/apimachinery/clone-json.ts";
import type { Json, JsonObject } from "../../../src/apimachinery/json.ts";
import { applyJsonPatch, jsonPatchUnknownFields } from "../../../src/apimachinery/patch/json-patch.ts";
import { applyMergePatch } from "../../../src/apimachinery/patch/merge-patch.ts";
import { applyStrategicMergePatch } from "../../../src/apimachinery/patch/strategic-merge-patch.ts";
import { fieldOf, isJsonObject, setField } from "../../../src/apimachinery/set-field.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { jsonFields, jsonValue } from "../generate/json.ts";
import { spoiled } from "../generate/object.ts";
import { hostilePointer, jsonPatchBetween, mergePatchBetween, strategicPatch } from "../generate/patch.ts";
import { samples } from "../generate/samples.ts";
import { check, checkSame, type Target } from "../target.ts";
import { refused } from "./requests.ts";

const names = ["metadata", "spec", "containers", "name", "a", "b", "0", "-", "a/b", "m~n", "__proto__"];
const operations = ["add", "remove", "replace", "move", "copy", "test", "Add", ""];

function someOperation(random: SeededRandom, document: JsonObject): Json {
  if (random.chance(0.03)) return jsonValue(random, names);
  const operation: JsonObject = { op: random.pick(operations), path: hostilePointer(random, document) };
  if (random.chance(0.8)) operation["value"] = jsonValue(random, names);
  if (random.chance(0.4)) operation["from"] = hostilePointer(random, document);
  if (random.chance(0.03)) setField(operation, random.pick(names), jsonValue(random, names, 3));
  return operation;
}

export const jsonPatch: Target = {
  name: "json-patch",
  cases: 45_000,
  prepare: () => (random, note) => {
    const document = jsonFields(random, names, 30);
    const before = JSON.stringify(document);
    if (random.chance(0.5)) {
      const wanted = spoiled(random, document);
      if (!isJsonObject(wanted)) return;
      const patch = jsonPatchBetween(random, document, wanted);
      note({ document, patch });
      check(equalJson(applyJsonPatch(document, patch), wanted), "a patch makes of one document the other");
    } else {
      const count = random.chance(0.01) ? 500 : random.integer(6);
      const patch = Array.from({ length: count }, () => someOperation(random, document));
      note({ document, patch });
      jsonPatchUnknownFields(patch);
      const patched = refused(() => applyJsonPatch(document, random.chance(0.01) ? { ...patch } : patch));
      if (patched !== undefined) checkSame(JSON.parse(JSON.stringify(patched)), patched, "what comes out is JSON");
    }
    checkSame(JSON.stringify(document), before, "the document stays as it was");
  },
};

/** RFC 7386, as it is printed there. */
function mergedByTheBook(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const name of Object.keys(patch)) {
    const value = patch[name] as Json;
    if (value === null) delete result[name];
    else setField(result, name, mergedByTheBook(fieldOf(result, name), value));
  }
  return result;
}

export const mergePatch: Target = {
  name: "merge-patch",
  cases: 35_000,
  prepare: () => (random, note) => {
    const document = jsonFields(random, names, 30);
    const patch = random.chance(0.3)
      ? mergePatchBetween(document, spoiled(random, document))
      : jsonFields(random, names, 30);
    note({ document, patch });
    const before = JSON.stringify([document, patch]);
    const merged = applyMergePatch(document, patch);
    check(equalJson(merged, mergedByTheBook(document, patch)), "it merges as the RFC says");
    check(equalJson(applyMergePatch(merged, patch), merged), "and again changes nothing");
    checkSame(JSON.stringify([document, patch]), before, "its sources stay as they were");
  },
};

export const strategicMergePatch: Target = {
  name: "strategic-merge-patch",
  cases: 25_000,
  prepare() {
    const all = samples();
    return (random, note) => {
      const { kind, object } = random.pick(all);
      const patch = strategicPatch(random, object);
      note({ object, patch });
      const before = JSON.stringify([object, patch]);
      const merged = refused(() => applyStrategicMergePatch(object, patch, kind.schema));
      checkSame(JSON.stringify([object, patch]), before, "its sources stay as they were");
      if (merged === undefined) return;
      const text = JSON.stringify(merged);
      checkSame(JSON.parse(text), merged, "what comes out is JSON");
      check(equalJson(applyStrategicMergePatch(object, {}, kind.schema), object), "nothing patched is nothing changed");
    };
  },
};
