// The block that tells a person, or a script, that everything stands.

export interface ReadyFacts {
  readonly server: string;
  readonly kubeconfig: string;
  /** The node of this host, or why there is none. */
  readonly node: string;
  /** A command to try. */
  readonly command: string;
}

/** Begins with `Skerry is ready`; printed once. */
export function readyBlock(facts: ReadyFacts): string {
  return [
    "Skerry is ready",
    `  server      ${facts.server}`,
    `  kubeconfig  ${facts.kubeconfig}`,
    `  node        ${facts.node}`,
    `  try         ${facts.command}`,
    "",
  ].join("\n");
}
