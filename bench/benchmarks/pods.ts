// Pods: from the request that creates one to its being seen running, beside the same containers made by Docker alone.
import { median } from "../measure/percentile.ts";
import type { Aim, Row, Section } from "../report/section.ts";
import { purge, type Skerry, startSkerry } from "../server/skerry.ts";
import type { Benchmark, Stage } from "./benchmark.ts";
import { type PlainDocker, plainDocker } from "./plain-docker.ts";
import { PodWatch, type StartedPod } from "./pod-watch.ts";

const title = "one after the other, image present, medians; a pod is two containers";

function nothing(reason: string): Section {
  return { name: "pods", title, rows: [], aims: [], remarks: [`not measured: ${reason}`] };
}

interface Measured {
  readonly plainMs: number[];
  readonly pods: StartedPod[];
}

async function measure(count: number, server: Skerry, docker: PlainDocker): Promise<Measured> {
  const watch = await PodWatch.open(server.endpoint);
  const measured: Measured = { plainMs: [], pods: [] };
  try {
    // The first warms everything up and does not count.
    for (let turn = 0; turn <= count; turn += 1) {
      const plainMs = await docker.startMs(`skerry-bench-${process.pid}-${turn}`);
      const pod = await watch.start(`bench-${turn}`, docker.image);
      if (turn === 0) continue;
      measured.plainMs.push(plainMs);
      measured.pods.push(pod);
    }
  } finally {
    watch.close();
  }
  return measured;
}

function section({ plainMs, pods }: Measured): Section {
  const shareMs = median(pods.map((one) => one.boundMs + one.toldMs));
  const ratio = median(pods.map((one, turn) => one.runningMs / (plainMs[turn] ?? Number.NaN)));
  const time = (name: string, of: readonly number[]): Row => ({
    name,
    figures: { "p50 ms": median(of), "max ms": Math.max(...of) },
  });
  const aims: Aim[] = [
    { what: "control plane's share of a pod's start", value: shareMs, limit: 50, unit: "ms", sense: "at most" },
    { what: "pod's start, of Docker alone", value: ratio, limit: 1.2, unit: "x", sense: "at most" },
  ];
  return {
    name: "pods",
    title,
    rows: [
      time("Docker alone, both containers started", plainMs),
      time(
        "pod seen running",
        pods.map((one) => one.runningMs),
      ),
      time(
        "of it: bound and seen by a watcher",
        pods.map((one) => one.boundMs),
      ),
      time(
        "of it: a change seen by a watcher",
        pods.map((one) => one.toldMs),
      ),
    ],
    aims,
    remarks: [
      "The control plane's share: from the request to a watcher's seeing the pod bound, and from a write to its being seen.",
      "The rest is the agent's and Docker's: containers, the pod's network, its volume with a token.",
    ],
  };
}

export const podsBenchmark: Benchmark = {
  name: "pods",
  async run(stage: Stage): Promise<Section> {
    const docker = await plainDocker();
    if (docker === undefined) return nothing("no Docker engine answers on this machine");
    const folder = stage.folder("pods");
    stage.say("pods: starting a control plane with a node");
    let server: Skerry | undefined;
    try {
      server = await startSkerry(folder, { agent: true });
      if (server.agentPid === undefined) return nothing(`there is no node: ${server.node}`);
      return section(await measure(stage.plan.pods, server, docker));
    } finally {
      docker.close();
      await server?.stop();
      await purge(folder);
    }
  },
};
