// What the load generator's process is asked for, and what it answers.
import type { Endpoint } from "./connection.ts";
import type { Template } from "./requests.ts";

/** As many requests as the server answers, each connection one after the other. */
export interface LoadJob {
  readonly type: "load";
  readonly endpoint: Endpoint;
  readonly template: Template;
  readonly connections: number;
  /** It ends after this time or with the last request of the template. */
  readonly durationMs: number;
}

export interface LoadResult {
  /** Requests begun: the numbers that were used. */
  readonly begun: number;
  readonly answered: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bytes: number;
  /** Of the generator itself: the share of the time in which it had something to do. */
  readonly busy: number;
}

/** Opens watches, then writes at a fixed rate, and clocks every event at every watcher. */
export interface WatchJob {
  readonly type: "watch";
  readonly endpoint: Endpoint;
  /** What is watched; each watcher on a connection of its own. */
  readonly path: string;
  readonly watchers: number;
  /** Writes to these paths in turn; `{sent}` in the body is the mark by which its event is known. */
  readonly writes: readonly { readonly path: string; readonly method: string; readonly contentType: string }[];
  readonly body: string;
  readonly writesPerSecond: number;
  readonly writeCount: number;
}

export interface WatchResult {
  readonly events: number;
  readonly expected: number;
  /** From the moment a write was due to its event at a watcher. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of all events. */
  readonly maxMs: number;
  /** The median over the writes of when its last watcher had the event. */
  readonly lastMs: number;
  /** Of the writes themselves: when they were answered. */
  readonly writeP50Ms: number;
  readonly writeP99Ms: number;
  readonly busy: number;
}

export type Job = LoadJob | WatchJob;
export type JobResult = LoadResult | WatchResult;

export type Answer =
  | { readonly type: "result"; readonly result: JobResult }
  | { readonly type: "failed"; readonly message: string };
