// PATCH with a configuration to apply: fields are merged, owned, and given up by who no longer names them.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go applyPatcher
import { checkBodySize, parseYamlOrJson } from "../../apimachinery/body.ts";
import type { Json, KubeObject } from "../../apimachinery/json.ts";
import { isJsonObject } from "../../apimachinery/set-field.ts";
import { badRequest } from "../../apimachinery/status-error.ts";
import { type PatchOptions, readPatchOptions } from "../../apimachinery/write-options.ts";
import { parseYaml } from "../../apimachinery/yaml-text.ts";
import { createObject } from "../create-object.ts";
import { decodeObject, duplicateFields, yamlProblem } from "../decode-object.ts";
import { applied } from "../ownership.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { updateObject } from "../update-object.ts";
import { type WriteContext, writeContext } from "../write-context.ts";

export async function apply(scope: Scope, request: ApiRequest): Promise<Answer> {
  const { kind, info } = request;
  const options = readPatchOptions(request.query, { apply: true });
  const write: WriteContext = { ...writeContext(scope, request, options), ownership: "given" };
  const configuration = readConfiguration(request, options);
  settleName(configuration, info.name, scope.namespace, kind.scope === "Namespaced");
  const merged = (live: Readonly<KubeObject> | undefined) => {
    const { object, managedFields } = applied(scope, write, live, configuration, options.force);
    const read = decodeObject({ value: object as Json, text: undefined }, kind, options.fieldValidation, write.warn);
    // The reader may answer parts of its source; owners are set on a metadata of its own.
    read.metadata = { ...read.metadata };
    if (managedFields !== undefined) read.metadata.managedFields = managedFields;
    return read;
  };
  const exists = scope.store.get(kind.collection, info.name) !== undefined;
  if (!exists && info.subresource === "") {
    const { text } = await createObject(scope, write, merged(undefined));
    return { type: "object", code: 201, kind, text };
  }
  const written = await updateObject(scope, write, info.name, merged);
  return { type: "object", code: 200, kind, text: written.text };
}

/** YAML, and so JSON too. Doubled fields are an error in either. */
export function readConfiguration(request: ApiRequest, { fieldValidation }: PatchOptions): KubeObject {
  const { body } = request;
  checkBodySize(body.length);
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const parsed = parseYamlOrJson(text);
  if (parsed.type !== "value") throw badRequest(`error decoding YAML: ${parsed.message}`);
  const { value } = parsed;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest("error decoding YAML: the applied configuration must be an object");
  }
  if (fieldValidation !== "Ignore") {
    const doubled = parsed.doubled ?? doubledOfJson(text);
    if (doubled.length > 0 && fieldValidation === "Strict") {
      throw badRequest(`error strict decoding YAML: ${yamlProblem(doubled)}`);
    }
    request.warnings.push(...doubled);
  }
  return value as KubeObject;
}

/** JSON is read as the YAML that it is when there is something to complain of. */
function doubledOfJson(text: string): readonly string[] {
  if (!/^\s*\{/.test(text) || duplicateFields(text).length === 0) return [];
  const parsed = parseYaml(text);
  return parsed.type === "value" ? (parsed.doubled ?? []) : duplicateFields(text);
}

/** The configuration's name and namespace are the path's; what it leaves out is taken from there. */
export function settleName(configuration: KubeObject, name: string, namespace: string, namespaced: boolean): void {
  configuration.metadata ??= {};
  const { metadata } = configuration;
  if (!isJsonObject(metadata as Json)) {
    throw badRequest(`failed to create typed patch object: .metadata: expected map, got ${JSON.stringify(metadata)}`);
  }
  if (metadata.name !== undefined && metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  if (namespaced && metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  metadata.name = name;
  if (namespaced) metadata.namespace = namespace;
}
