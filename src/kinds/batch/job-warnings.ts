// What is allowed in a job and yet most likely a mistake.
// Kubernetes: pkg/api/job/warnings.go, pkg/registry/batch/job/strategy.go
import { podOwnerNameWarnings, podSpecWarnings } from "../core/pod/pod-warnings.ts";
import type { Job, JobSpec } from "../facts/types.gen.ts";

/** Beyond both a job's finished indexes may not fit into its status. */
const completionsSoftMax = 100_000;
const parallelismSoftMax = 10_000;

export function jobWarnings({ metadata, spec }: Job, old: Job | undefined): string[] {
  if (old === undefined) return [...podOwnerNameWarnings(metadata?.name ?? ""), ...jobSpecWarnings("spec", spec)];
  return old.metadata?.generation === metadata?.generation ? [] : jobSpecWarnings("spec", spec);
}

export function jobSpecWarnings(path: string, spec: JobSpec | undefined): string[] {
  const { completionMode, completions = 0, parallelism = 0, template } = spec ?? {};
  const isLarge = completions > completionsSoftMax && parallelism > parallelismSoftMax;
  const told = podSpecWarnings(`${path}.template.spec`, template?.metadata, template?.spec);
  if (completionMode !== "Indexed" || !isLarge) return told;
  const effect = "a Kubernetes cluster might not be able to track completedIndexes";
  const amounts = "a number of completions higher than 10^5 and a parallelism higher than 10^4";
  return [`${path}: In Indexed Jobs with ${amounts}, ${effect}`, ...told];
}
