// Whether an owner that a reference names is still there, in whichever scope it would be.
import { apiVersionOf } from "../apimachinery/json.ts";
import type { Client } from "../controllers/runtime/client.ts";
import type { KindRegistry } from "../kinds/kind-registry.ts";

export interface Scopes {
  cluster(): Client;
  namespace(name: string): Client;
  kinds(): KindRegistry;
}

/** True when it exists with this uid. An owner of a kind that is not served is taken to exist: nothing is deleted on a guess. */
export async function ownerExists(
  scopes: Scopes,
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  uid: string,
): Promise<boolean> {
  const found = scopes
    .kinds()
    .kinds.find((one) => one.kind === kind && apiVersionOf(one.group, one.version) === apiVersion);
  if (found === undefined) return true;
  const client = found.scope === "Cluster" ? scopes.cluster() : scopes.namespace(namespace);
  const { group, version, plural } = found;
  const namespaced = found.scope === "Namespaced";
  const owner = await client.get({ group, version, kind, plural, namespaced }, name);
  return owner?.metadata?.uid === uid;
}
