// What this host is called as a node.

/** The host's name as a DNS name; hosts may have names that nodes may not. */
export function nodeNameOf(hostname: string): string {
  const name = hostname
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "");
  return name === "" ? "node" : name;
}
