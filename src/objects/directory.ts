// The Durable Object that knows which clusters there are: wiring of `tenancy`.
import { DurableObject } from "cloudflare:workers";
import { durableAlarm } from "../platform/durable/alarm.ts";
import { workersClock, workersLog } from "../platform/durable/runtime.ts";
import { durableSql } from "../platform/durable/sql.ts";
import type { ClusterControl } from "../tenancy/cluster-control.ts";
import {
  ClusterDirectory,
  type ClusterPage,
  type CreateOutcome,
  type CredentialsOutcome,
  type DeleteOutcome,
  type DirectoryCalls,
} from "../tenancy/cluster-directory.ts";
import type { ClusterRecord } from "../tenancy/clusters.ts";

export interface DirectoryEnvironment {
  readonly CLUSTER: {
    idFromName(name: string): unknown;
    get(id: unknown): ClusterControl;
  };
}

/** One directory for all clusters until there are accounts to divide it by. */
export const directoryName = "clusters";

export class Directory extends DurableObject<DirectoryEnvironment> implements DirectoryCalls {
  readonly #clusters: ClusterDirectory;

  constructor(state: DurableObjectState, environment: DirectoryEnvironment) {
    super(state, environment);
    const host = {
      sql: durableSql(state.storage),
      clock: workersClock,
      alarm: durableAlarm(state.storage, workersClock, workersLog),
      log: workersLog,
    };
    this.#clusters = new ClusterDirectory(host, (id) => environment.CLUSTER.get(environment.CLUSTER.idFromName(id)));
  }

  create(id: string): Promise<CreateOutcome> {
    return this.#clusters.create(id);
  }

  get(id: string): Promise<ClusterRecord | undefined> {
    return this.#clusters.get(id);
  }

  list(after: string): Promise<ClusterPage> {
    return this.#clusters.list(after);
  }

  credentials(id: string): Promise<CredentialsOutcome> {
    return this.#clusters.credentials(id);
  }

  delete(id: string): Promise<DeleteOutcome> {
    return this.#clusters.delete(id);
  }

  override alarm(): Promise<void> {
    return this.#clusters.onAlarm();
  }
}
