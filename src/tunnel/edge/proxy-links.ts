// Links in what a proxied server answers, made to lead through the proxy again.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/proxy/transport.go

export interface LinkContext {
  /** What the client's path has before the server's own: `/api/v1/namespaces/default/pods/web/proxy`. */
  readonly prefix: string;
  /** Host and port by which the proxy reached the server. */
  readonly serverHost: string;
  /** The Host header that the server saw. */
  readonly requestHost: string;
}

/** Links to other hosts and relative ones are left alone, and so is what leads through the proxy already. */
export function rewriteLink(link: string, { prefix, serverHost, requestHost }: LinkContext): string {
  const parts = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(.*)$/s.exec(link);
  if (parts === null) return link;
  const [, scheme, host = "", path = "", rest = ""] = parts;
  if (scheme !== undefined && host === "") return link;
  if (host !== "" && host !== serverHost && host !== requestHost) return link;
  if (!path.startsWith("/")) return link;
  const origin = host !== "" && host === requestHost ? link.slice(0, link.indexOf(host) + host.length) : "";
  if (path.startsWith(prefix)) return origin + path + rest;
  return origin + joinPaths(prefix, path) + rest;
}

/** Go: path.Join, with the trailing slash kept. */
function joinPaths(prefix: string, path: string): string {
  const joined = `${prefix}/${path}`.split("/").reduce<string[]>((segments, segment) => {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
    return segments;
  }, []);
  return `/${joined.join("/")}${path.endsWith("/") && joined.length > 0 ? "/" : ""}`;
}

/** The attributes of HTML that hold links, by element. */
export const linkAttributes: Readonly<Record<string, readonly string[]>> = {
  a: ["href"],
  applet: ["codebase"],
  area: ["href"],
  audio: ["src"],
  base: ["href"],
  blockquote: ["cite"],
  body: ["background"],
  button: ["formaction"],
  command: ["icon"],
  del: ["cite"],
  embed: ["src"],
  form: ["action"],
  frame: ["longdesc", "src"],
  head: ["profile"],
  html: ["manifest"],
  iframe: ["longdesc", "src"],
  img: ["longdesc", "src", "usemap"],
  input: ["src", "usemap", "formaction"],
  ins: ["cite"],
  link: ["href"],
  object: ["classid", "codebase", "data", "usemap"],
  q: ["cite"],
  script: ["src"],
  source: ["src"],
  video: ["poster", "src"],
};
