// From a packet to its answer: the zone's own from the cache or made new, the rest of the world's from the host's resolvers.
import { type Answer, decode, encode, type Question } from "dns-packet";
import type { ServiceBook } from "../services/service-book.ts";
import type { Forwarder } from "./forwarder.ts";
import { aliasesMax, cachedAnswersMax, plainUdpBytesMax } from "./limits.ts";
import { parseQuery, type Query, responseCode } from "./query.ts";
import { recordTypeName } from "./record-types.ts";
import {
  codeOnly,
  finishResponse,
  malformedResponse,
  type PreparedResponse,
  prepareResponse,
  type ResponseContent,
  truncatedResponse,
} from "./response.ts";
import type { Zone, ZoneAnswer } from "./zone.ts";

export type Transport = "udp" | "tcp";

export interface Answerer {
  /** The answer's packet, or undefined when there is nothing to say. Cached answers come at once, without a promise. */
  answer(packet: Buffer, transport: Transport): Buffer | undefined | Promise<Buffer | undefined>;
}

const classInternet = 1;

export function createAnswerer(parts: {
  readonly book: ServiceBook;
  readonly zone: Zone;
  readonly forwarder: Forwarder;
}): Answerer {
  const { book, zone, forwarder } = parts;
  const cache = new Map<string, PreparedResponse>();
  let cachedVersion = book.version;
  let turn = 0;

  function finish(prepared: PreparedResponse, query: Query, transport: Transport): Buffer {
    turn = (turn + 1) >>> 0;
    return finishResponse(prepared, query, { transport, turn });
  }

  /** Names and types of the zone, as bytes of the question: the case of letters is part of the answer. */
  function remember(query: Query, prepared: PreparedResponse): PreparedResponse {
    if (cache.size >= cachedAnswersMax) cache.clear();
    cache.set(query.question.toString("latin1"), prepared);
    return prepared;
  }

  function remembered(query: Query): PreparedResponse | undefined {
    if (cachedVersion !== book.version) cache.clear();
    cachedVersion = book.version;
    return cache.get(query.question.toString("latin1"));
  }

  async function fromElsewhere(packet: Buffer, query: Query, transport: Transport): Promise<Buffer> {
    const answer = await forwarder.ask(packet, transport);
    if (!answer) return finish(codeOnly(query, responseCode.failed), query, transport);
    return fitting(answer, query, transport);
  }

  async function fromAlias(alias: ZoneAnswer & { type: "alias" }, query: Query, transport: Transport): Promise<Buffer> {
    const type = recordTypeName(query.typeCode);
    // Types that have no name here aren't followed: the client learns where to ask.
    const alone = type === "CNAME" || type.startsWith("TYPE");
    const found = alone ? [] : await follow(alias.target.toLowerCase(), type, { zone, forwarder });
    if (!found) return finish(codeOnly(query, responseCode.failed), query, transport);
    const content = { code: responseCode.ok, answers: [alias.answer, ...found], authorities: [], additionals: [] };
    return finish(prepareResponse(query, content), query, transport);
  }

  return {
    answer(packet, transport) {
      const parsed = parseQuery(packet);
      if (parsed.type === "noise") return undefined;
      if (parsed.type === "malformed") return malformedResponse(parsed.id);
      const { query } = parsed;
      const known = remembered(query);
      if (known) return finish(known, query, transport);
      if (!query.isQuery) return finish(codeOnly(query, responseCode.notImplemented), query, transport);
      if (query.classCode !== classInternet) return finish(codeOnly(query, responseCode.refused), query, transport);
      const found = zone.lookup(query.name, recordTypeName(query.typeCode));
      switch (found.type) {
        case "elsewhere":
          return fromElsewhere(packet, query, transport);
        case "alias":
          return fromAlias(found, query, transport);
        case "unknown":
          return finish(codeOnly(query, responseCode.failed), query, transport);
        case "records":
        case "nodata":
        case "nxdomain":
          return finish(remember(query, prepareResponse(query, contentOf(found, query, zone))), query, transport);
        default:
          return found satisfies never;
      }
    },
  };
}

function contentOf(
  found: ZoneAnswer & { type: "records" | "nodata" | "nxdomain" },
  query: Query,
  zone: Zone,
): ResponseContent {
  if (found.type === "records") return { ...found, code: responseCode.ok, authorities: [] };
  const code = found.type === "nodata" ? responseCode.ok : responseCode.noSuchName;
  return { code, answers: [], authorities: [zone.authority(query.name)], additionals: [] };
}

/** The records behind an alias, here or elsewhere; undefined when nobody could tell. Clients' libraries don't follow aliases themselves. */
async function follow(
  target: string,
  type: string,
  { zone, forwarder }: { readonly zone: Zone; readonly forwarder: Forwarder },
): Promise<Answer[] | undefined> {
  const chain: Answer[] = [];
  let name = target.replace(/\.$/, "");
  for (let step = 0; step < aliasesMax; step++) {
    const found = zone.lookup(name, type);
    if (found.type === "records") return [...chain, ...found.answers];
    if (found.type === "nodata" || found.type === "nxdomain") return chain;
    if (found.type === "unknown") return undefined;
    if (found.type === "elsewhere") {
      const answers = await askElsewhere(name, type, forwarder);
      return answers && [...chain, ...answers];
    }
    chain.push(found.answer);
    name = found.target.toLowerCase().replace(/\.$/, "");
  }
  return undefined;
}

async function askElsewhere(name: string, type: string, forwarder: Forwarder): Promise<Answer[] | undefined> {
  const questions = [{ name, type: type as Question["type"] }];
  const recursionDesired = 1 << 8;
  const packet = await forwarder.ask(encode({ type: "query", flags: recursionDesired, questions }), "udp");
  if (!packet) return undefined;
  try {
    return decode(packet).answers ?? [];
  } catch {
    return undefined;
  }
}

/** A forwarded answer that came by TCP may be too long for a client that asked by UDP: it gets the head, and may ask by TCP. */
function fitting(answer: Buffer, query: Query, transport: Transport): Buffer {
  const fits = transport === "tcp" || answer.length <= Math.max(plainUdpBytesMax, query.udpBytesMax ?? 0);
  return fits ? answer : truncatedResponse(query);
}
