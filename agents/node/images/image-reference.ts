// Reads an image's name as Docker does.
// Docker: distribution/reference (normalize.go, regexp.go)

export interface ImageReference {
  /** As given, without tag and digest: what a pull names. */
  readonly repository: string;
  /** "docker.io", "ghcr.io", "localhost:5000". */
  readonly domain: string;
  /** Below the domain, with Docker Hub's "library/" added. */
  readonly path: string;
  /** "latest" when neither tag nor digest is given. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** As given, with ":latest" added when neither tag nor digest is given. */
  readonly name: string;
}

export type ParsedReference =
  | { readonly type: "parsed"; readonly reference: ImageReference }
  | { readonly type: "invalid"; readonly message: string };

const component = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const domainPattern =
  /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(?::\d+)?$/;
const pathPattern = new RegExp(`^${component}(?:/${component})*$`);
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

export function parseImage(image: string): ParsedReference {
  const at = image.indexOf("@");
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const tagged = at < 0 ? image : image.slice(0, at);
  // A colon after the last slash begins a tag; one before it, a port.
  const colon = tagged.indexOf(":", tagged.lastIndexOf("/") + 1);
  const repository = colon < 0 ? tagged : tagged.slice(0, colon);
  const tag = colon < 0 ? undefined : tagged.slice(colon + 1);
  const { domain, path } = splitDomain(repository);

  if (/^[0-9a-f]{64}$/.test(image)) return { type: "invalid", message: "cannot specify 64-byte hexadecimal strings" };
  if (path !== path.toLowerCase() && pathPattern.test(path.toLowerCase())) {
    return { type: "invalid", message: `repository name (${path}) must be lowercase` };
  }
  const fits =
    domainPattern.test(domain) &&
    pathPattern.test(path) &&
    (tag === undefined || tagPattern.test(tag)) &&
    (digest === undefined || digestPattern.test(digest));
  if (!fits) return { type: "invalid", message: "invalid reference format" };

  const bare = tag === undefined && digest === undefined;
  const reference = {
    repository,
    domain,
    path,
    tag: bare ? "latest" : tag,
    digest,
    name: bare ? `${image}:latest` : image,
  };
  return { type: "parsed", reference };
}

function splitDomain(repository: string): { domain: string; path: string } {
  const slash = repository.indexOf("/");
  const first = slash < 0 ? "" : repository.slice(0, slash);
  const isDomain = first === "localhost" || /[.:]/.test(first) || first !== first.toLowerCase();
  if (isDomain) {
    const rest = repository.slice(slash + 1);
    const hub = first === "docker.io" || first === "index.docker.io";
    return { domain: hub ? "docker.io" : first, path: hub && !rest.includes("/") ? `library/${rest}` : rest };
  }
  return { domain: "docker.io", path: repository.includes("/") ? repository : `library/${repository}` };
}
