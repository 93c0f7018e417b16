// GET of one object.
import { notFound } from "../../apimachinery/status-error.ts";
import { storedAs } from "../render.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";
import { resourceOf } from "../write-context.ts";

export function get(scope: Scope, request: ApiRequest): Answer {
  const { kind, info } = request;
  const stored = scope.store.get(kind.collection, info.name);
  if (stored === undefined) throw notFound(resourceOf(kind), info.name);
  return { type: "object", code: 200, kind, text: storedAs(scope, kind, stored) };
}
