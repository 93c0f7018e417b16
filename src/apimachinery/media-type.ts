// Content types: reading them with their parameters, and choosing what a client accepts.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation; goautoneg
import { acceptClausesMax } from "./limits.ts";

export interface MediaType {
  /** `application/json`, in lower case; ranges have `*`. */
  readonly name: string;
  /** Names in lower case, values as given. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface AcceptClause extends MediaType {
  readonly quality: number;
}

/** Reads `type/subtype; name=value`; undefined when it is none. */
export function parseMediaType(text: string): MediaType | undefined {
  const [name = "", ...rest] = splitOutsideQuotes(text, ";");
  const lower = name.trim().toLowerCase();
  if (!/^[^\s/;,"]+\/[^\s/;,"]+$/.test(lower)) return undefined;
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const equals = parameter.indexOf("=");
    if (equals < 0) continue;
    parameters.set(parameter.slice(0, equals).trim().toLowerCase(), unquoted(parameter.slice(equals + 1).trim()));
  }
  return { name: lower, parameters };
}

function unquoted(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"')
    ? value.slice(1, -1).replace(/\\(.)/g, "$1")
    : value;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (quoted && character === "\\") index++;
    else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** An Accept header's clauses, the most wanted first; of equal ones the more specific, then the earlier. */
export function parseAccept(header: string): AcceptClause[] {
  const clauses: AcceptClause[] = [];
  for (const part of splitOutsideQuotes(header, ",").slice(0, acceptClausesMax)) {
    // Some clients send a bare "*".
    const media = parseMediaType(part.trim() === "*" ? "*/*" : part);
    if (media === undefined) continue;
    const quality = Number(media.parameters.get("q") ?? 1);
    clauses.push({ ...media, quality: quality >= 0 && quality <= 1 ? quality : 1 });
  }
  return clauses.sort((left, right) => right.quality - left.quality || wildcards(left) - wildcards(right));
}

function wildcards(media: MediaType): number {
  return media.name === "*/*" ? 2 : media.name.endsWith("/*") ? 1 : 0;
}

export interface Negotiated {
  /** The offer, as the server named it. */
  readonly offer: string;
  /** What the client asked of it: `as`, `g`, `v`, `stream`. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * The first of the client's clauses that an offer fits; offers come in the server's order of liking. `allows` may turn
 * a clause down for its parameters (an `as` that the endpoint doesn't have). No header accepts the first offer.
 * Undefined: nothing fits, which is a 406.
 */
export function negotiate(
  header: string,
  offers: readonly string[],
  allows: (clause: MediaType, offer: string) => boolean = () => true,
): Negotiated | undefined {
  const clauses = header.trim() === "" ? [anything] : parseAccept(header);
  for (const clause of clauses) {
    if (clause.quality === 0) continue;
    for (const offer of offers) {
      if (fits(clause.name, offer) && allows(clause, offer)) return { offer, parameters: clause.parameters };
    }
  }
  return undefined;
}

const anything: AcceptClause = { name: "*/*", parameters: new Map(), quality: 1 };

function fits(range: string, offer: string): boolean {
  if (range === "*/*" || range === offer) return true;
  return range.endsWith("/*") && offer.startsWith(range.slice(0, -1));
}
