// /etc/hosts and /etc/resolv.conf of the pod: files of the agent, mounted over whatever the image and Docker have.
import { readFile } from "node:fs/promises";
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import { podHostname } from "../container/hostname.ts";
import { hostNetworkHostsFile, hostsFile } from "../container/hosts-file.ts";
import { type ClusterDns, parseResolvConf, podResolvConf, resolvConfText } from "../container/resolv-conf.ts";
import type { PodFiles } from "../pod-files.ts";
import { identityOf, specOf } from "../pod-parts.ts";
import type { PodHook } from "./pod-hook.ts";

export interface EtcFilesOptions {
  readonly files: PodFiles;
  readonly clusterDns: ClusterDns;
  /** The host's own, which pods without the cluster's DNS get. */
  readonly hostResolvConf: string;
  readonly hostIP: string;
}

export function etcFilesHook({ files, clusterDns, hostResolvConf }: EtcFilesOptions): PodHook {
  async function writeHosts(pod: Pod, podIP: string): Promise<void> {
    const { hostAliases: aliases = [], hostNetwork } = specOf(pod);
    const text =
      hostNetwork === true
        ? hostNetworkHostsFile(await readFile("/etc/hosts", "utf8").catch(() => ""), aliases)
        : hostsFile({ ips: [podIP], name: podHostname(pod, clusterDns.domain), aliases });
    await files.write(files.hosts(identityOf(pod).uid), text);
  }

  return {
    name: "etc-files",
    async prepare(pod) {
      const { uid } = identityOf(pod);
      const host = parseResolvConf(await readFile(hostResolvConf, "utf8").catch(() => ""));
      await files.write(files.resolvConf(uid), resolvConfText(podResolvConf(pod, clusterDns, host)));
      // There before containers are made, for their mounts; right before they are started.
      await files.touch(files.hosts(uid));
    },
    async sandboxReady(pod, { podIP }) {
      await writeHosts(pod, podIP);
      return undefined;
    },
  };
}
