// JSON patch: a list of operations on paths. RFC 6902, with upstream's limits and negative indices.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go applyJSPatch; gopkg.in/evanphx/json-patch.v4
import { cloneJson, equalJson, nestsDeeperThan } from "../clone-json.ts";
import { goJsonType } from "../go-text.ts";
import type { Json, JsonObject } from "../json.ts";
import { bodyDepthMax, patchCopyBytesMax, patchOperationsMax } from "../limits.ts";
import { fieldOf, isJsonObject, setField } from "../set-field.ts";
import { badRequest, StatusError, tooLarge } from "../status-error.ts";

/** The state of one application: the document as patched so far, and what copies may still add. */
interface Patching {
  document: Json;
  copyBytesLeft: number;
}

const tooDeep = "exceeded max depth";

type Container = Json[] | JsonObject;

/**
 * The patched document, which shares nothing with its sources. Throws BadRequest for what is no patch, Invalid for a
 * patch that does not apply, RequestEntityTooLarge for too many operations.
 */
export function applyJsonPatch(document: JsonObject, patch: Json): Json {
  if (!Array.isArray(patch)) throw undecodable(`${goJsonType(patch)} into Go value of type []handlers.jsonPatchOp`);
  if (patch.length > patchOperationsMax) {
    const detail = `The allowed maximum operations in a JSON patch is ${patchOperationsMax}, got ${patch.length}`;
    throw tooLarge(`Request entity too large: ${detail}`);
  }
  const state: Patching = { document: cloneJson(document), copyBytesLeft: patchCopyBytesMax };
  for (const operation of patch) {
    if (!isJsonObject(operation))
      throw undecodable(`${goJsonType(operation)} into Go value of type handlers.jsonPatchOp`);
    apply(state, operation);
  }
  // Moving values into each other may nest them deeper than any body.
  if (nestsDeeperThan(state.document, bodyDepthMax)) throw inapplicable(tooDeep);
  return state.document;
}

/** `json patch unknown field "[0].foo"` for each field of an operation that none has. */
export function jsonPatchUnknownFields(patch: Json): string[] {
  if (!Array.isArray(patch)) return [];
  const known = ["op", "path", "from", "value"];
  return patch.flatMap((operation, index) =>
    isJsonObject(operation)
      ? Object.keys(operation)
          .filter((key) => !known.includes(key))
          .map((key) => `json patch unknown field "[${index}].${key}"`)
      : [],
  );
}

function undecodable(what: string): StatusError {
  return badRequest(`error decoding patch: json: cannot unmarshal ${what}`);
}

/** The patch does not apply. To clients: upstream's words, and after them the reason, which upstream keeps to itself. */
export class InapplicablePatch extends StatusError {
  /** The reason alone. */
  readonly why: string;

  constructor(why: string) {
    super(422, "Invalid", `the server rejected our request due to an error in our request: ${why}`);
    this.why = why;
  }
}

/** One of the patch's tests does not hold: to some callers that only means that there is nothing to do. */
export class PatchTestFailed extends InapplicablePatch {}

function inapplicable(why: string): StatusError {
  return new InapplicablePatch(why);
}

function apply(state: Patching, operation: JsonObject): void {
  const kind = textField(operation, "op");
  const path = textField(operation, "path");
  const value = () => cloneJson(fieldOf(operation, "value") ?? null);
  if (kind === "add") add(state, path, value());
  else if (kind === "remove") remove(state, path);
  else if (kind === "replace") replace(state, path, value());
  else if (kind === "move") move(state, textField(operation, "from"), path);
  else if (kind === "copy") copy(state, textField(operation, "from"), path);
  else if (kind !== "test") throw inapplicable(`Unexpected kind: ${kind}`);
  else if (!equalJson(read(state, path) ?? null, fieldOf(operation, "value") ?? null)) {
    throw new PatchTestFailed(`testing value ${path} failed: test failed`);
  }
}

function textField(operation: JsonObject, field: string): string {
  const value = fieldOf(operation, field);
  if (value === undefined || value === null) throw inapplicable(`operation does not have the field ${field}`);
  if (typeof value === "string") return value;
  throw undecodable(`${goJsonType(value)} into Go struct field jsonPatchOp.${field} of type string`);
}

function move(state: Patching, from: string, path: string): void {
  if (path.startsWith(`${from}/`)) throw inapplicable(`cannot move ${from} into itself`);
  add(state, path, remove(state, from));
}

function copy(state: Patching, from: string, path: string): void {
  const value = read(state, from);
  if (value === undefined) throw missing("copy", from);
  // Copied into itself a value is twice as deep each time, and copying recurses.
  if (nestsDeeperThan(value, bodyDepthMax)) throw inapplicable(tooDeep);
  state.copyBytesLeft -= JSON.stringify(value).length;
  if (state.copyBytesLeft < 0) {
    throw inapplicable(
      `Unable to complete the copy, the accumulated size increase of copy is exceeding the limit ${patchCopyBytesMax}`,
    );
  }
  add(state, path, cloneJson(value));
}

function missing(operation: string, path: string): StatusError {
  return inapplicable(`${operation} operation does not apply: doc is missing path: "${path}": missing value`);
}

/** The container that a path's last step stands in, and the step; undefined when the way there is missing. */
function locate(state: Patching, path: string): { container: Container; step: string } | undefined {
  const steps = path.split("/");
  if (steps[0] !== "") return undefined;
  let current: Json | undefined = state.document;
  for (let index = 1; index < steps.length - 1; index++)
    current = childOf(current, unescapeStep(steps[index] as string));
  if (typeof current !== "object" || current === null || current === undefined) return undefined;
  return { container: current, step: unescapeStep(steps.at(-1) as string) };
}

function unescapeStep(step: string): string {
  return step.includes("~") ? step.replaceAll("~1", "/").replaceAll("~0", "~") : step;
}

function childOf(container: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(container)) {
    const index = indexOf(step, container.length);
    return index === undefined ? undefined : container[index];
  }
  return isJsonObject(container) ? fieldOf(container, step) : undefined;
}

/** An index within `length`; negative ones count from the end. */
function indexOf(step: string, length: number): number | undefined {
  if (!/^-?[0-9]{1,9}$/.test(step)) return undefined;
  const index = Number(step);
  if (index >= length || index < -length) return undefined;
  return index < 0 ? index + length : index;
}

function read(state: Patching, path: string): Json | undefined {
  if (path === "") return state.document;
  const place = locate(state, path);
  return place === undefined ? undefined : childOf(place.container, place.step);
}

function add(state: Patching, path: string, value: Json): void {
  if (path === "") {
    state.document = value;
    return;
  }
  const place = locate(state, path);
  if (place === undefined) throw missing("add", path);
  if (!Array.isArray(place.container)) {
    setField(place.container, place.step, value);
    return;
  }
  const { length } = place.container;
  const index = place.step === "-" ? length : indexOf(place.step, length + 1);
  if (index === undefined) throw invalidIndex("add", path, place.step);
  place.container.splice(index, 0, value);
}

function invalidIndex(operation: string, path: string, step: string): StatusError {
  const reason = `Unable to access invalid index: ${step}: invalid index referenced`;
  return inapplicable(`error in ${operation} for path: '${path}': ${reason}`);
}

function replace(state: Patching, path: string, value: Json): void {
  if (path === "") {
    state.document = value;
    return;
  }
  const place = locate(state, path);
  if (place === undefined) throw missing("replace", path);
  const { container, step } = place;
  if (Array.isArray(container)) {
    const index = indexOf(step, container.length);
    if (index === undefined) throw invalidIndex("replace", path, step);
    container[index] = value;
  } else {
    if (!Object.hasOwn(container, step)) {
      throw inapplicable(`replace operation does not apply: doc is missing key: ${path}: missing value`);
    }
    setField(container, step, value);
  }
}

function remove(state: Patching, path: string): Json {
  const place = path === "" ? undefined : locate(state, path);
  if (place === undefined) throw missing("remove", path);
  const { container, step } = place;
  if (Array.isArray(container)) {
    const index = indexOf(step, container.length);
    if (index === undefined) throw invalidIndex("remove", path, step);
    return container.splice(index, 1)[0] as Json;
  }
  const value = fieldOf(container, step);
  if (value === undefined) throw inapplicable(`Unable to remove nonexistent key: ${step}: missing value`);
  delete container[step];
  return value;
}
