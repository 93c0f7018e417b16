// Another scope's API, called on its object: the same methods, the same errors.
import type { KubeObject } from "../apimachinery/json.ts";
import { type Status, StatusError } from "../apimachinery/status-error.ts";
import type { LocalClient } from "../apiserver/local-client.ts";
import type { Client } from "../controllers/runtime/client.ts";

/** The methods of a client that can be called from afar. */
export const clientMethods = [
  "get",
  "list",
  "listOwned",
  "create",
  "update",
  "updateStatus",
  "patch",
  "delete",
] as const;
export type ClientMethod = (typeof clientMethods)[number];

/** Errors do not keep their class between objects, so a refusal is an answer. */
export type ClientAnswer =
  | { readonly type: "answered"; readonly value: unknown }
  | { readonly type: "refused"; readonly status: Status };

export interface ClientCall {
  /** As which controller to write. */
  readonly controller: string;
  readonly method: ClientMethod;
  readonly arguments: readonly unknown[];
}

/** Runs a call on the scope's own client. */
export async function answerCall(client: LocalClient, call: ClientCall): Promise<ClientAnswer> {
  if (!clientMethods.includes(call.method)) throw new Error(`no method of a client: ${call.method}`);
  try {
    const method = client[call.method] as (...given: readonly unknown[]) => Promise<unknown>;
    return { type: "answered", value: await method.apply(client, [...call.arguments]) };
  } catch (error) {
    if (error instanceof StatusError) return { type: "refused", status: error.status() };
    throw error;
  }
}

/** A client whose calls are carried by `send`. */
export function remoteClient(
  namespace: string,
  controller: string,
  send: (call: ClientCall) => Promise<ClientAnswer>,
): Client {
  async function call(method: ClientMethod, ...given: readonly unknown[]): Promise<never> {
    const answer = await send({ controller, method, arguments: given });
    if (answer.type === "answered") return answer.value as never;
    const { code = 500, reason = "", message = "", details } = answer.status;
    throw new StatusError(code, reason, message, details);
  }
  return {
    namespace,
    get: (kind, name) => call("get", kind, name),
    list: (kind, options) => call("list", kind, options),
    listOwned: (ownerUid) => call("listOwned", ownerUid),
    create: (kind, object) => call("create", kind, plain(object)),
    update: (kind, object) => call("update", kind, plain(object)),
    updateStatus: (kind, object) => call("updateStatus", kind, plain(object)),
    patch: (kind, name, patch, subresource) => call("patch", kind, name, plain(patch), subresource),
    delete: (kind, name, options) => call("delete", kind, name, options),
  };
}

/** What travels is JSON: nothing undefined, nothing shared. */
function plain(object: KubeObject): KubeObject {
  return JSON.parse(JSON.stringify(object)) as KubeObject;
}
