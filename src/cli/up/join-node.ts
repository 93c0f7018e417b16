// Trades the cluster's join token for a token of this host's node.
import * as z from "zod";
import { type ControlPlane, callControlPlane, jsonOf } from "../control-plane-client.ts";
import type { DefaultCluster } from "./default-cluster.ts";

const joined = z.object({ token: z.string() });

export async function joinNode(controlPlane: ControlPlane, cluster: DefaultCluster, node: string): Promise<string> {
  const at = { ...controlPlane, token: cluster.joinToken };
  const path = `${new URL(cluster.server).pathname}/join`;
  return joined.parse(jsonOf(await callControlPlane(at, "POST", path, { node }))).token;
}
