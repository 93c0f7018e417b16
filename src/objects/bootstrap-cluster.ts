// What every cluster begins with.
import { StatusError } from "../apimachinery/status-error.ts";
import { LocalClient } from "../apiserver/local-client.ts";
import type { Scope } from "../apiserver/scope.ts";
import { controllerUser } from "../auth/user.ts";

const namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Creates what is missing; what is there stays as it is. */
export async function bootstrapCluster(scope: Scope): Promise<void> {
  const client = new LocalClient(scope, controllerUser("bootstrap"));
  for (const name of namespaces) {
    try {
      await client.create({ group: "", version: "v1", plural: "namespaces" }, { metadata: { name } });
    } catch (error) {
      if (!(error instanceof StatusError) || error.reason !== "AlreadyExists") throw error;
    }
  }
}
