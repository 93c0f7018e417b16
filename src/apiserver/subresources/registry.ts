// Every subresource that is served by the object that holds its parent. Streams (exec, log, proxy ...) go through the
// node link instead (src/tunnel).
import type { Kind } from "../../kinds/kind.ts";
import { approval } from "./approval.ts";
import { binding } from "./binding.ts";
import { eviction } from "./eviction.ts";
import { finalize } from "./finalize.ts";
import { ephemeralContainers, resize } from "./pod-parts.ts";
import { scale } from "./scale.ts";
import { status } from "./status.ts";
import type { Subresource } from "./subresource.ts";
import { token } from "./token.ts";

const all: readonly Subresource[] = [
  status,
  scale,
  binding,
  eviction,
  finalize,
  token,
  resize,
  ephemeralContainers,
  approval,
];

const byKind = new WeakMap<Kind, ReadonlyMap<string, Subresource["verbs"]>>();

/** The subresources of a kind, by name. */
export function subresources(kind: Kind): ReadonlyMap<string, Subresource["verbs"]> {
  const known = byKind.get(kind);
  if (known !== undefined) return known;
  const found = new Map(all.filter((one) => one.of(kind)).map((one) => [one.name, one.verbs]));
  byKind.set(kind, found);
  return found;
}
