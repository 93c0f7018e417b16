// Deletes what is left in a namespace that is being deleted: its pods first, and the rest when they are gone.
// Kubernetes: pkg/controller/namespace/deletion/namespaced_resources_deleter.go deleteAllContent, OrderedNamespaceDeletion
import { qualifiedResource } from "../../apimachinery/json.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import type { Client, KindRef } from "../runtime/client.ts";
import type { NamespaceRemains } from "../runtime/reach.ts";
import { purgedPerCall } from "./limits.ts";

export interface PurgeOptions {
  /** Of the namespace itself. */
  readonly client: Client;
  readonly kinds: KindRegistry;
  /** The collections that aren't empty. */
  readonly collections: () => Iterable<string>;
}

const podsCollection = "pods";

/** Idempotent; call it again until nothing remains. Runs within the namespace. */
export async function purge(options: PurgeOptions): Promise<NamespaceRemains> {
  const present = kindsOf(options);
  const podKinds = present.filter(({ collection }) => collection === podsCollection);
  let budget = purgedPerCall;
  for (const kind of podKinds) budget -= await purgeKind(options.client, kind, budget);
  const others = kindsOf(options);
  if (!others.some(({ collection }) => collection === podsCollection)) {
    for (const kind of others) budget -= await purgeKind(options.client, kind, budget);
  }
  return remains(options);
}

function kindsOf({ kinds, collections }: PurgeOptions): Kind[] {
  const found = [...collections()].map((collection) => kinds.byCollection(collection));
  return found.filter((kind) => kind !== undefined && kind.scope === "Namespaced") as Kind[];
}

/** Answers how many it asked to go. What is on its way already isn't asked again. */
async function purgeKind(client: Client, kind: Kind, budget: number): Promise<number> {
  if (budget <= 0) return 0;
  const ref = refOf(kind);
  const all = await client.list(ref);
  const standing = all.filter(({ metadata }) => metadata?.deletionTimestamp === undefined).slice(0, budget);
  for (const { metadata } of standing) {
    await client.delete(ref, metadata?.name ?? "", { propagationPolicy: "Background" });
  }
  return standing.length;
}

async function remains(options: PurgeOptions): Promise<NamespaceRemains> {
  const counts: Record<string, number> = {};
  const finalizers: Record<string, number> = {};
  for (const kind of kindsOf(options)) {
    const all = await options.client.list(refOf(kind));
    if (all.length > 0) counts[qualifiedResource({ group: kind.group, resource: kind.plural })] = all.length;
    for (const one of all.flatMap(({ metadata }) => metadata?.finalizers ?? [])) {
      finalizers[one] = (finalizers[one] ?? 0) + 1;
    }
  }
  return { counts, finalizers };
}

function refOf({ group, version, kind, plural }: Kind): KindRef {
  return { group, version, kind, plural, namespaced: true };
}
