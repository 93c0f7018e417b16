// Brings scores between 0 and 100.
// Kubernetes: pkg/scheduler/framework/plugins/helper/normalize_score.go DefaultNormalizeScore
import { scoreMax } from "./plugin.ts";

/** In proportion to the highest. */
export function normalizeToHighest(scores: Float64Array): void {
  const highest = scores.reduce((high, score) => Math.max(high, score), 0);
  if (highest === 0) return;
  for (const [index, score] of scores.entries()) scores[index] = Math.trunc((scoreMax * score) / highest);
}

/** The same upside down: what scored nothing is best. */
export function normalizeToLowest(scores: Float64Array): void {
  normalizeToHighest(scores);
  for (const [index, score] of scores.entries()) scores[index] = scoreMax - score;
}
