// URLs, read as Go's net/url reads them.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/urls.go; Go: net/url ParseRequestURI
import { fail } from "../evaluation-error.ts";
import { declareFunction as fn, declareMethod as method, type Overload } from "../overload.ts";
import { ArrayList, EntryMap, OpaqueValue } from "../value.ts";

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

class UrlValue extends OpaqueValue {
  readonly typeName = "kubernetes.URL";
  readonly text: string;
  readonly parts: Parts;
  constructor(text: string, parts: Parts) {
    super();
    this.text = text;
    this.parts = parts;
  }
  equals(other: OpaqueValue): boolean {
    return other instanceof UrlValue && other.text === this.text;
  }
}

const badEscape = /%(?![0-9a-fA-F]{2})/;

/** A URL with a scheme, or a path from the root; undefined: neither. */
function parseUrl(text: string): Parts | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses them
  if (text === "" || /[\x00-\x1f\x7f]/.test(text)) return undefined;
  const found = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(.*)$/s.exec(text);
  const scheme = (found?.[1] ?? "").toLowerCase();
  const [rest, ...queries] = (found?.[2] ?? "").split("?") as [string, ...string[]];
  const query = queries.join("?");
  if (!rest.startsWith("/")) return undefined;
  if (!rest.startsWith("//") || (scheme === "" && rest.startsWith("///"))) {
    return badEscape.test(rest) ? undefined : { scheme, host: "", path: rest, query };
  }
  const slash = rest.indexOf("/", 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const path = slash < 0 ? "" : rest.slice(slash);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const isBracketed = /^\[[0-9a-fA-F:.]+(?:%25[^\]]+)?\](?::\d*)?$/.test(host);
  const isPlain = /^[^\s[\]<>"\\^`{|}/:]*(?::\d*)?$/.test(host);
  if ((!isBracketed && !isPlain) || badEscape.test(path)) return undefined;
  return { scheme, host, path, query };
}

function hostname({ host }: Parts): string {
  const bracketed = /^\[(.*)\]/.exec(host);
  return bracketed === null ? (host.split(":")[0] as string) : (bracketed[1] as string);
}

function port({ host }: Parts): string {
  return /:(\d*)$/.exec(host.replace(/^\[.*\]/, ""))?.[1] ?? "";
}

/** Go escapes what a path may not hold as it is. */
function escapedPath({ path }: Parts): string {
  return path.replace(/[^A-Za-z0-9$\-_.~!*'();:@&=+,/%[\]]/gu, (one) => encodeURIComponent(one));
}

function queryMap({ query }: Parts): EntryMap {
  const values = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(query)) {
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  const map = new EntryMap();
  for (const [key, all] of values) map.add(key, new ArrayList(all));
  return map;
}

export const urls: readonly Overload[] = [
  fn("string_to_url", "url(string): kubernetes.URL", (text: string) => {
    const parts = parseUrl(text);
    return parts === undefined
      ? fail(`URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`)
      : new UrlValue(text, parts);
  }),
  fn("is_url_string", "isURL(string): bool", (text: string) => parseUrl(text) !== undefined),
  method("url_get_scheme", "kubernetes.URL.getScheme(): string", (url: UrlValue) => url.parts.scheme),
  method("url_get_host", "kubernetes.URL.getHost(): string", (url: UrlValue) => url.parts.host),
  method("url_get_hostname", "kubernetes.URL.getHostname(): string", (url: UrlValue) => hostname(url.parts)),
  method("url_get_port", "kubernetes.URL.getPort(): string", (url: UrlValue) => port(url.parts)),
  method("url_get_escaped_path", "kubernetes.URL.getEscapedPath(): string", (url: UrlValue) => escapedPath(url.parts)),
  method("url_get_query", "kubernetes.URL.getQuery(): map<string, list<string>>", (url: UrlValue) =>
    queryMap(url.parts),
  ),
];
