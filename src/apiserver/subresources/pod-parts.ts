// The `resize` and `ephemeralcontainers` subresources: the two parts of a running pod's spec that have rules of their own.
// Kubernetes: pkg/registry/core/pod/storage/storage.go EphemeralContainersREST, ResizeREST
import { cloneJson } from "../../apimachinery/clone-json.ts";
import type { FieldError } from "../../apimachinery/field-error.ts";
import type { JsonObject, KubeObject } from "../../apimachinery/json.ts";
import { badRequest, invalid, unsupportedMediaType } from "../../apimachinery/status-error.ts";
import { readPatchOptions, readUpdateOptions } from "../../apimachinery/write-options.ts";
import {
  validateEphemeralContainersUpdate,
  withEphemeralContainers,
} from "../../kinds/core/pod/ephemeral-containers.ts";
import { validateResize, withResize } from "../../kinds/core/pod/resize.ts";
import type { Pod } from "../../kinds/facts/types.gen.ts";
import { decodeObject } from "../decode-object.ts";
import { applyPatch, patchType, readPatch } from "../patch-object.ts";
import { readBody } from "../read-body.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { updateObject } from "../update-object.ts";
import { get } from "../verbs/get.ts";
import { writeContext } from "../write-context.ts";
import type { Subresource } from "./subresource.ts";

interface PodPart {
  readonly name: string;
  /** The stored pod with this part of `update`. */
  readonly merge: (old: Pod, update: Pod) => Pod;
  readonly validate: (pod: Pod, old: Pod) => FieldError[];
}

function podPart(part: PodPart): Subresource {
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
        if (type === "apply") throw unsupportedMediaType(`pods/${name} can't be applied: patch it`);
        const options = readPatchOptions(request.query, { apply: false });
        const read = readPatch(request, type, options.fieldValidation);
        return write(scope, request, part, options, (current) => applyPatch(read, kind, current));
      },
    },
  };
}

async function write(
  scope: Scope,
  request: ApiRequest,
  { merge, validate }: PodPart,
  options: { readonly dryRun: boolean; readonly fieldManager: string },
  change: (current: Readonly<KubeObject>) => KubeObject,
): Promise<Answer> {
  const { kind, info } = request;
  const context = { ...writeContext(scope, request, options), rules: "none" } as const;
  const written = await updateObject(scope, context, info.name, (current) => {
    const update = change(current);
    const { name = info.name, resourceVersion } = update.metadata ?? {};
    if (name !== info.name) {
      throw badRequest(`the name of the object (${name}) does not match the name on the URL (${info.name})`);
    }
    const old = current as unknown as Pod;
    const changed = cloneJson(merge(old, update as unknown as Pod) as unknown as JsonObject) as KubeObject;
    kind.strategy.setDefaults?.(changed);
    const errors = validate(changed as unknown as Pod, old);
    if (errors.length > 0) throw invalid(kind, info.name, errors);
    if (resourceVersion) changed.metadata = { ...changed.metadata, resourceVersion };
    return changed;
  });
  return { type: "object", code: 200, kind, text: written.text };
}

export const resize = podPart({ name: "resize", merge: withResize, validate: validateResize });
export const ephemeralContainers = podPart({
  name: "ephemeralcontainers",
  merge: withEphemeralContainers,
  validate: validateEphemeralContainersUpdate,
});
