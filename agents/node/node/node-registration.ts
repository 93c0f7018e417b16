// Makes this host a node of the cluster, and keeps its status current.
// Kubernetes: pkg/kubelet/kubelet_node_status.go
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import type { ContainerImage, Node, NodeCondition, NodeStatus } from "../../../src/kinds/facts/types.gen.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { ApiClient } from "../api/client.ts";
import { pathOf } from "../api/resource-path.ts";
import type { HostFacts } from "./host-facts.ts";
import { LOOK_MS, REGISTER_RETRY_FIRST_MS, REGISTER_RETRY_LAST_MS, REPORT_MS, START_QUIET_MS } from "./limits.ts";
import { type NodeHealth, nodeConditions } from "./node-conditions.ts";
import { type NodeSettings, nodeLabels, nodeObject, nodeStatus } from "./node-object.ts";

export interface NodeRegistrationOptions {
  readonly client: ApiClient;
  readonly settings: NodeSettings;
  readonly facts: HostFacts;
  readonly health: () => Promise<NodeHealth>;
  readonly images: () => Promise<readonly ContainerImage[]>;
  /** Settles when the agent has come up. A node that is known waits for it with its first report: a restart is no outage. */
  readonly started: Promise<void>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

export interface NodeRegistration {
  /** The node as the server has it, once it has it. Tries until then. */
  readonly registered: Promise<Node>;
  /** Looks now instead of in some seconds: something has changed. */
  poke(): void;
  stop(): void;
}

export function startNodeRegistration(options: NodeRegistrationOptions): NodeRegistration {
  const { client, settings, facts, clock, timers, random, log } = options;
  const path = pathOf({ apiVersion: "v1", plural: "nodes", name: settings.name });
  let stopped = false;
  let cutWaitShort = () => {};
  let conditions: readonly NodeCondition[] = [];
  let reported = "";
  let reportedAtMs = 0;

  function wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = timers.after(delayMs, resolve);
      cutWaitShort = () => {
        cancel();
        resolve();
      };
    });
  }

  /** Created with its conditions: nobody ever sees a node that says nothing of itself. */
  async function register(): Promise<Node> {
    const node = nodeObject(settings, facts);
    const status = await currentStatus();
    const fresh = { ...node, status: { ...node.status, ...status } };
    try {
      return await client.create<Node>(pathOf({ apiVersion: "v1", plural: "nodes" }), { ...fresh });
    } catch (error) {
      if (!(error instanceof StatusError) || error.code !== 409) throw error;
    }
    const { annotations } = node.metadata ?? {};
    const patch = { metadata: { labels: nodeLabels(settings, facts), annotations } };
    const known = await client.patch<Node>(path, patch, "strategic-merge");
    conditions = known.status?.conditions ?? [];
    return known;
  }

  async function registerUntilDone(): Promise<Node> {
    for (let delayMs = REGISTER_RETRY_FIRST_MS; ; delayMs = Math.min(delayMs * 2, REGISTER_RETRY_LAST_MS)) {
      try {
        const node = await register();
        log.info("node registered", { name: settings.name });
        return node;
      } catch (error) {
        if (stopped) throw error;
        log.warn("node not registered", { name: settings.name, error: String(error), retryInMs: delayMs });
        await wait(delayMs + random.integer(delayMs));
      }
    }
  }

  async function currentStatus(): Promise<NodeStatus> {
    const health = await options.health();
    conditions = nodeConditions(health, conditions, clock.now());
    return { ...nodeStatus(settings, facts), conditions: [...conditions], images: [...(await options.images())] };
  }

  async function report(): Promise<void> {
    const status = await currentStatus();
    const text = JSON.stringify({ ...status, conditions: status.conditions?.map(withoutHeartbeat) });
    if (text === reported && clock.now() - reportedAtMs < REPORT_MS) return;
    const answer = await client.patch<Node>(`${path}/status`, { status: { ...status } }, "strategic-merge");
    conditions = answer.status?.conditions ?? conditions;
    reported = text;
    reportedAtMs = clock.now();
  }

  async function keepReporting(registered: Promise<Node>): Promise<void> {
    await registered.catch(() => undefined);
    await Promise.race([options.started, timers.sleep(START_QUIET_MS)]);
    while (!stopped) {
      try {
        await report();
      } catch (error) {
        log.warn("node status not reported", { error: String(error) });
        // Somebody has deleted the node: this host is still here.
        if (error instanceof StatusError && error.code === 404) await register().catch(() => undefined);
      }
      await wait(LOOK_MS);
    }
  }

  const registered = registerUntilDone();
  registered.catch(() => undefined);
  void keepReporting(registered);
  return {
    registered,
    poke: () => cutWaitShort(),
    stop() {
      stopped = true;
      cutWaitShort();
    },
  };
}

function withoutHeartbeat({ lastHeartbeatTime: _, ...rest }: NodeCondition): NodeCondition {
  return rest;
}
