// [R4] A list across namespaces: one revision, every namespace's part at it, put together as text.
import { type ListOptions, parseResourceVersion } from "../../apimachinery/list-options.ts";
import { StatusError } from "../../apimachinery/status-error.ts";
import type { PickAnswer } from "../../feed/messages.ts";
import type { Kind } from "../../kinds/kind.ts";
import { timeOf } from "../../storage/revision-clock.ts";
import { type ContinueToken, continueText, readContinue } from "../continue-token.ts";
import { afterHeader, countHeader, limitHeader, nextHeader, partHeader } from "../internal-headers.ts";
import { type ListMetadata, listDocument } from "../list-document.ts";
import { continueExpired, tooLargeResourceVersion, tooOld } from "../list-scope.ts";
import { outputFormat } from "../output-format.ts";
import { type Asked, respondText } from "../respond.ts";
import type { ClusterStubs } from "./cluster-stubs.ts";
import { type Forwarded, send } from "./forward.ts";
import { refusal } from "./refusal.ts";

/** How many namespaces are asked at once: Workers wait for at most six answers' headers at a time. */
const parallelMax = 6;

/** Namespaces that go one after the other could keep a list from ever being whole; its client may try again. */
const triesMax = 5;

interface Part {
  readonly namespace: string;
  readonly pieces: string;
  readonly count: number;
  /** The name to go on after, when the namespace has more. */
  readonly next: string | undefined;
}

/** Answers the list, or throws Expired when a namespace no longer knows the revision. */
export async function gatherList(
  stubs: ClusterStubs,
  kind: Kind,
  options: ListOptions,
  request: Forwarded,
  asked: Asked,
): Promise<Response> {
  const { revision, page } = await gathered(stubs, options, request);
  const format = outputFormat(asked.accept);
  const pieces = page.parts
    .filter((part) => part.count > 0)
    .map((part) => part.pieces)
    .join(",");
  const metadata: ListMetadata = {
    resourceVersion: String(revision),
    ...(page.next === undefined
      ? {}
      : { continue: continueText({ revision, begunMs: timeOf(revision), ...page.next }) }),
  };
  return respondText(asked, 200, format, listDocument(kind, format, metadata, pieces));
}

/**
 * A namespace that goes while the list is gathered takes its past along, and with it the revision that was picked: a
 * list that may show any is begun anew, at a later one.
 */
async function gathered(
  stubs: ClusterStubs,
  options: ListOptions,
  request: Forwarded,
): Promise<{ revision: number; page: Page }> {
  const from = options.continue === "" ? undefined : readContinue(options.continue);
  const asked = parseResourceVersion(options.resourceVersion);
  const exact = from?.revision ?? (options.resourceVersionMatch === "Exact" && asked > 0 ? asked : undefined);
  for (let tries = 1; ; tries++) {
    try {
      // The cluster alone knows, for every page, which namespaces there are.
      const pick = await stubs.cluster.pick(exact === undefined ? { atLeast: asked } : { exact });
      const { revision, namespaces } = picked(pick, exact ?? asked, from);
      const left = namespaces.filter((one) => from === undefined || one >= from.namespace);
      const gather = { stubs, request, revision, expired: () => listExpired(from) };
      const { limit } = options;
      const page = limit === undefined ? await gatherAll(gather, left) : await gatherPage(gather, left, limit, from);
      return { revision, page };
    } catch (error) {
      const isLost = error instanceof StatusError && error.reason === "Expired";
      if (!isLost || exact !== undefined || tries === triesMax) throw error;
    }
  }
}

/** The pick, or its refusal as the client hears it. */
export function picked(
  answer: PickAnswer,
  asked: number,
  from?: ContinueToken,
): { revision: number; namespaces: readonly string[] } {
  switch (answer.type) {
    case "picked":
      return { revision: answer.revision, namespaces: [...answer.namespaces].sort() };
    case "expired":
      throw listExpired(from);
    case "future":
      throw tooLargeResourceVersion(asked, answer.current);
  }
}

function listExpired(from: ContinueToken | undefined): StatusError {
  return from === undefined ? tooOld() : continueExpired(from);
}

interface Gather {
  readonly stubs: ClusterStubs;
  readonly request: Forwarded;
  readonly revision: number;
  readonly expired: () => StatusError;
}

async function partOf(gather: Gather, namespace: string, after: string, limit: number | undefined): Promise<Part> {
  const response = await send(gather.stubs.namespace(namespace), gather.request, {
    [partHeader]: String(gather.revision),
    ...(after === "" ? {} : { [afterHeader]: encodeURIComponent(after) }),
    ...(limit === undefined ? {} : { [limitHeader]: String(limit) }),
  });
  if (response.status === 410) throw gather.expired();
  if (!response.ok) throw await refusal(response);
  const next = response.headers.get(nextHeader);
  return {
    namespace,
    pieces: await response.text(),
    count: Number(response.headers.get(countHeader)),
    next: next === null ? undefined : decodeURIComponent(next),
  };
}

interface Page {
  readonly parts: readonly Part[];
  readonly next: { readonly namespace: string; readonly name: string } | undefined;
}

async function gatherAll(gather: Gather, namespaces: readonly string[]): Promise<Page> {
  const parts: Part[] = new Array(namespaces.length);
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < namespaces.length; index = next++) {
      parts[index] = await partOf(gather, namespaces[index] as string, "", undefined);
    }
  }
  await Promise.all(Array.from({ length: parallelMax }, work));
  return { parts, next: undefined };
}

/** Namespace by namespace, until the page is full. */
async function gatherPage(
  gather: Gather,
  namespaces: readonly string[],
  limit: number,
  from: ContinueToken | undefined,
): Promise<Page> {
  const parts: Part[] = [];
  let wanted = limit;
  for (const [index, namespace] of namespaces.entries()) {
    const after = namespace === from?.namespace ? from.name : "";
    const part = await partOf(gather, namespace, after, wanted);
    parts.push(part);
    wanted -= part.count;
    if (part.next !== undefined) return { parts, next: { namespace, name: part.next } };
    const following = namespaces[index + 1];
    if (wanted === 0 && following !== undefined) return { parts, next: { namespace: following, name: "" } };
  }
  return { parts, next: undefined };
}
