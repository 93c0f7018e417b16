// Which tag an image reference asks for, and the pull policy that follows from it.

/**
 * The tag of `image`; "latest" when it names neither tag nor digest, "" when it is pinned by digest alone or unreadable.
 * Kubernetes: pkg/util/parsers/parsers.go ParseImageName
 */
export function imageTag(image: string): string {
  const [reference = "", digest] = splitOnce(image, "@");
  const lastSlash = reference.lastIndexOf("/");
  const colon = reference.indexOf(":", lastSlash + 1);
  if (colon >= 0) return reference.slice(colon + 1);
  return digest === undefined && isReference(reference) ? "latest" : "";
}

/** Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_Container */
export function defaultPullPolicy(image: string | undefined): "Always" | "IfNotPresent" {
  return imageTag(image ?? "") === "latest" ? "Always" : "IfNotPresent";
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** Upper case, blanks and the like make no reference: no tag is read out of them. */
function isReference(reference: string): boolean {
  const slash = reference.indexOf("/");
  const first = reference.slice(0, slash);
  const hasHost = slash > 0 && (/[.:]/.test(first) || first === "localhost");
  const path = hasHost ? reference.slice(slash + 1) : reference;
  return /^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/.test(path);
}
