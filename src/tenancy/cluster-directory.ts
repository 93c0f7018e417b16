// Creates and deletes clusters: a row first, then the cluster's own objects, then the row's last state. Whatever is
// cut short in between is finished by the next call or by the alarm.
import type { Alarm } from "../platform/alarm.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Sql } from "../platform/sql.ts";
import type { ClusterControl, ClusterCredentials } from "./cluster-control.ts";
import { clusterIdProblem } from "./cluster-id.ts";
import {
  type ClusterRecord,
  deletingClusters,
  forgetCluster,
  getCluster,
  listClusters,
  markDeleting,
  markReady,
  migrateDirectory,
  reserveCluster,
} from "./clusters.ts";
import { clusterPageMax, deleteRetryMs, deletesPerAlarmMax } from "./limits.ts";

export type CreateOutcome =
  | {
      readonly type: "ready";
      readonly existed: boolean;
      readonly cluster: ClusterRecord;
      readonly credentials: ClusterCredentials;
    }
  | { readonly type: "invalid"; readonly problem: string }
  /** The ID still belongs to a cluster that is being deleted. */
  | { readonly type: "deleting" };

export type DeleteOutcome =
  | { readonly type: "deleted" }
  /** Not yet: the directory goes on by itself. */
  | { readonly type: "deleting" }
  | { readonly type: "absent" };

export type CredentialsOutcome =
  | { readonly type: "ready"; readonly cluster: ClusterRecord; readonly credentials: ClusterCredentials }
  | { readonly type: "absent" };

export interface ClusterPage {
  readonly clusters: readonly ClusterRecord[];
  /** The ID to ask on from; undefined on the last page. */
  readonly next: string | undefined;
}

/** What the hosting API asks; the same interface over a Durable Object's stub and in a test. */
export interface DirectoryCalls {
  create(id: string): Promise<CreateOutcome>;
  get(id: string): Promise<ClusterRecord | undefined>;
  list(after: string): Promise<ClusterPage>;
  credentials(id: string): Promise<CredentialsOutcome>;
  delete(id: string): Promise<DeleteOutcome>;
}

export interface DirectoryHost {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly log: Log;
}

export class ClusterDirectory implements DirectoryCalls {
  readonly #host: DirectoryHost;
  readonly #control: (id: string) => ClusterControl;
  /** The last call per ID: a creation and a deletion of the same cluster must not overlap. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(host: DirectoryHost, control: (id: string) => ClusterControl) {
    this.#host = host;
    this.#control = control;
    migrateDirectory(host.sql);
  }

  /** Idempotent by ID. */
  async create(id: string): Promise<CreateOutcome> {
    const problem = clusterIdProblem(id);
    if (problem !== undefined) return { type: "invalid", problem };
    return this.#inTurn(id, async () => {
      const { sql, clock } = this.#host;
      const reserved = reserveCluster(sql, id, clock.now());
      if (reserved.state === "deleting") return { type: "deleting" };
      const credentials = await this.#control(id).create({ id, createdMs: reserved.createdMs });
      markReady(sql, id);
      const cluster: ClusterRecord = { ...reserved, state: "ready" };
      return { type: "ready", existed: reserved.state === "ready", cluster, credentials };
    });
  }

  async get(id: string): Promise<ClusterRecord | undefined> {
    return getCluster(this.#host.sql, id);
  }

  async list(after: string): Promise<ClusterPage> {
    const rows = listClusters(this.#host.sql, after, clusterPageMax + 1);
    const clusters = rows.slice(0, clusterPageMax);
    return { clusters, next: rows.length > clusterPageMax ? clusters.at(-1)?.id : undefined };
  }

  async credentials(id: string): Promise<CredentialsOutcome> {
    const cluster = getCluster(this.#host.sql, id);
    if (cluster?.state !== "ready") return { type: "absent" };
    const credentials = await this.#control(id).credentials();
    return credentials === undefined ? { type: "absent" } : { type: "ready", cluster, credentials };
  }

  async delete(id: string): Promise<DeleteOutcome> {
    return this.#inTurn(id, async () => {
      if (getCluster(this.#host.sql, id) === undefined) return { type: "absent" };
      markDeleting(this.#host.sql, id);
      // Before the attempt: a crash in the middle of it must find the alarm set.
      this.#host.alarm.set(this.#host.clock.now() + deleteRetryMs);
      return { type: (await this.#destroy(id)) ? "deleted" : "deleting" };
    });
  }

  /** Carries on deletions that were cut short; the object's alarm calls it. */
  async onAlarm(): Promise<void> {
    const { sql, alarm, clock } = this.#host;
    for (const id of deletingClusters(sql, deletesPerAlarmMax)) {
      await this.#inTurn(id, async () => {
        if (getCluster(sql, id)?.state === "deleting") await this.#destroy(id);
      });
    }
    if (deletingClusters(sql, 1).length > 0) alarm.set(clock.now() + deleteRetryMs);
  }

  async #destroy(id: string): Promise<boolean> {
    try {
      await this.#control(id).destroy();
    } catch (error) {
      this.#host.log.warn("cluster not deleted yet", { cluster: id, error: String(error) });
      return false;
    }
    forgetCluster(this.#host.sql, id);
    return true;
  }

  #inTurn<Result>(id: string, body: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const result = before.then(body, body);
    const settled = result.then(
      () => {},
      () => {},
    );
    this.#turns.set(id, settled);
    void settled.then(() => {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    });
    return result;
  }
}
