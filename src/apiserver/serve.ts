// One request for a resource, answered by the scope that holds it: the verb is found, run, and its errors told.
import { methodNotAllowed, pathNotFound, StatusError } from "../apimachinery/status-error.ts";
import type { Kind } from "../kinds/kind.ts";
import { carryNotes } from "./audit/notes.ts";
import { withConversions } from "./conversion/with-conversions.ts";
import { errorResponse } from "./error-response.ts";
import type { ApiRequest } from "./request.ts";
import type { RequestVerb } from "./request-info.ts";
import { type Answer, respond } from "./respond.ts";
import { admitReview } from "./reviews/admit-review.ts";
import { isReview } from "./reviews/answer-review.ts";
import type { Scope } from "./scope.ts";
import { createBinding } from "./subresources/binding.ts";
import { subresources } from "./subresources/registry.ts";
import { create } from "./verbs/create.ts";
import { remove, removeCollection } from "./verbs/delete.ts";
import { get } from "./verbs/get.ts";
import { list } from "./verbs/list.ts";
import { patch } from "./verbs/patch.ts";
import { update } from "./verbs/update.ts";

/** Answers a request, or throws `StatusError`. */
export type VerbHandler = (scope: Scope, request: ApiRequest) => Answer | Promise<Answer>;

/** Watches are not here: they are sockets, opened by the object (watch-scope.ts). */
const verbs: Readonly<Record<Exclude<RequestVerb, "watch">, VerbHandler>> = {
  get,
  list,
  create,
  update,
  patch,
  delete: remove,
  deletecollection: removeCollection,
};

function handlerOf(request: ApiRequest): VerbHandler {
  const { verb, subresource } = request.info;
  const { kind } = request;
  if (verb === "watch") throw methodNotAllowed("a watch needs a stream");
  if (subresource === "") {
    const isNamed = verb === "create" && request.info.name !== "";
    if (kind.verbs.includes(verb) && !isNamed) return verb === "create" ? createOf(kind) : verbs[verb];
    throw methodNotAllowed("the server does not allow this method on the requested resource");
  }
  const served = subresources(kind).get(subresource);
  if (served === undefined) throw pathNotFound();
  const handler = served[verb];
  if (handler === undefined) throw methodNotAllowed("the server does not allow this method on the requested resource");
  return handler;
}

/** A binding is an object by its path only, and a review a question: they are never stored. */
function createOf(kind: Kind): VerbHandler {
  if (isReview(kind)) return admitReview;
  return kind.collection === "bindings" ? createBinding : create;
}

/** Never throws: whatever goes wrong is a `Status`, and what is our own fault is logged by the caller's `failed`. */
export async function serve(scope: Scope, request: ApiRequest, failed: (error: unknown) => void): Promise<Response> {
  try {
    const handle = handlerOf(request);
    const answer = await withConversions(scope, () => handle(scope, request));
    return carryNotes(respond(request, answer, scope.clock.now()), request.notes);
  } catch (error) {
    if (!(error instanceof StatusError)) failed(error);
    return carryNotes(errorResponse(error, request.warnings), request.notes);
  }
}
