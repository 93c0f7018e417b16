// A node's agent as far as its link goes, in this process.
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Docker } from "../../../agents/node/docker/client.ts";
import { portForwardCommand } from "../../../agents/node/images/pause-image.ts";
import { dialer } from "../../../agents/node/link/dial.ts";
import { Link } from "../../../agents/node/link/link.ts";
import { streamServer } from "../../../agents/node/streams/all.ts";
import { podDialer } from "../../../agents/node/streams/port-forward/dial-pod.ts";
import { installHelper } from "../../../agents/node/streams/port-forward/install-helper.ts";
import { signalProcess } from "../../../agents/node/streams/signal-process.ts";
import type { PodRef } from "../../../src/tunnel/headers.ts";
import { testPlatform } from "../../agent/test-platform.ts";

export interface TestNode {
  readonly link: Link;
  /** Signals that the agent sent to processes. */
  readonly signals: string[];
  up(): Promise<void>;
}

export interface NodeOptions {
  readonly byExec?: boolean;
  /** The one pod that the node knows by name. */
  readonly podRef?: PodRef;
}

export async function startNode(server: string, docker: Docker, options: NodeOptions = {}): Promise<TestNode> {
  const { byExec = false, podRef } = options;
  const helper = byExec ? undefined : await installHelper(join(tmpdir(), "skerry-link-helper"));
  const signals: string[] = [];
  const { clock, timers, random, log } = testPlatform;
  const serve = streamServer({
    docker,
    clock,
    timers,
    log,
    signal(pid, signal) {
      signals.push(signal);
      return signalProcess(pid, signal);
    },
    spoolDirectory: join(tmpdir(), "skerry-link-spool"),
    dialPod: podDialer({ docker, commandInSandbox: portForwardCommand, helper }),
    findPod: (namespace, name) => (name === podRef?.name && namespace === podRef.namespace ? podRef : undefined),
    ownEndpoints: new Map([["/healthz", async () => ({ contentType: "text/plain", body: "ok" })]]),
  });
  const dial = dialer({ server, node: "n1", token: () => "token" });
  const link = new Link({ dial, agent: "test", serve, clock, timers, random, log });
  link.start();
  const node: TestNode = {
    link,
    signals,
    async up() {
      for (let tries = 0; tries < 500 && !link.up; tries += 1) await timers.sleep(10);
      if (!link.up) throw new Error("the link did not come up");
    },
  };
  await node.up();
  return node;
}
