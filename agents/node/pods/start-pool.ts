// How many containers are being made at once on this host: more would only make each of them slower.

export interface StartPool {
  /** Runs it when there is a place; first come, first served. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Measured: two starts a core is where the rate ends and only the wait grows. */
export function startPool(cores: number): StartPool {
  const places = Math.max(2, 2 * cores);
  const waiting: (() => void)[] = [];
  let taken = 0;
  return {
    async run(work) {
      if (taken >= places) await new Promise<void>((resolve) => waiting.push(resolve));
      else taken += 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) taken -= 1;
        // The place goes over to whoever waited longest.
        else next();
      }
    },
  };
}
