// Which credentials of a pod's pull secrets fit an image, best first.
// Kubernetes: pkg/credentialprovider/{keyring,config}.go
import type { Secret } from "../../../src/kinds/facts/types.gen.ts";
import type { RegistryCredentials } from "../docker/pull-image.ts";
import type { ImageReference } from "./image-reference.ts";

interface ConfigEntry {
  readonly username?: string;
  readonly password?: string;
  readonly auth?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
}

interface Entry {
  /** "registry.example.com/team", without scheme. */
  readonly place: string;
  readonly credentials: RegistryCredentials;
}

/** Those of the longest path first; none when no entry fits. Secrets that aren't registry configurations add nothing. */
export function credentialsFor(image: ImageReference, secrets: readonly Secret[]): RegistryCredentials[] {
  const fitting = secrets.flatMap(entriesOf).filter(({ place }) => fits(place, image));
  return fitting.toSorted((left, right) => (left.place < right.place ? 1 : -1)).map(({ credentials }) => credentials);
}

function entriesOf(secret: Secret): Entry[] {
  const modern = secret.data?.[".dockerconfigjson"];
  const old = secret.data?.[".dockercfg"];
  try {
    if (secret.type === "kubernetes.io/dockerconfigjson" && modern !== undefined) {
      const parsed = JSON.parse(decode(modern)) as { auths?: Record<string, ConfigEntry> };
      return readEntries(parsed.auths ?? {});
    }
    if (secret.type === "kubernetes.io/dockercfg" && old !== undefined) {
      return readEntries(JSON.parse(decode(old)) as Record<string, ConfigEntry>);
    }
  } catch {
    // Not JSON: as upstream, a secret that can't be read is one that doesn't help.
  }
  return [];
}

function readEntries(entries: Record<string, ConfigEntry>): Entry[] {
  return Object.entries(entries).map(([key, entry]) => {
    const place = normalPlace(key);
    const [user, ...rest] = entry.auth === undefined ? [] : decode(entry.auth).split(":");
    const username = entry.username ?? user;
    const password = entry.password ?? (rest.length === 0 ? undefined : rest.join(":"));
    const credentials: RegistryCredentials = {
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(entry.identitytoken === undefined ? {} : { identitytoken: entry.identitytoken }),
      ...(entry.registrytoken === undefined ? {} : { registrytoken: entry.registrytoken }),
      serveraddress: place,
    };
    return { place, credentials };
  });
}

/** Docker Hub's many names are one; "/v1/" and "/v2/" belong to the protocol, not to the place. */
function normalPlace(key: string): string {
  const place = key
    .replace(/^https?:\/\//, "")
    .replace(/\/v[12]\/?$/, "")
    .replace(/\/+$/, "");
  return ["index.docker.io", "registry-1.docker.io", "docker.io"].includes(place) ? "docker.io" : place;
}

/** The same port, each label of the host equal (or a wildcard within it), the path a prefix. */
function fits(place: string, image: ImageReference): boolean {
  const [host = "", ...path] = place.split("/");
  const [name = "", port] = host.split(":");
  const [imageName = "", imagePort] = image.domain.split(":");
  if (port !== imagePort) return false;
  const labels = name.split(".");
  const imageLabels = imageName.split(".");
  if (labels.length !== imageLabels.length) return false;
  if (!labels.every((label, index) => globFits(label, imageLabels[index] as string))) return false;
  return image.path.startsWith(path.join("/"));
}

function globFits(glob: string, text: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`).test(text);
}

function decode(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
