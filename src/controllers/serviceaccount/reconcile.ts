// Every namespace has a service account called "default", for the pods that name none.
// Kubernetes: pkg/controller/serviceaccount/serviceaccounts_controller.go
import { namespaces, serviceAccounts } from "../../kinds/kind-refs.ts";
import type { Client } from "../runtime/client.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { isAlreadyThere, isNamespaceTerminating } from "../runtime/failures.ts";
import { mapped } from "../runtime/watch-rules.ts";

const accountName = "default";

/** In a namespace: makes it again when it is deleted. */
export const serviceAccountController: Controller = {
  name: "service-account",
  scope: "Namespaced",
  watches: [mapped(serviceAccounts, ({ type, name }) => (type === "DELETED" && name === accountName ? [name] : []))],
  async reconcile(_key, { client }) {
    await ensure(client);
    return done;
  },
};

/** In the cluster scope: makes the first one of each namespace. */
export const firstServiceAccountController: Controller = {
  name: "service-account",
  scope: "Cluster",
  watches: [mapped(namespaces, ({ type, name }) => (type === "ADDED" ? [name] : []))],
  async reconcile(name, { client, reach }) {
    const namespace = await client.get(namespaces, name);
    if (namespace?.status?.phase === "Active") await ensure(reach.namespace(name));
    return done;
  },
};

async function ensure(client: Client): Promise<void> {
  if ((await client.get(serviceAccounts, accountName)) !== undefined) return;
  try {
    await client.create(serviceAccounts, { metadata: { name: accountName } });
  } catch (error) {
    if (!isAlreadyThere(error) && !isNamespaceTerminating(error)) throw error;
  }
}
