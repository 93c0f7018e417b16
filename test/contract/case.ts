// One case of a contract: what must hold on every storage engine.
import type { StoreBench } from "./bench.ts";

export interface ContractCase {
  readonly name: string;
  run(bench: StoreBench): void | Promise<void>;
}
