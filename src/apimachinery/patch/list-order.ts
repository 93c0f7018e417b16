// In which order a merged list stands: as the patch has it, the server's own items where they were among them.
// Kubernetes: strategicpatch/patch.go normalizeElementOrder, mergeSortedSlice
import type { Json } from "../json.ts";
import { fieldOf, isJsonObject } from "../set-field.ts";

/** What tells items apart: the merge key's value, or the item itself. Unlike values have unlike texts. */
export function identityOf(item: Json, mergeKey: string): string {
  return JSON.stringify(mergeKey !== "" && isJsonObject(item) ? (fieldOf(item, mergeKey) ?? null) : item);
}

interface Orders {
  /** The order that the patch asks for. */
  readonly patch: readonly Json[];
  /** The order as the object had it. */
  readonly server: readonly Json[];
}

/** `merged` in its final order. Takes time linear in the lists but for the sorting. */
export function orderMerged(merged: readonly Json[], orders: Orders, mergeKey: string): Json[] {
  const patchPlaces = placesOf(orders.patch, mergeKey);
  const serverPlaces = placesOf(orders.server, mergeKey);
  const identities = new Map(merged.map((item) => [item, identityOf(item, mergeKey)]));
  const placeIn = (places: ReadonlyMap<string, number>, item: Json) => places.get(identities.get(item) as string);
  const fromPatch = merged.filter((item) => placeIn(patchPlaces, item) !== undefined);
  const serverOnly = merged.filter((item) => placeIn(patchPlaces, item) === undefined);
  const byPlace = (places: ReadonlyMap<string, number>) => (left: Json, right: Json) =>
    (placeIn(places, left) ?? 0) - (placeIn(places, right) ?? 0);
  fromPatch.sort(byPlace(patchPlaces));
  serverOnly.sort(byPlace(serverPlaces));
  return interleave(serverOnly, fromPatch, (item) => placeIn(serverPlaces, item));
}

function placesOf(items: readonly Json[], mergeKey: string): Map<string, number> {
  const places = new Map<string, number>();
  items.forEach((item, index) => {
    const identity = identityOf(item, mergeKey);
    if (!places.has(identity)) places.set(identity, index);
  });
  return places;
}

/** Each server item goes before the first patch item that stood behind it on the server. */
function interleave(
  serverOnly: readonly Json[],
  fromPatch: readonly Json[],
  serverPlace: (item: Json) => number | undefined,
): Json[] {
  const ordered: Json[] = [];
  let next = 0;
  for (const item of fromPatch) {
    const place = serverPlace(item);
    while (next < serverOnly.length && place !== undefined) {
      const own = serverPlace(serverOnly[next] as Json);
      if (own === undefined || own >= place) break;
      ordered.push(serverOnly[next++] as Json);
    }
    ordered.push(item);
  }
  return [...ordered, ...serverOnly.slice(next)];
}
