// What a webhook or a policy has made of a request's object becomes the object: read by its schema, with defaults.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/mutating/dispatcher.go (decode, Default)
import type { Json, KubeObject } from "../../apimachinery/json.ts";
import { decode } from "../../apimachinery/schema/decode.ts";
import { internalError } from "../../apimachinery/status-error.ts";
import { findSchemaOfKind } from "../../kinds/facts/schema-of.ts";
import type { Kind } from "../../kinds/kind.ts";
import { become, shownAs } from "./matching/shown-as.ts";
import type { AdmissionRequest } from "./step.ts";

/**
 * `changed` is in the shape of `as`. Throws StatusError (500) when it is no such object any more; fields that its kind
 * doesn't have are dropped, or where `refusesUnknown` count as such.
 */
export async function takeChange(
  request: AdmissionRequest,
  as: Kind,
  changed: Json,
  refusesUnknown = false,
): Promise<void> {
  const { object, kind, view } = request;
  if (object === undefined) throw internalError("there is no object to change");
  const schema = view === undefined ? as.schema : findSchemaOfKind(view.group, view.version, view.kind);
  if (schema === undefined) throw internalError(`${view?.kind} can't be changed`);
  const decoded = decode(schema, changed, { collectUnknown: refusesUnknown });
  if (decoded.type === "mismatch") throw internalError(decoded.message);
  if (decoded.unknownFields.length > 0) {
    const unknown = decoded.unknownFields.map((path) => `unknown field ${JSON.stringify(path)}`);
    throw internalError(`strict decoding error: ${unknown.join(", ")}`);
  }
  const read = decoded.value as KubeObject;
  // Every object has metadata, be it empty: all that follows relies on it. Options and the like have none.
  if (object.metadata !== undefined) read.metadata ??= {};
  if (view === undefined) as.strategy.setDefaults?.(read);
  become(object, view === undefined ? await shownAs(read, as, kind) : read);
}
