// What a LimitRange gives to containers that do not say what they need.
// Kubernetes: plugin/pkg/admission/limitranger/admission.go mergePodResourceRequirements
import type { Container, LimitRange, Pod } from "../../../kinds/facts/types.gen.ts";

const annotation = "kubernetes.io/limit-ranger";

interface Given {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

/** Changes the pod in place, and notes in an annotation what it was given. */
export function giveDefaults(range: LimitRange, pod: Pod): void {
  const items = (range.spec?.limits ?? []).filter(({ type }) => type === "Container");
  const given: Given = {
    requests: Object.assign({}, ...items.map(({ defaultRequest }) => defaultRequest)),
    limits: Object.assign({}, ...items.map((item) => item.default)),
  };
  const notes = [
    ...(pod.spec?.containers ?? []).flatMap((container) => giveTo(container, given, "container")),
    ...(pod.spec?.initContainers ?? []).flatMap((container) => giveTo(container, given, "init container")),
  ];
  if (notes.length === 0) return;
  pod.metadata = {
    ...pod.metadata,
    annotations: { ...pod.metadata?.annotations, [annotation]: `LimitRanger plugin set: ${notes.join("; ")}` },
  };
}

function giveTo(container: Container, given: Given, what: string): string[] {
  const notes: string[] = [];
  for (const [list, word] of [
    ["requests", "request"],
    ["limits", "limit"],
  ] as const) {
    const own = container.resources?.[list] ?? {};
    const missing = Object.keys(given[list]).filter((name) => !Object.hasOwn(own, name));
    if (missing.length === 0) continue;
    const added = Object.fromEntries(missing.map((name) => [name, given[list][name] as string]));
    container.resources = { ...container.resources, [list]: { ...own, ...added } };
    notes.push(`${missing.sort().join(", ")} ${word} for ${what} ${container.name}`);
  }
  return notes;
}
