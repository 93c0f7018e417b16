// A pod's /etc/hosts.
// Kubernetes: pkg/kubelet/kubelet_pods.go managedHostsFileContent, nodeHostsFileContent
import type { HostAlias } from "../../../../src/kinds/facts/types.gen.ts";
import type { PodHostname } from "./hostname.ts";

export interface HostsFileInput {
  readonly ips: readonly string[];
  readonly name: PodHostname;
  readonly aliases: readonly HostAlias[];
}

export function hostsFile({ ips, name, aliases }: HostsFileInput): string {
  const own = name.domain === "" ? name.hostname : `${name.hostname}.${name.domain}\t${name.hostname}`;
  return `# Kubernetes-managed hosts file.
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
fe00::0\tip6-mcastprefix
fe00::1\tip6-allnodes
fe00::2\tip6-allrouters
${ips.map((ip) => `${ip}\t${own}\n`).join("")}${aliasLines(aliases)}`;
}

/** On the host's network a pod has the host's file. */
export function hostNetworkHostsFile(hostFile: string, aliases: readonly HostAlias[]): string {
  return `# Kubernetes-managed hosts file (host network).\n${hostFile}${aliasLines(aliases)}`;
}

function aliasLines(aliases: readonly HostAlias[]): string {
  if (aliases.length === 0) return "";
  const lines = aliases.map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join("\t")}\n`);
  return `\n# Entries added by HostAliases.\n${lines.join("")}`;
}
