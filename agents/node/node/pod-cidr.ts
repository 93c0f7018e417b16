// This node's part of the pods' addresses: assigned with the Node object, kept for when nobody can be asked.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ApiClient } from "../api/client.ts";
import { pathOf } from "../api/resource-path.ts";
import type { AgentConfig } from "../config.ts";
import type { NodeRegistration } from "./node-registration.ts";

/** The first of the cluster's ranges: what a cluster of one node uses, when nothing assigns ranges. */
const usual = "10.244.0.0/24";

/** Pods' addresses must not change under them: once known, it is only ever read from disk. */
export async function podCidrOf(
  config: AgentConfig,
  registration: NodeRegistration,
  client: ApiClient,
): Promise<string> {
  const file = join(config.dataDir, "pod-cidr");
  const kept = (await readFile(file, "utf8").catch(() => "")).trim();
  if (kept !== "") return kept;
  const assigned = (await registration.registered).spec?.podCIDR;
  const podCidr = assigned || config.podCidr || usual;
  if (!assigned) {
    const path = pathOf({ apiVersion: "v1", plural: "nodes", name: config.nodeName });
    await client.patch(path, { spec: { podCIDR: podCidr, podCIDRs: [podCidr] } }, "merge");
  }
  await writeFile(file, `${podCidr}\n`);
  return podCidr;
}
