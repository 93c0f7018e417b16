// Cells that many kinds share, and the table of kinds that have none of their own.
// Kubernetes: pkg/printers/internalversion/printers.go, registry/rest/table.go
import { ageOf, humanDuration } from "../apimachinery/duration.ts";
import type { KubeObject } from "../apimachinery/json.ts";
import { type LabelSelector, labelSelectorText, matcherFromSelector } from "../apimachinery/label-selector.ts";
import { parseTime } from "../apimachinery/time.ts";
import type { Column } from "./kind.ts";

type Cell = string | number | boolean | null;

/** A column that is always shown. */
export function column<Type extends KubeObject>(
  name: string,
  type: Column["type"],
  cell: (object: Type, context: { readonly nowMs: number }) => Cell,
): Column {
  return { name, type, priority: 0, cell: cell as Column["cell"] };
}

/** A column that only `-o wide` shows. */
export function wideColumn<Type extends KubeObject>(
  name: string,
  type: Column["type"],
  cell: (object: Type, context: { readonly nowMs: number }) => Cell,
): Column {
  return { ...column(name, type, cell), priority: 1 };
}

export const nameColumn: Column = {
  name: "Name",
  type: "string",
  format: "name",
  priority: 0,
  cell: (object) => object.metadata?.name ?? "",
};

export const ageColumn: Column = column("Age", "string", (object, { nowMs }) =>
  age(object.metadata?.creationTimestamp, nowMs),
);

/** For kinds that upstream prints without a table of their own. */
export const defaultColumns: readonly Column[] = [
  nameColumn,
  column("Created At", "date", (object) => object.metadata?.creationTimestamp ?? null),
];

/** How long ago a time was, as kubectl shows it; `<unknown>` when there is none. */
export function age(time: string | undefined, nowMs: number): string {
  return ageOf(time === undefined ? undefined : parseTime(time), nowMs);
}

/** From one time to another. */
export function spanBetween(from: string, to: string | undefined, nowMs: number): string {
  const start = parseTime(from) ?? nowMs;
  const end = to === undefined ? nowMs : (parseTime(to) ?? nowMs);
  return humanDuration(end - start);
}

interface WithPodTemplate extends KubeObject {
  readonly spec?: {
    readonly template?: { readonly spec?: { readonly containers?: readonly { name: string; image?: string }[] } };
  };
}

type Containers = readonly { readonly name: string; readonly image?: string }[] | undefined;

export function containerNames(containers: Containers): string {
  return (containers ?? []).map((container) => container.name).join(",");
}

export function containerImages(containers: Containers): string {
  return (containers ?? []).map((container) => container.image ?? "").join(",");
}

/** Containers and Images of `spec.template`, with `-o wide`. */
export const templateColumns: readonly Column[] = [
  wideColumn<WithPodTemplate>("Containers", "string", (object) =>
    containerNames(object.spec?.template?.spec?.containers),
  ),
  wideColumn<WithPodTemplate>("Images", "string", (object) => containerImages(object.spec?.template?.spec?.containers)),
];

/** `a=b,c=d` in key order. Kubernetes: staging/src/k8s.io/apimachinery/pkg/labels/labels.go FormatLabels */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  const text = Object.entries(labels ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  return text === "" ? "<none>" : text;
}

/** Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go FormatLabelSelector */
export function selectorText(selector: LabelSelector | undefined): string {
  try {
    const text = labelSelectorText(matcherFromSelector(selector));
    return text === "" ? "<none>" : text;
  } catch {
    return "<error>";
  }
}

/** The first `max` of a list, and how many more there are. */
export function listWithMore(items: readonly string[], total: number, max: number): string {
  const text = items.slice(0, max).join(",");
  return total > max ? `${text} + ${total - max} more...` : text;
}

/** `True`, `False`, or `<unset>`. */
export function boolText(value: boolean | undefined): string {
  if (value === undefined) return "<unset>";
  return value ? "True" : "False";
}
