// PATCH of one object.
import { badRequest } from "../../apimachinery/status-error.ts";
import { readPatchOptions } from "../../apimachinery/write-options.ts";
import { applyPatch, patchType, readPatch } from "../patch-object.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { updateObject } from "../update-object.ts";
import { writeContext } from "../write-context.ts";
import { apply } from "./apply.ts";

export async function patch(scope: Scope, request: ApiRequest): Promise<Answer> {
  const { kind, info } = request;
  const type = patchType(request.contentType, kind);
  if (type === "apply") return apply(scope, request);
  const options = readPatchOptions(request.query, { apply: false });
  const read = readPatch(request, type, options.fieldValidation);
  const write = writeContext(scope, request, options);
  const written = await updateObject(scope, write, info.name, (current) => {
    const patched = applyPatch(read, kind, current);
    refuseMove(patched.metadata ?? {}, info.name, scope.namespace);
    return patched;
  });
  return { type: "object", code: 200, kind, text: written.text };
}

function refuseMove(metadata: { name?: string; namespace?: string }, name: string, namespace: string): void {
  if (metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name ?? ""}) does not match the name on the URL (${name})`);
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
}
