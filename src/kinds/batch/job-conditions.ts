// What a Job's conditions say of it.
import type { Job } from "../facts/types.gen.ts";

export function jobCondition(job: Readonly<Job>, type: string): boolean {
  return job.status?.conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
}

/** It has succeeded or failed, for good. */
export function isJobFinished(job: Readonly<Job>): boolean {
  return jobCondition(job, "Complete") || jobCondition(job, "Failed");
}
