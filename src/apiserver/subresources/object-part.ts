// A subresource that is a part of its object: read and sent as the whole object, it changes that part alone, by rules
// of its own.
import { cloneJson } from "../../apimachinery/clone-json.ts";
import type { FieldError } from "../../apimachinery/field-error.ts";
import type { Json, JsonObject, KubeObject } from "../../apimachinery/json.ts";
import { badRequest, invalid } from "../../apimachinery/status-error.ts";
import { readPatchOptions, readUpdateOptions } from "../../apimachinery/write-options.ts";
import { decodeObject } from "../decode-object.ts";
import { applied } from "../ownership.ts";
import { applyPatch, patchType, readPatch } from "../patch-object.ts";
import { readBody } from "../read-body.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { updateObject } from "../update-object.ts";
import { readConfiguration, settleName } from "../verbs/apply.ts";
import { get } from "../verbs/get.ts";
import { writeContext } from "../write-context.ts";
import type { Subresource } from "./subresource.ts";

export interface ObjectPart<T> {
  readonly name: string;
  /** The stored object with this part of `update`; neither is changed. */
  readonly merge: (old: T, update: T, nowMs: number) => T;
  readonly validate: (object: T, old: T) => FieldError[];
  /** Of a configuration that is applied, what counts and can be owned here; metadata is looked after by others. */
  readonly configured: (configuration: T) => Partial<T>;
}

export function objectPart<T>(part: ObjectPart<T>): Subresource {
  const { name } = part;
  return {
    name,
    of: (kind) => kind.subresources.others?.includes(name) ?? false,
    verbs: {
      get,
      update(scope, request) {
        const options = readUpdateOptions(request.query);
        const { kind } = request;
        const warn = (text: string) => request.warnings.push(text);
        const wanted = decodeObject(readBody(request, kind), kind, options.fieldValidation, warn);
        return write(scope, request, part, options, () => wanted);
      },
      patch(scope, request) {
        const { kind } = request;
        const type = patchType(request.contentType, kind);
        if (type === "apply") return apply(scope, request, part);
        const options = readPatchOptions(request.query, { apply: false });
        const read = readPatch(request, type, options.fieldValidation);
        return write(scope, request, part, options, (current) => applyPatch(read, kind, current));
      },
    },
  };
}

/** Kubernetes: each strategy's GetResetFields, staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go applyPatcher */
function apply<T>(scope: Scope, request: ApiRequest, part: ObjectPart<T>): Promise<Answer> {
  const { kind, info } = request;
  const options = readPatchOptions(request.query, { apply: true });
  const whole = readConfiguration(request, options);
  settleName(whole, info.name, scope.namespace, kind.scope === "Namespaced");
  const source = { value: whole as Json, text: undefined };
  const given = decodeObject(source, kind, options.fieldValidation, (text) => request.warnings.push(text));
  const { apiVersion, kind: kindName } = whole;
  const { name, namespace, resourceVersion } = given.metadata ?? {};
  const place = { name, ...(namespace ? { namespace } : {}), ...(resourceVersion ? { resourceVersion } : {}) };
  const own = part.configured(given as unknown as T);
  const configuration = { apiVersion, kind: kindName, metadata: place, ...own } as KubeObject;
  const context = writeContext(scope, request, options);
  return write(scope, request, part, { ...options, ownership: "given" }, (current) => {
    const { object, managedFields } = applied(scope, context, current, configuration, options.force);
    const read = decodeObject({ value: object as Json, text: undefined }, kind, options.fieldValidation, context.warn);
    return { ...read, metadata: { ...read.metadata, ...(managedFields === undefined ? {} : { managedFields }) } };
  });
}

interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  /** The update carries its owners. */
  readonly ownership?: "given";
}

async function write<T>(
  scope: Scope,
  request: ApiRequest,
  { merge, validate }: ObjectPart<T>,
  { ownership, ...options }: WriteOptions,
  change: (current: Readonly<KubeObject>) => KubeObject,
): Promise<Answer> {
  const { kind, info } = request;
  const owned = ownership === undefined ? {} : { ownership };
  const context = { ...writeContext(scope, request, options), ...owned, rules: "none" } as const;
  const written = await updateObject(scope, context, info.name, (current) => {
    const update = change(current);
    const { name = info.name, resourceVersion, managedFields } = update.metadata ?? {};
    if (name !== info.name) {
      throw badRequest(`the name of the object (${name}) does not match the name on the URL (${info.name})`);
    }
    const old = current as unknown as T;
    const merged = merge(old, update as unknown as T, context.nowMs);
    const changed = cloneJson(merged as unknown as JsonObject) as KubeObject;
    kind.strategy.setDefaults?.(changed);
    const errors = validate(changed as unknown as T, old);
    if (errors.length > 0) throw invalid(kind, info.name, errors);
    if (resourceVersion) changed.metadata = { ...changed.metadata, resourceVersion };
    if (ownership !== undefined) changed.metadata = { ...changed.metadata, managedFields: managedFields ?? [] };
    return changed;
  });
  return { type: "object", code: 200, kind, text: written.text };
}
