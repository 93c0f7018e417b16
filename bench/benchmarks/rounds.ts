// Rounds of loads: everything in turn, several times over, so that whatever else the machine does falls on all alike.

import type { LoadResult } from "../load/jobs.ts";
import type { Template } from "../load/requests.ts";
import { watchUsage } from "../measure/machine.ts";
import { median } from "../measure/percentile.ts";
import { untilQuiet } from "../measure/quiet.ts";
import type { Server } from "../server/server.ts";
import type { Stage } from "./benchmark.ts";

export interface Operation {
  readonly name: string;
  readonly server: Server;
  /** Makes the template of the next load. */
  next(): Template;
  /** Told of what was used of it. */
  done?(begun: number): void;
}

export interface Load {
  readonly connections: number;
  readonly durationMs: number;
  /** At most so many requests. */
  readonly requestsMax?: number;
}

/** One load of one operation. */
export interface Sample extends LoadResult {
  /** CPU time of the server's process, a request. */
  readonly serverUs: number;
  readonly othersCores: number;
}

export async function sample(stage: Stage, operation: Operation, load: Load): Promise<Sample> {
  const { server } = operation;
  const template = operation.next();
  const { connections, durationMs, requestsMax = template.count } = load;
  const limited = { ...template, count: Math.min(template.count, requestsMax), again: template.again };
  const usage = watchUsage([server.pid, stage.generator.pid, process.pid]);
  const result = await stage.generator.load({ endpoint: server.endpoint, template: limited, connections, durationMs });
  const { own, othersCores } = usage();
  operation.done?.(result.begun);
  return { ...result, serverUs: ((own[0] ?? 0) * 1e6) / result.answered, othersCores };
}

/** By operation: a sample of each round. */
export async function rounds(
  stage: Stage,
  operations: readonly Operation[],
  load: Load,
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const samples = new Map<string, Sample[]>(operations.map(({ name }) => [name, []]));
  const pids = [...new Set(operations.map(({ server }) => server.pid))];
  for (let round = 0; round < stage.plan.rounds; round += 1) {
    for (const operation of operations) {
      await untilQuiet([...pids, stage.generator.pid], stage.plan.patienceMs);
      samples.get(operation.name)?.push(await sample(stage, operation, load));
    }
  }
  return samples;
}

type SampleFigure = { [Name in keyof Sample]: Sample[Name] extends number ? Name : never }[keyof Sample];

export function medianOf(samples: readonly Sample[] | undefined, figure: SampleFigure): number {
  return median((samples ?? []).map((one) => one[figure]));
}

/** The median over the rounds of one's figure as a share of the other's, each with its neighbour of the same round. */
export function shareOf(
  ours: readonly Sample[] | undefined,
  bare: readonly Sample[] | undefined,
  figure: SampleFigure,
): number {
  return median((ours ?? []).map((one, round) => one[figure] / (bare?.[round]?.[figure] ?? Number.NaN)));
}
