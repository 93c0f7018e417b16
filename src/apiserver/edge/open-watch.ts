// Starts a watch: its initial events where they are wanted, the object's socket, and the stream that joins the two.

import { type ListOptions, parseResourceVersion, readListOptions } from "../../apimachinery/list-options.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type { Timers } from "../../platform/timers.ts";
import { eventLine } from "../../storage/view.ts";
import { Conversions } from "../conversion/conversions.ts";
import { convertWatch } from "../conversion/convert-watch.ts";
import type { CustomKinds } from "../custom/custom-kinds.ts";
import { definitionOf, isOver } from "../custom/custom-watch-view.ts";
import { fromHeader, linesHeader, revisionHeader } from "../internal-headers.ts";
import { jsonHeaders } from "../json-headers.ts";
import { watchSecondsMin } from "../limits.ts";
import { outputFormat } from "../output-format.ts";
import type { ResourceRequest } from "../request-info.ts";
import type { ServerReach } from "../server-reach.ts";
import { warningHeader } from "../warning-header.ts";
import { watchSelection } from "../watch-scope.ts";
import { bookmarkObject } from "../watch-shape.ts";
import { webhookClient } from "../webhook-client.ts";
import type { ClusterStubs, ScopeStub } from "./cluster-stubs.ts";
import { type Forwarded, send } from "./forward.ts";
import { picked } from "./gather-list.ts";
import { type WatchSocket, type WatchStreamOptions, watchStream } from "./watch-stream.ts";

export interface OpenWatch {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** The object that tells: the scope's own, or the cluster's for a watch of all namespaces. */
  readonly target: ScopeStub;
  /** Present: the watch is of all namespaces. */
  readonly stubs: ClusterStubs | undefined;
  readonly kind: Kind;
  readonly customs: CustomKinds;
  /** How webhooks are reached. */
  readonly reach: ServerReach;
  readonly info: ResourceRequest;
  readonly request: Forwarded;
  readonly query: URLSearchParams;
}

interface Beginning {
  readonly lines: string;
  readonly from: number;
}

/** The client's response. A refusal of the object (410, 404) is passed on as it is. */
export async function openWatch(watch: OpenWatch): Promise<Response> {
  const options = readListOptions(watch.query, { watch: true });
  const begun = await beginning(watch, options);
  if (begun instanceof Response) return begun;
  const { from } = begun;
  const upgraded = await send(watch.target, watch.request, { upgrade: "websocket", [fromHeader]: String(from) });
  const socket = upgraded.webSocket;
  if (socket === null || socket === undefined) return upgraded;
  socket.accept();
  const bookmark = bookmarkLine(watch, options);
  const initialEnd = options.sendInitialEvents === true && bookmark !== undefined ? bookmark(from, true) : "";
  const body = watchStream({
    socket: socket as unknown as WatchSocket,
    timers: watch.timers,
    initial: begun.lines + initialEnd,
    from,
    lifeMs: lifeSeconds(watch, options) * 1000,
    bookmark: bookmark === undefined ? undefined : (revision) => bookmark(revision, false),
    ...customParts(watch),
  });
  const { deprecation } = watch.kind;
  const warning: Record<string, string> = deprecation === undefined ? {} : { warning: warningHeader([deprecation]) };
  return new Response(body, { headers: { ...jsonHeaders, ...warning } });
}

/** What a watch of a custom resource needs besides: an end when its definition changes, and what its webhook makes. */
function customParts({ kind, customs, info, query, request, ...host }: OpenWatch): Partial<WatchStreamOptions> {
  const { custom, group, version, plural } = kind;
  if (custom === undefined) return {};
  const definition = definitionOf(custom);
  const isNowOver = () => isOver(customs.registry().byResource(group, version, plural)?.custom, definition);
  if (!custom.webhookConversion) return { isOver: isNowOver };
  const wanted = watchSelection({ accept: request.headers["accept"] ?? "", info, kind, query });
  const webhooks = webhookClient(host.reach, host.timers);
  const conversions = new Conversions({ customs, webhooks, random: host.random });
  return { isOver: isNowOver, convert: convertWatch({ kind, wanted, customs, conversions, clock: host.clock }) };
}

/** The initial events and where the watch goes on; a watch from a revision has none. */
async function beginning(watch: OpenWatch, options: ListOptions): Promise<Beginning | Response> {
  const asked = parseResourceVersion(options.resourceVersion);
  const wantsState = options.sendInitialEvents ?? asked === 0;
  if (!wantsState) {
    if (asked > 0) return { lines: "", from: asked };
    const now = await stateLines(watch, options);
    return now instanceof Response ? now : { lines: "", from: now.from };
  }
  return stateLines(watch, options);
}

async function stateLines({ target, stubs, request }: OpenWatch, options: ListOptions): Promise<Beginning | Response> {
  if (stubs !== undefined) return stateAcross(stubs, request, options);
  const response = await send(target, request, { [linesHeader]: "now" });
  const revision = response.headers.get(revisionHeader);
  return revision === null ? response : { lines: await response.text(), from: Number(revision) };
}

/** [R4] [F6] Every namespace as it stood at one revision; the watch goes on from there. */
async function stateAcross(
  stubs: ClusterStubs,
  request: Forwarded,
  options: ListOptions,
): Promise<Beginning | Response> {
  const atLeast = parseResourceVersion(options.resourceVersion);
  const { revision, namespaces } = picked(await stubs.cluster.pick({ atLeast }), atLeast);
  const texts: string[] = [];
  for (const namespace of namespaces) {
    const response = await send(stubs.namespace(namespace), request, { [linesHeader]: String(revision) });
    if (!response.ok) return response;
    texts.push(await response.text());
  }
  return { lines: texts.join(""), from: revision };
}

function bookmarkLine(
  { kind, request }: OpenWatch,
  options: ListOptions,
): ((revision: number, initialEventsEnd: boolean) => string) | undefined {
  if (!options.allowWatchBookmarks) return undefined;
  const { shape, metaVersion } = outputFormat(request.headers["accept"] ?? "");
  return (revision, end) =>
    eventLine("BOOKMARK", JSON.stringify(bookmarkObject(kind, { shape, metaVersion }, revision, end)));
}

function lifeSeconds({ random }: OpenWatch, options: ListOptions): number {
  return options.timeoutSeconds !== undefined && options.timeoutSeconds > 0
    ? options.timeoutSeconds
    : watchSecondsMin + random.integer(watchSecondsMin);
}
