// One at a time: work on something shared waits for the work before it.

export interface Turns {
  /** Runs `work` after everything taken before has settled; answers or rejects as it does. */
  take<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(work) {
      const turn = last.then(work, work);
      last = turn.catch(() => {});
      return turn;
    },
  };
}
