// What the pod runtime asks of the network: an address for each sandbox, and back again.

export interface Sandbox {
  readonly podUid: string;
  readonly containerId: string;
  /** The sandbox's init process, seen from this host: its network namespace is the pod's. */
  readonly pid: number;
}

export interface HostPort {
  readonly hostIP: string;
  readonly hostPort: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
  readonly containerPort: number;
}

export interface PodNetwork {
  /** Programs what all pods share (forwarding, masquerade, firewall holes). Idempotent; repeated when Docker or the firewall restarts. */
  ensure(): Promise<void>;
  /** Gives the sandbox its interface and address; again for the same sandbox answers the same address. */
  attach(sandbox: Sandbox, hostPorts: readonly HostPort[]): Promise<{ readonly ip: string }>;
  /** Takes back whatever the pod had; fine when nothing is left of it. */
  detach(podUid: string): Promise<void>;
  /** Frees what no living pod holds. */
  collect(livePodUids: ReadonlySet<string>): Promise<void>;
}
