// Admission of a connection: no object is written, but webhooks and policies may forbid it or change its options.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go ConnectResource
import { equalJson } from "../../apimachinery/clone-json.ts";
import type { JsonObject } from "../../apimachinery/json.ts";
import { internalError, pathNotFound } from "../../apimachinery/status-error.ts";
import { admit } from "../admit.ts";
import type { ApiRequest } from "../request.ts";
import type { Scope } from "../scope.ts";
import type { WriteContext } from "../write-context.ts";
import { connectOptions, queryOf } from "./connect-options.ts";
import type { Connection } from "./connection.ts";

/** Answers the query with its options changed; undefined: they are as they were. Throws what admission says. */
export async function admitConnection(
  scope: Scope,
  request: ApiRequest,
  connection: Connection,
): Promise<string | undefined> {
  const { kind, user, warnings } = request;
  const options = connectOptions(kind.collection, connection);
  if (options === undefined) throw pathNotFound();
  // What isn't there is told so by whoever reads it next, and wakes nobody.
  if (scope.store.get(kind.collection, request.info.name) === undefined) return undefined;
  // Whoever sleeps doesn't know what the cluster has been told since.
  if (!scope.isOpen()) await scope.open();
  const { object } = options;
  const before = JSON.parse(JSON.stringify(object)) as JsonObject;
  const write: WriteContext = {
    kind,
    user,
    subresource: connection.subresource,
    rules: "none",
    dryRun: false,
    fieldManager: () => "",
    nowMs: scope.clock.now(),
    view: { kind: options.kind, of: (given) => given },
    warn: (text) => warnings.push(text),
  };
  const admitted = { operation: "CONNECT", name: connection.name, object, old: undefined } as const;
  await admit("mutate", scope, write, admitted);
  await admit("validate", scope, write, admitted);
  if (equalJson(before, object as JsonObject)) return undefined;
  if (before["path"] !== object["path"]) throw internalError("the path of a proxied request can't be changed");
  return queryOf(options, connection.query);
}
