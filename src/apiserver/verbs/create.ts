// POST to a collection.
import { readCreateOptions } from "../../apimachinery/write-options.ts";
import { createObject } from "../create-object.ts";
import { decodeObject } from "../decode-object.ts";
import { readBody } from "../read-body.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { writeContext } from "../write-context.ts";

export async function create(scope: Scope, request: ApiRequest): Promise<Answer> {
  const { kind } = request;
  const options = readCreateOptions(request.query);
  const write = writeContext(scope, request, options);
  const object = decodeObject(readBody(request, kind), kind, options.fieldValidation, write.warn);
  const { text } = await createObject(scope, write, object);
  return { type: "object", code: 201, kind, text };
}
