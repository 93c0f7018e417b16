// What keeps this host from running pods, as one line that says what to do.

export interface AgentSituation {
  /** False with --no-agent. */
  readonly wanted: boolean;
  readonly platform: string;
  /** Undefined where there are no user numbers. */
  readonly uid: number | undefined;
  readonly dockerSocket: string;
  readonly dockerListens: boolean;
}

export type AgentObstacle =
  | { readonly type: "none" }
  /** `brief` is for the ready block; `advice`, when there is any, for a line of its own. */
  | { readonly type: "final"; readonly brief: string; readonly advice: string | undefined }
  /** It may go away while we run. */
  | { readonly type: "passing"; readonly brief: string; readonly advice: string };

export function agentObstacle(situation: AgentSituation): AgentObstacle {
  if (!situation.wanted) return { type: "final", brief: "none (--no-agent)", advice: undefined };
  if (situation.platform !== "linux") {
    return {
      type: "final",
      brief: "none: this is not Linux",
      advice: `Pods run on Linux hosts only and this is ${situation.platform}: the control plane runs without a node.`,
    };
  }
  if (!situation.dockerListens) {
    return {
      type: "passing",
      brief: "none: no Docker engine",
      advice:
        `No Docker engine answers on ${situation.dockerSocket}: the control plane runs without a node. ` +
        "Install one (on Debian or Ubuntu: apt-get install docker.io); the node joins as soon as it runs.",
    };
  }
  if (situation.uid !== 0) {
    return {
      type: "final",
      brief: "none: not root",
      advice: "The node agent sets up pods' networks and needs root: start with sudo to run pods on this host.",
    };
  }
  return { type: "none" };
}
