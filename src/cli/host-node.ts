// Which Node the node agent runs on.

/**
 * The host's own Node, which npm runs on, rather than the newer one among the dependencies, which npm puts first into the
 * path of its scripts: an agent needs nothing that is new, and on Node 20 it is 6 MB smaller.
 */
export function hostNode(environment: NodeJS.ProcessEnv, ownNode: string): string {
  return environment["npm_node_execpath"] || ownNode;
}
