// The hosting API, for the command line.
import * as z from "zod";
import { type ControlPlane, callControlPlane, jsonOf } from "./control-plane-client.ts";

const listed = z.object({ id: z.string(), state: z.string(), createdAt: z.string(), server: z.string() });
const created = listed.extend({ kubeconfig: z.string(), joinToken: z.string() });

export type ListedCluster = z.infer<typeof listed>;
export type CreatedCluster = z.infer<typeof created>;

function clusterPath(id: string): string {
  return `/v1/clusters/${encodeURIComponent(id)}`;
}

/** Idempotent. */
export async function createCluster(at: ControlPlane, id: string): Promise<CreatedCluster> {
  return created.parse(jsonOf(await callControlPlane(at, "POST", "/v1/clusters", { id })));
}

export async function listClusters(at: ControlPlane): Promise<ListedCluster[]> {
  const all: ListedCluster[] = [];
  let after = "";
  for (;;) {
    const path = `/v1/clusters?after=${encodeURIComponent(after)}`;
    const page = z
      .object({ items: z.array(listed), next: z.string().optional() })
      .parse(jsonOf(await callControlPlane(at, "GET", path)));
    all.push(...page.items);
    if (page.next === undefined) return all;
    after = page.next;
  }
}

/** Answers the state after the call: deleted, or still deleting. */
export async function deleteCluster(at: ControlPlane, id: string): Promise<string> {
  const answer = z.object({ state: z.string() });
  return answer.parse(jsonOf(await callControlPlane(at, "DELETE", clusterPath(id)))).state;
}

export async function clusterKubeconfig(at: ControlPlane, id: string): Promise<string> {
  const answer = await callControlPlane(at, "GET", `${clusterPath(id)}/kubeconfig`);
  if (answer.code !== 200) jsonOf(answer);
  return answer.text;
}
