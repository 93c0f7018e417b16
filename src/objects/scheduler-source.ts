// Where the scheduler hears of its cluster: a list at one revision across all namespaces, then the feed.
import { type ClusterListCalls, listCluster, type PartAnswer, type PartRequest } from "../feed/cluster-list.ts";
import type { ClusterSource } from "../scheduler/cluster-follower.ts";
import { listPageMax } from "../scheduler/limits.ts";
import { type ClusterReader, type Reading, schedulerCollections } from "../scheduler/reading.ts";
import type { TextPart } from "./text-part.ts";

export interface SchedulerSourceCalls {
  readonly pick: ClusterListCalls<unknown>["pick"];
  /** A page of a namespace's objects; "" means the cluster's own. */
  readonly part: (namespace: string, request: PartRequest) => Promise<TextPart>;
  readonly subscribe: (from: number) => Promise<void>;
}

export function schedulerSource(calls: SchedulerSourceCalls, reader: ClusterReader): ClusterSource {
  const read = (collection: string, texts: readonly string[]) =>
    texts.map((text) => reader.read(collection, text)).filter((reading) => reading !== undefined);

  /** All pages. Only what the scheduler needs is kept of each, for whole pods would not fit into memory. */
  async function whole(namespace: string, request: PartRequest): Promise<PartAnswer<Reading[]>> {
    const body: Reading[] = [];
    let page = request;
    for (;;) {
      const part = await calls.part(namespace, { ...page, limit: listPageMax });
      if (part.type !== "part") return part;
      body.push(...read(request.collection, part.body));
      if (!part.more) return { type: "part", body, count: body.length, lastName: part.lastName, more: false };
      page = { ...request, after: part.lastName ?? "", mustBeNew: false };
    }
  }

  /** A namespace that had gone beyond the list's revision could have bound by the verdicts of an earlier instance. */
  function podsOf(namespace: string, request: PartRequest): Promise<PartAnswer<Reading[]>> {
    if (!request.mustBeNew) throw new Error("the cluster is too busy to be listed");
    return whole(namespace, request);
  }

  async function list() {
    const pods = await listCluster({ pick: calls.pick, part: podsOf }, { collection: "pods" });
    if (pods.type !== "list") throw new Error(`pods can't be listed: ${pods.type}`);
    const { revision } = pods;
    const readings = pods.parts.flatMap((part) => part.body);
    for (const collection of schedulerCollections.filter((one) => one !== "pods")) {
      const own = await whole("", { collection, revision, after: "", limit: 0, mustBeNew: false });
      if (own.type !== "part") throw new Error(`${collection} can't be listed: ${own.type}`);
      readings.push(...own.body);
    }
    return { revision, readings };
  }

  return { list, subscribe: calls.subscribe };
}
