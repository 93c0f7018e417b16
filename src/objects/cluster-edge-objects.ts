// The Cluster object's side of the edge: the settings that isolates ask for, and the objects that are made when
// somebody first looks at them.
import { StatusError } from "../apimachinery/status-error.ts";
import { apiServicesCollection, planLocalApiServices } from "../apiserver/aggregation/local-api-services.ts";
import { remoteApi } from "../apiserver/aggregation/remote-api.ts";
import type { AuditPolicy } from "../apiserver/audit/policy.ts";
import type { EdgeSettings } from "../apiserver/edge/edge-settings.ts";
import {
  flowSchemasCollection,
  missingFlowObjects,
  priorityLevelsCollection,
} from "../apiserver/flow-control/missing-objects.ts";
import { wantsReviews } from "../auth/admission/matching/wants-reviews.ts";
import { type AdmissionConfigurations, admissionCollections } from "../kinds/cluster-facts.ts";
import type { APIService, FlowSchema, PriorityLevelConfiguration } from "../kinds/facts/types.gen.ts";
import type { KindRegistry } from "../kinds/kind-registry.ts";
import type { Random } from "../platform/random.ts";
import type { Change } from "../storage/types.ts";
import type { ScopeParts } from "./scope-parts.ts";

const collections: ReadonlySet<string> = new Set([
  apiServicesCollection,
  flowSchemasCollection,
  priorityLevelsCollection,
  ...Object.values(admissionCollections),
]);

/** Writes as this, so that a client sees who made them. */
const writer = "edge";

export class ClusterEdgeObjects {
  readonly #parts: () => ScopeParts;
  readonly #audit: () => AuditPolicy | undefined;
  /** Of this instance: an isolate that knew an earlier one asks again. */
  readonly #instance: string;
  #changes = 0;
  #made: EdgeSettings | undefined;
  #syncedKinds: KindRegistry | undefined;

  constructor(parts: () => ScopeParts, random: Random, audit: () => AuditPolicy | undefined) {
    this.#parts = parts;
    this.#audit = audit;
    this.#instance = random.uuid();
  }

  /** What has been committed. */
  note(changes: readonly Pick<Change, "collection">[]): void {
    if (changes.some(({ collection }) => collections.has(collection))) this.changed();
  }

  changed(): void {
    this.#changes += 1;
    this.#made = undefined;
    this.#syncedKinds = undefined;
  }

  settings(known: string): EdgeSettings | undefined {
    if (known === `${this.#instance}:${this.#changes}`) return undefined;
    this.#made ??= this.#make();
    return this.#made;
  }

  /** For `Scope.refresh`. */
  get refresh(): Readonly<Record<string, () => Promise<void>>> {
    const flow = () => this.#syncFlow();
    return {
      [flowSchemasCollection]: flow,
      [priorityLevelsCollection]: flow,
      [apiServicesCollection]: () => this.#syncApiServices(),
    };
  }

  #make(): EdgeSettings {
    const { store } = this.#parts();
    const all = <Type>(collection: string) => store.list(collection).objects.map((one) => JSON.parse(one.text) as Type);
    const schemas = all<FlowSchema>(flowSchemasCollection).map(({ metadata, spec }) => ({
      metadata: { name: metadata?.name ?? "", uid: metadata?.uid ?? "" },
      ...(spec === undefined ? {} : { spec }),
    }));
    const levels = all<PriorityLevelConfiguration>(priorityLevelsCollection).map(({ metadata, spec }) => ({
      metadata: { name: metadata?.name ?? "", uid: metadata?.uid ?? "" },
      ...(spec === undefined ? {} : { spec }),
    }));
    const remotes = all<APIService>(apiServicesCollection)
      .map(remoteApi)
      .filter((one) => one !== undefined);
    const audit = this.#audit();
    const configurations = Object.fromEntries(
      Object.entries(admissionCollections).map(([key, collection]) => [key, all(collection)]),
    ) as unknown as AdmissionConfigurations;
    return {
      version: `${this.#instance}:${this.#changes}`,
      ...(schemas.length === 0 ? {} : { flow: { schemas, levels } }),
      remotes,
      ...(audit === undefined ? {} : { audit }),
      ...(wantsReviews(configurations) ? { admitsReviews: true } : {}),
    };
  }

  async #syncFlow(): Promise<void> {
    const { store } = this.#parts();
    const client = this.#parts().client(writer);
    for (const { plural, object } of missingFlowObjects(
      (collection, name) => store.get(collection, name) !== undefined,
    )) {
      const kind = { group: "flowcontrol.apiserver.k8s.io", version: "v1", plural };
      await unlessThere(client.create(kind, object));
    }
  }

  async #syncApiServices(): Promise<void> {
    const { scope } = this.#parts();
    const kinds = scope.kinds();
    if (kinds === this.#syncedKinds) return;
    const client = this.#parts().client(writer);
    const present = this.#parts().store.list(apiServicesCollection).objects;
    const plan = planLocalApiServices(
      kinds,
      present.map((one) => scope.parsed.parse(one) as APIService),
    );
    const kind = {
      group: "apiregistration.k8s.io",
      version: "v1",
      kind: "APIService",
      plural: "apiservices",
      namespaced: false,
    };
    for (const object of plan.create) await unlessThere(client.create(kind, object));
    for (const name of plan.remove) await client.delete(kind, name);
    this.#syncedKinds = kinds;
  }
}

async function unlessThere(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== "AlreadyExists") throw error;
  }
}
