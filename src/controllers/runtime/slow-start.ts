// Many calls that would all fail for one reason: begins with one, doubles as long as none fails.
// Kubernetes: pkg/controller/replicaset/replica_set.go slowStartBatch

export interface Batch<Result> {
  readonly results: readonly Result[];
  /** The first failure, after which its batch was the last. */
  readonly failure: unknown;
}

/** Calls one after another: the actor has one thread, and what a call writes is durable only with the rest. */
export async function slowStart<Result>(count: number, call: () => Promise<Result>): Promise<Batch<Result>> {
  const results: Result[] = [];
  let failure: unknown;
  let remaining = count;
  for (let size = Math.min(remaining, 1); size > 0; size = Math.min(2 * size, remaining)) {
    for (let index = 0; index < size; index += 1) {
      try {
        results.push(await call());
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) break;
    remaining -= size;
  }
  return { results, failure };
}
