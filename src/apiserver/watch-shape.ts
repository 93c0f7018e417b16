// The shape in which a watch shows objects: whole, as metadata, or as rows of a table.
import type { KubeObject } from "../apimachinery/json.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Clock } from "../platform/clock.ts";
import type { Selectors } from "./selection.ts";
import { type IncludeObject, partialObject, table } from "./table.ts";

/** Kept with the watch's socket: all that is needed to see it again after hibernation. */
export type WatchSelection = Selectors & {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly shape: "object" | "metadata" | "table";
  readonly metaVersion: string;
  readonly includeObject: IncludeObject;
  /** Of a custom resource: which definition the watch began under. */
  readonly definition?: string;
};

/** Undefined: objects are shown as they are. */
export function shower(
  kind: Kind,
  wanted: Pick<WatchSelection, "shape" | "metaVersion" | "includeObject">,
  clock: Clock,
): ((object: Readonly<KubeObject>) => unknown) | undefined {
  const { shape, metaVersion, includeObject } = wanted;
  switch (shape) {
    case "object":
      return undefined;
    case "metadata":
      return (object) => partialObject(object, metaVersion);
    case "table":
      return (object) =>
        table(
          kind,
          [object],
          { resourceVersion: object.metadata?.resourceVersion ?? "" },
          { includeObject, metaVersion, nowMs: clock.now() },
        );
  }
}

/** A BOOKMARK event's object: nothing but a revision, and that the initial events are over when they are. */
export function bookmarkObject(
  kind: Kind,
  wanted: Pick<WatchSelection, "shape" | "metaVersion">,
  revision: number,
  initialEventsEnd: boolean,
): unknown {
  const metadata = {
    resourceVersion: String(revision),
    creationTimestamp: null,
    ...(initialEventsEnd ? { annotations: { "k8s.io/initial-events-end": "true" } } : {}),
  };
  const group = `meta.k8s.io/${wanted.metaVersion}`;
  const partial = { kind: "PartialObjectMetadata", apiVersion: group, metadata };
  switch (wanted.shape) {
    case "object":
      return {
        kind: kind.kind,
        apiVersion: kind.group === "" ? kind.version : `${kind.group}/${kind.version}`,
        metadata,
      };
    case "metadata":
      return partial;
    case "table":
      return {
        kind: "Table",
        apiVersion: group,
        metadata: { resourceVersion: String(revision) },
        columnDefinitions: null,
        rows: [{ cells: kind.columns.map(() => null), object: partial }],
      };
  }
}
