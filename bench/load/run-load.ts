// Runs a load: several connections, each with one request at a time.
import { performance } from "node:perf_hooks";
import { percentile } from "../measure/percentile.ts";
import { type Connection, openConnections } from "./connection.ts";
import type { LoadJob, LoadResult } from "./jobs.ts";
import { requests } from "./requests.ts";

/** Rejects at the first answer that is an error: a figure of refused requests would be worthless. */
export async function runLoad(job: LoadJob): Promise<LoadResult> {
  const connections = await openConnections(job.endpoint, job.connections);
  const next = requests(job.template);
  const tookMs: number[] = [];
  let begun = 0;
  let bytes = 0;
  const idle = performance.eventLoopUtilization();
  const startMs = performance.now();
  const endMs = startMs + job.durationMs;

  async function drive(connection: Connection): Promise<void> {
    for (let sentMs = performance.now(); sentMs < endMs; ) {
      const request = next();
      if (request === undefined) return;
      begun += 1;
      const answer = await connection.send(request);
      if (answer.code >= 300) {
        throw new Error(`${request.method} ${request.path} answered ${answer.code}: ${answer.text.slice(0, 500)}`);
      }
      const nowMs = performance.now();
      tookMs.push(nowMs - sentMs);
      bytes += answer.bytes;
      sentMs = nowMs;
    }
  }

  try {
    await Promise.all(connections.map(drive));
  } finally {
    for (const connection of connections) connection.close();
  }
  const seconds = (performance.now() - startMs) / 1000;
  const { utilization } = performance.eventLoopUtilization(idle);
  const sorted = Float64Array.from(tookMs).sort();
  return {
    begun,
    answered: tookMs.length,
    seconds,
    perSecond: tookMs.length / seconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    bytes,
    busy: utilization,
  };
}
