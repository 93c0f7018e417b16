// One rule of the feed, shown on a feed of any engine.
import type { FeedBench } from "./feed-bench.ts";

export interface FeedCase {
  readonly name: string;
  run(bench: FeedBench): void | Promise<void>;
}
