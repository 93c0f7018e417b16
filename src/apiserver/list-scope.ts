// Lists a collection of one scope: the present state, or the one at a revision, whole or in pages.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/storage/etcd3/store.go GetList; docs "resource versions"
import type { ListOptions } from "../apimachinery/list-options.ts";
import { parseResourceVersion } from "../apimachinery/list-options.ts";
import { expired, StatusError } from "../apimachinery/status-error.ts";
import type { Kind } from "../kinds/kind.ts";
import { logAgeMs } from "../storage/limits.ts";
import { revisionAt } from "../storage/revision-clock.ts";
import type { Expired, ListPage, StoredObject } from "../storage/types.ts";
import { type ContinueToken, continueText, readContinue } from "./continue-token.ts";
import { needConverted } from "./conversion/with-conversions.ts";
import { presented, storedAs } from "./render.ts";
import type { ListText } from "./respond.ts";
import type { Scope } from "./scope.ts";
import { type Selection, selection } from "./selection.ts";

/** How many objects are read at once while a selector looks for a page's worth of matches. */
const scanPage = 500;

/** One page of a collection, as texts in the kind's version. */
export interface ScopePage {
  readonly revision: number;
  readonly items: readonly string[];
  /** The name to go on after; undefined when nothing is left. */
  readonly next: string | undefined;
}

export interface PageRequest {
  readonly selection: Selection;
  /** Undefined: the present state. */
  readonly revision: number | undefined;
  readonly after: string;
  readonly limit: number | undefined;
}

/** Reads one page, or says that the log no longer covers its revision. */
export function readPage(scope: Scope, kind: Kind, request: PageRequest): ScopePage | Expired {
  const { selection: wanted, revision, limit } = request;
  const items: string[] = [];
  let { after } = request;
  if (wanted.matches === undefined || wanted.name !== undefined) return readWhole(scope, kind, request);
  for (;;) {
    const page = pageOf(scope, kind, revision, after, scanPage);
    if ("type" in page) return page;
    for (const stored of page.objects) {
      after = stored.name;
      const text = matching(scope, kind, wanted, stored);
      if (text === undefined) continue;
      items.push(text);
      const full = limit !== undefined && items.length === limit;
      if (full) return { revision: page.revision, items, next: hasMore(page, after) ? after : undefined };
    }
    if (!page.more) return { revision: page.revision, items, next: undefined };
  }
}

/** Without a selector every object is a match; with a pinned name there is at most one. */
function readWhole(
  scope: Scope,
  kind: Kind,
  { selection: wanted, revision, after, limit }: PageRequest,
): ScopePage | Expired {
  if (wanted.name !== undefined && revision === undefined) {
    const stored = scope.store.get(kind.collection, wanted.name);
    const text = stored === undefined ? undefined : matching(scope, kind, wanted, stored);
    return { revision: scope.store.revision, items: text === undefined ? [] : [text], next: undefined };
  }
  const page = pageOf(scope, kind, revision, after, limit);
  if ("type" in page) return page;
  const texts = page.objects.map((stored) => matching(scope, kind, wanted, stored));
  return {
    revision: page.revision,
    items: texts.filter((text) => text !== undefined),
    next: page.more ? page.objects.at(-1)?.name : undefined,
  };
}

function pageOf(
  scope: Scope,
  kind: Kind,
  revision: number | undefined,
  after: string,
  limit: number | undefined,
): ListPage | Expired {
  const options = limit === undefined ? { after } : { after, limit };
  const page =
    revision === undefined
      ? scope.store.list(kind.collection, options)
      : scope.store.listAt(kind.collection, revision, options);
  if (!("type" in page)) needConverted(scope, kind, page.objects);
  return page;
}

function hasMore(page: ListPage, after: string): boolean {
  return page.more || page.objects.at(-1)?.name !== after;
}

function matching(scope: Scope, kind: Kind, wanted: Selection, stored: StoredObject): string | undefined {
  if (wanted.matches !== undefined && !wanted.matches(presented(scope, kind, stored))) return undefined;
  return storedAs(scope, kind, stored);
}

/** A list as the client asked for it. Throws Expired, Timeout or BadRequest. */
export function listScope(scope: Scope, kind: Kind, options: ListOptions): ListText {
  const wanted = selection(kind, options);
  const from = options.continue === "" ? undefined : readContinue(options.continue);
  const revision = from === undefined ? revisionToShow(scope, options) : revisionToContinue(scope, from);
  const page = readPage(scope, kind, { selection: wanted, revision, after: from?.name ?? "", limit: options.limit });
  if ("type" in page) throw from === undefined ? tooOld() : continueExpired(from);
  const { items, next } = page;
  const resourceVersion = String(page.revision);
  if (next === undefined) return { metadata: { resourceVersion }, items };
  const begunMs = from?.revision === undefined ? scope.clock.now() : from.begunMs;
  const token: ContinueToken = { revision: page.revision, namespace: "", name: next, begunMs };
  // How many remain is known without reading them only when every object counts.
  const counted = wanted.matches === undefined;
  const remaining = counted ? { remainingItemCount: scope.store.count(kind.collection, next, page.revision) } : {};
  return { metadata: { resourceVersion, continue: continueText(token), ...remaining }, items };
}

/** The revision that the list must show, or undefined for the present. */
function revisionToShow(scope: Scope, { resourceVersion, resourceVersionMatch }: ListOptions): number | undefined {
  const asked = parseResourceVersion(resourceVersion);
  if (asked === 0) return undefined;
  refuseFuture(scope, asked);
  scope.store.reach(asked);
  return resourceVersionMatch === "Exact" ? asked : undefined;
}

/**
 * The revision of the list's other pages; undefined for a client that was told to take the rest as it is now. Expired for
 * one that comes later than the log reaches back, also where nothing has changed meanwhile: everywhere the same.
 */
function revisionToContinue({ store, clock }: Scope, from: ContinueToken): number | undefined {
  const nowMs = clock.now();
  // Another list than the one that was begun: its revision says so.
  if (from.revision === undefined) store.reach(revisionAt(nowMs));
  else if (nowMs - from.begunMs > logAgeMs) throw continueExpired(from);
  return from.revision;
}

/** Throws for a revision that nothing can have handed out yet. */
export function refuseFuture(scope: Scope, revision: number): void {
  if (scope.store.isFuture(revision)) throw tooLargeResourceVersion(revision, scope.store.revision);
}

/** Kubernetes: staging/src/k8s.io/apiserver/pkg/storage/errors.go NewTooLargeResourceVersionError */
export function tooLargeResourceVersion(asked: number, current: number): StatusError {
  return new StatusError(504, "Timeout", `Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
}

export function tooOld(): StatusError {
  return expired("The resourceVersion for the provided list is too old.");
}

/**
 * The answer to `token`, and another one by which the rest is had as it is now.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/storage/etcd3/errors.go handleCompactedErrorForPaging
 */
export function continueExpired(token: ContinueToken): StatusError {
  return expired(
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
    { continue: continueText({ ...token, revision: undefined }) },
  );
}
