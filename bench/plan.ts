// How long and how much: the whole measurement, or the short one that only shows that everything works.

export interface Plan {
  readonly quick: boolean;
  /** Everything is measured so many times, ours and the bare engine in turn; medians are told. */
  readonly rounds: number;
  /** Of requests under load. */
  readonly connections: number;
  readonly loadMs: number;
  /** Of requests one after the other. */
  readonly singleMs: number;
  /** How long a measurement waits for the machine to be quiet. */
  readonly patienceMs: number;
  /** Objects of the two lists. */
  readonly listObjects: number;
  readonly bigListObjects: number;
  /** Reads of the big list in a round. */
  readonly bigListReads: number;
  readonly busyWatchers: number;
  readonly busyWritesPerSecond: number;
  readonly busySeconds: number;
  readonly manyWatchers: number;
  readonly manyWrites: number;
  readonly pods: number;
  readonly restMs: number;
}

export const fullPlan: Plan = {
  quick: false,
  rounds: 5,
  connections: 32,
  loadMs: 1_500,
  singleMs: 500,
  patienceMs: 15_000,
  listObjects: 500,
  bigListObjects: 5_000,
  bigListReads: 15,
  busyWatchers: 100,
  busyWritesPerSecond: 200,
  busySeconds: 6,
  manyWatchers: 1_000,
  manyWrites: 6,
  pods: 10,
  // Longer than objects take to hibernate.
  restMs: 20_000,
};

export const quickPlan: Plan = {
  quick: true,
  rounds: 1,
  connections: 8,
  loadMs: 150,
  singleMs: 50,
  patienceMs: 0,
  listObjects: 50,
  bigListObjects: 500,
  bigListReads: 3,
  busyWatchers: 10,
  busyWritesPerSecond: 50,
  busySeconds: 1,
  manyWatchers: 50,
  manyWrites: 1,
  pods: 1,
  restMs: 500,
};
