// Watches from many connections, writes at a fixed rate, and clocks every event at every watcher.
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { median, percentile } from "../measure/percentile.ts";
import { type Connection, openConnections } from "./connection.ts";
import type { WatchJob, WatchResult } from "./jobs.ts";
import { mark, SentMarks } from "./sent-marks.ts";

/** Writes that may be unanswered at once; beyond it they are late, and their lateness counts. */
const writers = 16;
/** Nothing more is expected this long after the last write. */
const lastWithinMs = 10_000;
/** Watches need a moment from the answer's head to being told. */
const settleMs = 500;

interface Clocked {
  readonly dueMs: Float64Array;
  /** By write: when its event reached each watcher. */
  readonly tookMs: number[][];
}

export async function runWatch(job: WatchJob): Promise<WatchResult> {
  const { writeCount, watchers } = job;
  const clocked: Clocked = {
    dueMs: new Float64Array(writeCount),
    tookMs: Array.from({ length: writeCount }, () => []),
  };
  const watching = await openConnections(job.endpoint, watchers);
  const writing = await openConnections(job.endpoint, Math.min(writers, writeCount));
  try {
    await beginWatches(watching, job, clocked);
    const idle = performance.eventLoopUtilization();
    const writes = await writeAll(writing, job, clocked);
    await untilAllHave(clocked, watchers);
    const { utilization } = performance.eventLoopUtilization(idle);
    return summary(clocked, writes, watchers, utilization);
  } finally {
    for (const connection of [...watching, ...writing]) connection.close();
  }
}

/** Resolves once every watcher is told of what happens. */
async function beginWatches(connections: readonly Connection[], job: WatchJob, clocked: Clocked): Promise<void> {
  let failure: Error | undefined;
  for (const connection of connections) {
    const marks = new SentMarks();
    const told = (piece: Buffer) => {
      const nowMs = performance.now();
      for (const write of marks.read(piece)) clocked.tookMs[write]?.push(nowMs - (clocked.dueMs[write] as number));
    };
    connection.stream({ method: "GET", path: job.path }, told).then(
      (answer) => {
        failure = new Error(`a watch ended with ${answer.code}: ${answer.text.slice(0, 300)}`);
      },
      (error) => {
        failure = error;
      },
    );
  }
  await sleep(settleMs + connections.length);
  if (failure !== undefined) throw failure;
}

/** Each write at its time, whatever became of the ones before. Answers how long they took. */
async function writeAll(connections: readonly Connection[], job: WatchJob, clocked: Clocked): Promise<Float64Array> {
  const free = [...connections];
  const tookMs = new Float64Array(job.writeCount);
  const running = new Set<Promise<void>>();
  const startMs = performance.now();
  for (let write = 0; write < job.writeCount; write += 1) {
    const dueMs = startMs + (write * 1000) / job.writesPerSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    while (free.length === 0) await Promise.race(running);
    // A timer's own lateness is no fault of the server's.
    clocked.dueMs[write] = waitMs > 0 ? performance.now() : dueMs;
    const connection = free.pop() as Connection;
    const done: Promise<void> = writeOne(connection, job, write).then(() => {
      tookMs[write] = performance.now() - (clocked.dueMs[write] as number);
      free.push(connection);
      running.delete(done);
    });
    running.add(done);
  }
  await Promise.all(running);
  return tookMs.sort();
}

async function writeOne(connection: Connection, job: WatchJob, write: number): Promise<void> {
  const { method, path, contentType } = job.writes[write % job.writes.length] as WatchJob["writes"][number];
  const body = job.body.replace("{sent}", mark(write));
  const answer = await connection.send({ method, path, body, contentType });
  if (answer.code >= 300) throw new Error(`${method} ${path} answered ${answer.code}: ${answer.text.slice(0, 300)}`);
}

async function untilAllHave(clocked: Clocked, watchers: number): Promise<void> {
  const endMs = performance.now() + lastWithinMs;
  while (performance.now() < endMs) {
    if (clocked.tookMs.every((one) => one.length >= watchers)) return;
    await sleep(5);
  }
}

function summary(clocked: Clocked, writes: Float64Array, watchers: number, busy: number): WatchResult {
  const all = Float64Array.from(clocked.tookMs.flat()).sort();
  return {
    events: all.length,
    expected: clocked.tookMs.length * watchers,
    p50Ms: percentile(all, 0.5),
    p99Ms: percentile(all, 0.99),
    maxMs: percentile(all, 1),
    lastMs: median(clocked.tookMs.map((one) => one.reduce((latest, ms) => Math.max(latest, ms), 0))),
    writeP50Ms: percentile(writes, 0.5),
    writeP99Ms: percentile(writes, 0.99),
    busy,
  };
}
