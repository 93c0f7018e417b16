// The cluster that every instance has, and the kubeconfig for it.

import * as z from "zod";
import { kubeconfig } from "../../tenancy/kubeconfig.ts";
import type { ControlPlane } from "../control-plane-client.ts";
import { type CreatedCluster, createCluster } from "../hosting-client.ts";
import { addToKubeconfig, parseKubeconfig } from "../kubeconfig-file.ts";

/** Its ID; it is served at the root too. */
export const defaultClusterId = "default";

/** What it is called in the kubeconfig. */
export const defaultContext = "skerry";

const withToken = z.object({ users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]) });

export interface DefaultCluster {
  readonly adminToken: string;
  readonly joinToken: string;
  /** The cluster's own URL. */
  readonly server: string;
}

function adminTokenOf(created: CreatedCluster): string {
  return withToken.parse(parseKubeconfig(created.kubeconfig)).users[0].user.token;
}

/** Creates the cluster, or finds it as it was left. */
export async function ensureDefaultCluster(operator: ControlPlane): Promise<DefaultCluster> {
  const created = await createCluster(operator, defaultClusterId);
  return {
    adminToken: adminTokenOf(created),
    joinToken: created.joinToken,
    server: `${operator.server}/clusters/${defaultClusterId}`,
  };
}

/** Writes the context `skerry`, with the server's plain URL, into the file. */
export function writeDefaultKubeconfig(path: string, at: ControlPlane, cluster: DefaultCluster): void {
  const content = {
    name: defaultContext,
    server: at.server,
    caCertificate: at.caCertificate ?? "",
    token: cluster.adminToken,
  };
  addToKubeconfig(path, kubeconfig(content));
}
