// GET of a collection.
import { readListOptions } from "../../apimachinery/list-options.ts";
import { listScope } from "../list-scope.ts";
import type { ApiRequest } from "../request.ts";
import type { Answer } from "../respond.ts";
import type { Scope } from "../scope.ts";

export function list(scope: Scope, request: ApiRequest): Answer {
  const { kind } = request;
  return { type: "list", code: 200, kind, list: listScope(scope, kind, readListOptions(request.query)) };
}
