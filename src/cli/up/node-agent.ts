// The node agent's process on this host, as soon as there is a Docker engine for it.
import { copyFileSync, existsSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { type ControlPlane, callControlPlane } from "../control-plane-client.ts";
import type { DataDir } from "../data-dir.ts";
import { hostNode } from "../host-node.ts";
import { agentStopGraceMs, dockerLookMs, nodeReadyWithinMs, pollMs } from "../limits.ts";
import { writePrivateFile } from "../private-file.ts";
import { Supervised } from "../process/supervised.ts";
import { agentObstacle } from "./agent-obstacle.ts";
import type { DefaultCluster } from "./default-cluster.ts";
import { dockerSocket, isListening } from "./docker-engine.ts";
import { joinNode } from "./join-node.ts";
import { nodeNameOf } from "./node-name.ts";
import type { UpHost } from "./up-host.ts";

export interface NodeAgentPlace {
  /** The repository. */
  readonly root: string;
  readonly dir: DataDir;
  readonly controlPlane: ControlPlane;
  readonly cluster: DefaultCluster;
  /** False with --no-agent. */
  readonly wanted: boolean;
}

/**
 * An agent waits most of its time: little memory is worth more to its host than quick code. (Without the optimising
 * compiler, --no-opt, 3 MB more would be saved, and a file copied into a pod would cost twice the CPU time.)
 */
const agentMemory = {
  flags: ["--max-semi-space-size=1", "--optimize-for-size", "--no-sparkplug", "--no-maglev"],
  environment: { MALLOC_ARENA_MAX: "1" },
};

function nodeName(): string {
  return nodeNameOf(hostname());
}

export class NodeAgent {
  readonly #place: NodeAgentPlace;
  readonly #host: UpHost;
  #process: Supervised | undefined;
  #cancelLook: (() => void) | undefined;

  constructor(place: NodeAgentPlace, host: UpHost) {
    this.#place = place;
    this.#host = host;
  }

  /** Starts the agent, or says what is in the way. Answers what the ready block says of the node. */
  async start(): Promise<string> {
    const obstacle = await this.#obstacle();
    if (obstacle.type === "none") {
      await this.#spawn();
      return this.#untilReady();
    }
    if (obstacle.advice !== undefined) this.#host.say(obstacle.advice);
    if (obstacle.type === "passing") this.#lookLater();
    return obstacle.brief;
  }

  /** Ends the agent; its pods stay as they are. */
  async stop(): Promise<void> {
    this.#cancelLook?.();
    await this.#process?.stop();
  }

  async #obstacle() {
    const socket = dockerSocket(process.env);
    return agentObstacle({
      wanted: this.#place.wanted,
      platform: process.platform,
      uid: process.getuid?.(),
      dockerSocket: socket,
      dockerListens: await isListening(socket),
    });
  }

  #lookLater(): void {
    this.#cancelLook = this.#host.timers.after(dockerLookMs, () => {
      // The control plane may be away just now.
      this.#lookAgain().catch(() => this.#lookLater());
    });
  }

  async #lookAgain(): Promise<void> {
    const obstacle = await this.#obstacle();
    if (this.#host.stop.aborted) return;
    switch (obstacle.type) {
      case "passing":
        this.#lookLater();
        return;
      case "final":
        if (obstacle.advice !== undefined) this.#host.say(obstacle.advice);
        return;
      case "none":
        await this.#spawn();
        this.#host.say(`A Docker engine answers now; ${nodeName()} joins as a node.`);
    }
  }

  async #spawn(): Promise<void> {
    const { root, dir, controlPlane, cluster } = this.#place;
    const built = join(root, "dist/agent.cjs");
    if (!existsSync(built)) throw new Error(`${built} is not there; run \`npm run build\``);
    copyFileSync(built, dir.run.agentProgram);
    writePrivateFile(dir.run.agentToken, await joinNode(controlPlane, cluster, nodeName()));
    if (this.#host.stop.aborted) return;
    this.#process = new Supervised(
      {
        name: "The node agent",
        command: hostNode(process.env, process.execPath),
        arguments: [
          ...agentMemory.flags,
          dir.run.agentProgram,
          ...["--server", cluster.server],
          ...["--ca-file", dir.tls.caCertificate],
          ...["--token-file", dir.run.agentToken],
          ...["--node-name", nodeName()],
          ...["--docker-socket", dockerSocket(process.env)],
          ...["--data-dir", dir.agent],
        ],
        environment: agentMemory.environment,
        log: dir.logs.agent,
        pidFile: dir.run.agentPid,
        stopGraceMs: agentStopGraceMs,
      },
      this.#host,
    );
  }

  async #untilReady(): Promise<string> {
    const { clock, timers, stop, say } = this.#host;
    const deadlineMs = clock.now() + nodeReadyWithinMs;
    while (clock.now() < deadlineMs) {
      stop.throwIfAborted();
      if (await this.#isReady()) return nodeName();
      await timers.sleep(pollMs);
    }
    say(`The node is not ready yet; its log: ${this.#place.dir.logs.agent}`);
    return `${nodeName()} (not ready yet)`;
  }

  async #isReady(): Promise<boolean> {
    const { controlPlane, cluster } = this.#place;
    const at = { ...controlPlane, token: cluster.adminToken };
    const answer = await callControlPlane(at, "GET", `/api/v1/nodes/${nodeName()}`).catch(() => undefined);
    if (answer?.code !== 200) return false;
    const parsed = nodeSchema.safeParse(JSON.parse(answer.text));
    return parsed.data?.status?.conditions?.some((one) => one.type === "Ready" && one.status === "True") ?? false;
  }
}

const nodeSchema = z.object({
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional() }).optional(),
});
