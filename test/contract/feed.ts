// The contract of the feed's cluster side, on every engine: rules F1 to F7, R4 and R5 one by one.
import type { ContractCase } from "./case.ts";
import { FeedBench } from "./feed-bench.ts";
import { feedMerging } from "./feed-merging.ts";
import { feedOpening } from "./feed-opening.ts";
import { feedSubscribing } from "./feed-subscribing.ts";
import { feedWatching } from "./feed-watching.ts";

export const feedContract: readonly ContractCase[] = [
  ...feedOpening,
  ...feedMerging,
  ...feedWatching,
  ...feedSubscribing,
].map((one) => ({ name: one.name, run: (bench) => one.run(new FeedBench(bench)) }));
