// Memory at rest: of workerd and of the agent, some time after the start, with nobody asking for anything.
import { setTimeout as sleep } from "node:timers/promises";
import { memoryOf } from "../measure/machine.ts";
import type { Aim, Row, Section } from "../report/section.ts";
import { purge, type Skerry, startSkerry } from "../server/skerry.ts";
import type { Benchmark, Stage } from "./benchmark.ts";

interface Program {
  readonly name: string;
  readonly pid: number | undefined;
  readonly limitMb: number;
}

interface Found {
  readonly rows: Row[];
  readonly aims: Aim[];
}

function found(programs: readonly Program[]): Found {
  const rows: Row[] = [];
  const aims: Aim[] = [];
  for (const { name, pid, limitMb } of programs) {
    const memory = pid === undefined ? undefined : memoryOf(pid);
    if (memory === undefined) continue;
    rows.push({ name, figures: { "RSS MiB": memory.rssMiB, "PSS MiB": memory.pssMiB } });
    aims.push({
      what: `${name} at rest, RSS`,
      value: memory.rssMiB * mbPerMib,
      limit: limitMb,
      unit: "MB",
      sense: "at most",
    });
  }
  return { rows, aims };
}

const mbPerMib = 2 ** 20 / 1e6;

export const memoryBenchmark: Benchmark = {
  name: "memory",
  async run(stage: Stage): Promise<Section> {
    const folder = stage.folder("memory");
    const { restMs } = stage.plan;
    let server: Skerry | undefined;
    try {
      server = await startSkerry(folder, { agent: true });
      stage.say(`memory: resting for ${restMs / 1000} s`);
      await sleep(restMs);
      const { rows, aims } = found([
        { name: "workerd", pid: server.pid, limitMb: 150 },
        { name: "agent", pid: server.agentPid, limitMb: 60 },
      ]);
      const remarks = ["PSS counts pages that programs share by their part of them."];
      if (rows.length === 0) remarks.push("not measured: this system has no /proc");
      if (server.agentPid === undefined) remarks.push(`no agent: ${server.node}`);
      return { name: "memory", title: `${restMs / 1000} s after the start`, rows, aims, remarks };
    } finally {
      await server?.stop();
      await purge(folder);
    }
  },
};
