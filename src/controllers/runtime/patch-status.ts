// Writes an object's status when it differs from what is stored, and only then.
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Client, KindRef } from "./client.ts";
import { mergeDiff } from "./merge-diff.ts";

/**
 * Answers the object as it stands then. A patch, so that labels and spec that changed meanwhile stay; it fails with
 * Conflict when the name belongs to another object by now.
 */
export async function patchStatus<Type extends KubeObject>(
  client: Client,
  kind: KindRef<Type>,
  object: Readonly<Type>,
  status: Type["status"],
): Promise<Readonly<Type>> {
  const diff = mergeDiff(object["status"], status);
  if (diff === undefined) return object;
  const { name = "", uid = "" } = object.metadata ?? {};
  return client.patch(kind, name, { metadata: { uid }, status: diff }, "status");
}
