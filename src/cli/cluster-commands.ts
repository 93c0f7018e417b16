// `skerry cluster ...`: the hosting API at the terminal.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import type { Kubeconfig } from "../tenancy/kubeconfig.ts";
import type { CliHost } from "./cli-host.ts";
import type { ControlPlane } from "./control-plane-client.ts";
import { dataDir } from "./data-dir.ts";
import { clusterKubeconfig, createCluster, deleteCluster, listClusters } from "./hosting-client.ts";
import { operatorAccess } from "./instance.ts";
import { addToKubeconfig, parseKubeconfig } from "./kubeconfig-file.ts";
import { pollMs } from "./limits.ts";
import { table } from "./table.ts";

interface AccessOptions {
  readonly dataDir: string;
  readonly server?: string;
  readonly key?: string;
  readonly caFile?: string;
}

/** A server that is named, or the instance of the data directory. */
function access(options: AccessOptions): ControlPlane {
  if (options.server === undefined) return operatorAccess(dataDir(resolve(options.dataDir)));
  const token = options.key ?? process.env["SKERRY_OPERATOR_KEY"];
  if (token === undefined) throw new Error("--server needs the operator's key: --key KEY, or SKERRY_OPERATOR_KEY");
  const caCertificate = options.caFile === undefined ? undefined : readFileSync(options.caFile, "utf8");
  return { server: options.server, caCertificate, token };
}

/** Gone when the server no longer lists it. */
async function untilGone(at: ControlPlane, id: string, host: CliHost): Promise<void> {
  while ((await listClusters(at)).some((cluster) => cluster.id === id)) await host.timers.sleep(pollMs);
}

/** Answers go to `print`. */
export function clusterCommands(defaultDataDir: string, host: CliHost, print: (text: string) => void): Command {
  const clusters = new Command("cluster")
    .description("create, list and delete clusters on a running control plane")
    .exitOverride();
  function command(signature: string, description: string): Command {
    return clusters
      .command(signature)
      .description(description)
      .option("--data-dir <dir>", "the instance's data directory", defaultDataDir)
      .option("--server <url>", "another control plane instead")
      .option("--key <key>", "its operator's key (or SKERRY_OPERATOR_KEY)")
      .option("--ca-file <path>", "its CA, when this host doesn't trust it anyway");
  }

  command("create <id>", "create a cluster; fine when it exists")
    .option("--kubeconfig <path>", "add it to this kubeconfig")
    .action(async (id: string, options: AccessOptions & { kubeconfig?: string }) => {
      const cluster = await createCluster(access(options), id);
      if (options.kubeconfig !== undefined) {
        addToKubeconfig(resolve(options.kubeconfig), parseKubeconfig(cluster.kubeconfig) as Kubeconfig);
        print(`cluster ${id} is ready at ${cluster.server}, context ${id} in ${options.kubeconfig}\n`);
      } else {
        print(`cluster ${id} is ready at ${cluster.server}; for its kubeconfig: skerry cluster kubeconfig ${id}\n`);
      }
    });

  command("list", "list the clusters").action(async (options: AccessOptions) => {
    const rows = (await listClusters(access(options))).map((one) => [one.id, one.state, one.createdAt, one.server]);
    print(table([["ID", "STATE", "CREATED", "SERVER"], ...rows]));
  });

  command("delete <id>", "delete a cluster and all that is in it").action(
    async (id: string, options: AccessOptions) => {
      const at = access(options);
      if ((await deleteCluster(at, id)) !== "deleted") await untilGone(at, id, host);
      print(`cluster ${id} deleted\n`);
    },
  );

  command("kubeconfig <id>", "print a cluster's kubeconfig").action(async (id: string, options: AccessOptions) => {
    print(await clusterKubeconfig(access(options), id));
  });
  return clusters;
}
