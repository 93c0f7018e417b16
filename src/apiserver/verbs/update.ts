// PUT of one object.

import type { FieldError } from "../../apimachinery/field-error.ts";
import { badRequest, invalid } from "../../apimachinery/status-error.ts";
import { readUpdateOptions } from "../../apimachinery/write-options.ts";
import { createObject } from "../create-object.ts";
import { decodeObject } from "../decode-object.ts";
import { readBody } from "../read-body.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { updateObject } from "../update-object.ts";
import { writeContext } from "../write-context.ts";

/** Clients know it by upstream's words, whose number is printed as Go does. */
const noResourceVersion: FieldError = {
  type: "FieldValueInvalid",
  field: "metadata.resourceVersion",
  body: "Invalid value: 0x0: must be specified for an update",
};

export async function update(scope: Scope, request: ApiRequest): Promise<Answer> {
  const { kind, info } = request;
  const options = readUpdateOptions(request.query);
  const write = writeContext(scope, request, options);
  const body = readBody(request, kind);
  const object = decodeObject(body, kind, options.fieldValidation, write.warn);
  object.metadata ??= {};
  const { metadata } = object;
  if (metadata.name && metadata.name !== info.name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${info.name})`);
  }
  if (metadata.namespace && metadata.namespace !== scope.namespace && kind.scope === "Namespaced") {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  metadata.name = info.name;
  if (!metadata.resourceVersion) {
    const isThere = scope.store.get(kind.collection, info.name) !== undefined;
    if (!isThere && kind.createsOnUpdate && info.subresource === "") {
      const { text } = await createObject(scope, write, object);
      return { type: "object", code: 201, kind, text };
    }
    // One that isn't there is not found, whatever the update lacks.
    if (isThere && kind.needsResourceVersion) throw invalid(kind, info.name, [noResourceVersion]);
  }
  // The change may be asked for again after a conflict, and what it answered before has been worked on.
  const text = JSON.stringify(object);
  let first: typeof object | undefined = object;
  const written = await updateObject(scope, write, info.name, () => {
    const answer = first ?? (JSON.parse(text) as typeof object);
    first = undefined;
    return answer;
  });
  return { type: "object", code: 200, kind, text: written.text };
}
