// The subresources of a kind, as discovery names them: upstream's for built-ins, what is defined for custom ones.
import { resourceFacts } from "../kinds/facts/resources.ts";
import type { Kind } from "../kinds/kind.ts";
import type { SubresourceEntry } from "./discovery.ts";

const known = new WeakMap<Kind, readonly SubresourceEntry[]>();

export function subresourcesOf(kind: Kind): readonly SubresourceEntry[] {
  const found = known.get(kind) ?? builtinEntries(kind) ?? customEntries(kind);
  known.set(kind, found);
  return found;
}

function builtinEntries(kind: Kind): readonly SubresourceEntry[] | undefined {
  const fact = resourceFacts().find(
    (one) => one.group === kind.group && one.version === kind.version && one.plural === kind.plural,
  );
  return fact?.subresources.map(({ name, group, version, kind: answers, verbs }) => {
    const own = group === kind.group && version === kind.version;
    return own ? { name, kind: answers, verbs } : { name, group, version, kind: answers, verbs };
  });
}

const readAndWrite = ["get", "patch", "update"];

function customEntries(kind: Kind): readonly SubresourceEntry[] {
  const { status, scale } = kind.subresources;
  return [
    ...(status === true ? [{ name: "status", kind: kind.kind, verbs: readAndWrite }] : []),
    ...(scale === undefined
      ? []
      : [{ name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: readAndWrite }]),
  ];
}
