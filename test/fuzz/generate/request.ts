// Paths and queries of requests, more or less.
import { builtinRegistry } from "../../../src/kinds/kind-registry.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { spice } from "./spice.ts";
import { hostileText, mutated, someName, wellFormed } from "./text.ts";

const subresources = [
  "status",
  "scale",
  "log",
  "exec",
  "binding",
  "eviction",
  "token",
  "proxy",
  "finalize",
  "ephemeralcontainers",
];

/** A path of a resource, of discovery, or of nothing. */
export function hostilePath(random: SeededRandom): string {
  const kind = random.pick(builtinRegistry.kinds);
  const group = kind.group === "" ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  let path = random.chance(0.05) ? `${group}/watch` : group;
  if (random.chance(0.7)) path += `/namespaces/${segment(random)}`;
  if (random.chance(0.95)) path += `/${kind.plural}`;
  if (random.chance(0.6)) path += `/${segment(random)}`;
  if (random.chance(0.3)) path += `/${random.pick(subresources)}`;
  if (random.chance(0.05)) path += `/${segment(random)}`;
  if (random.chance(0.05)) path = `/clusters/${segment(random)}${path}`;
  if (random.chance(0.3)) path = mutated(random, path);
  if (random.chance(0.02)) path = hostileText(random, [path]);
  return path;
}

function segment(random: SeededRandom): string {
  switch (random.integer(10)) {
    case 0:
      return random.pick(spice);
    case 1:
      return encodedName(random);
    case 2:
      return random.pick([
        "..",
        ".",
        "%2e%2e",
        "%2E",
        "..%2f",
        "%2f",
        "%25",
        "%252e",
        "%00",
        "%c0%ae",
        "%e0%80%ae",
        "%u002e",
        "\\",
        "~",
      ]);
    default:
      return someName(random);
  }
}

/** The same name, some of its characters escaped. */
function encodedName(random: SeededRandom): string {
  return [...someName(random)]
    .map((one) => (random.chance(0.5) ? `%${(one.codePointAt(0) as number).toString(16)}` : one))
    .join("");
}

const options: Readonly<Record<string, readonly string[]>> = {
  labelSelector: ["a=b", "a in (b,c)", "!a", "a", "app=web,tier!=x"],
  fieldSelector: ["metadata.name=a", "metadata.namespace!=b", "status.phase=Running", "spec.nodeName=", "a=b"],
  limit: ["1", "500", "0", "-1", "9223372036854775807"],
  continue: ["", "W10", "WzEsIiIsImEiXQ"],
  resourceVersion: ["0", "1", "", "99999999999999999", "18446744073709551615"],
  resourceVersionMatch: ["Exact", "NotOlderThan", "exact"],
  watch: ["1", "true", "false", "0", ""],
  allowWatchBookmarks: ["true", "x"],
  sendInitialEvents: ["true", "false"],
  timeoutSeconds: ["1", "0", "-5", "1e3", "9223372036854775807"],
  timeout: ["1s", "-1h", "5"],
  dryRun: ["All", "", "all"],
  fieldManager: ["kubectl", "", "a".repeat(129), "\u0000"],
  fieldValidation: ["Strict", "Warn", "Ignore", "strict"],
  force: ["true", "false", "yes"],
  gracePeriodSeconds: ["0", "30", "-1", "9223372036854775807", "9223372036854775808"],
  propagationPolicy: ["Background", "Foreground", "Orphan", "x"],
  orphanDependents: ["true", ""],
  ignoreStoreReadErrorWithClusterBreakingPotential: ["true", "false"],
  pretty: ["true", "false"],
  includeObject: ["None", "Metadata", "Object", "x"],
  tailLines: ["10", "-1", "x"],
  sinceTime: ["2026-01-02T03:04:05Z", "x"],
  ports: ["80", "0", "65536", "80,81"],
  container: ["a", ""],
};

/** What stands after the question mark, without it. */
export function hostileQuery(random: SeededRandom): string {
  const names = Object.keys(options);
  const parts = Array.from({ length: random.integer(5) }, () => {
    const name = random.chance(0.95) ? random.pick(names) : random.pick(spice);
    const values = Object.hasOwn(options, name) ? (options[name] as readonly string[]) : ["x"];
    const value = random.chance(0.75) ? random.pick(values) : hostileText(random, values);
    return `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(value))}`;
  });
  const text = parts.join("&");
  return random.chance(0.15) ? mutated(random, text) : text;
}
