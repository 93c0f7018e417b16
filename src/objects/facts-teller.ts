// What the namespaces of a cluster are told of it: a snapshot when they open, and again when something of it changes.
import type { AuditPolicy } from "../apiserver/audit/policy.ts";
import type { CustomCatalog } from "../apiserver/custom/custom-catalog.ts";
import type { Admit } from "../feed/feed.ts";
import { audienceOf, type ClusterFacts, factCollections, namespacesCollection } from "../kinds/cluster-facts.ts";
import type { Change } from "../storage/types.ts";
import type { StoredConfigurations } from "./admission-surroundings.ts";
import type { ScopeParts } from "./scope-parts.ts";

export interface FactsTellerOptions {
  readonly parts: ScopeParts;
  readonly configurations: StoredConfigurations;
  readonly catalog: CustomCatalog;
  readonly audit: () => AuditPolicy | undefined;
  /** Who is awake. */
  readonly open: () => readonly string[];
  readonly send: (namespace: string, facts: ClusterFacts) => void;
}

export class FactsTeller {
  readonly #options: FactsTellerOptions;

  constructor(options: FactsTellerOptions) {
    this.#options = options;
  }

  /** A namespace that does not exist is not let in. */
  admit(namespace: string): ReturnType<Admit> {
    const facts = this.#factsFor(namespace);
    if (facts === undefined) return { type: "refused", reason: `namespace ${namespace} does not exist` };
    return { type: "admitted", facts };
  }

  /** Those awake learn of what changed; those asleep when they open next. `kinds`: custom kinds are among it. */
  note(changes: readonly Change[], { kinds }: { readonly kinds: boolean }): void {
    const audiences = changes.map(audienceOf).filter((audience) => audience !== undefined);
    if (kinds) audiences.push({});
    if (audiences.length === 0) return;
    const concerns = (name: string) => audiences.some(({ namespace }) => namespace === undefined || namespace === name);
    this.#tell(this.#options.open().filter(concerns));
  }

  /** Something changed that is no object. */
  tellAll(): void {
    this.#tell(this.#options.open());
  }

  #tell(namespaces: readonly string[]): void {
    for (const namespace of namespaces) {
      const facts = this.#factsFor(namespace);
      if (facts !== undefined) this.#options.send(namespace, facts);
    }
  }

  #factsFor(name: string): ClusterFacts | undefined {
    const { parts, configurations, catalog, audit } = this.#options;
    const namespace = parts.find(namespacesCollection, name);
    if (namespace === undefined) return undefined;
    const policy = audit();
    return {
      revision: parts.store.revision,
      namespace,
      priorityClasses: parts.all(factCollections.priorityClasses),
      storageClasses: parts.all(factCollections.storageClasses),
      runtimeClasses: parts.all(factCollections.runtimeClasses),
      ingressClasses: parts.all(factCollections.ingressClasses),
      admission: configurations.current,
      customs: catalog.state().version,
      ...(policy === undefined ? {} : { audit: policy }),
    };
  }
}
