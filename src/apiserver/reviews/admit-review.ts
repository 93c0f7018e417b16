// What admission says of a review, in the scope that it is about: it may change the question, or refuse it. The answer
// is the Worker's (answer-review.ts).
import { readCreateOptions } from "../../apimachinery/write-options.ts";
import { admit } from "../admit.ts";
import { decodeObject } from "../decode-object.ts";
import { readBody } from "../read-body.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { writeContext } from "../write-context.ts";

/** Throws what admission refuses it with. */
export async function admitReview(scope: Scope, request: ApiRequest): Promise<Answer> {
  const { kind } = request;
  const options = readCreateOptions(request.query);
  const write = writeContext(scope, request, options);
  const object = decodeObject(readBody(request, kind), kind, options.fieldValidation, write.warn);
  if (!scope.isOpen()) await scope.open();
  const admission = { operation: "CREATE", object, old: undefined } as const;
  await admit("mutate", scope, write, admission);
  await admit("validate", scope, write, admission);
  return { type: "value", code: 200, value: object };
}
