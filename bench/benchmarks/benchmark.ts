// What a benchmark is, and what it gets.
import type { Generator } from "../load/generator.ts";
import type { Plan } from "../plan.ts";
import type { Section } from "../report/section.ts";
import type { Server } from "../server/server.ts";
import type { Skerry } from "../server/skerry.ts";

export interface Stage {
  readonly plan: Plan;
  readonly generator: Generator;
  /** A control plane without a node, the same for all benchmarks; started when first asked for. */
  skerry(): Promise<Skerry>;
  /** The bare engine beside it. */
  bare(): Promise<Server>;
  /** A folder that is removed in the end. */
  folder(name: string): string;
  /** One line for who waits. */
  say(line: string): void;
}

export interface Benchmark {
  readonly name: string;
  /** Ends what it started, and removes what lies outside of the stage's folders. */
  run(stage: Stage): Promise<Section>;
}
