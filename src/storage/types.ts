// What storage keeps and answers. It knows collections, names and texts, never a kind.

/** One number line for the whole cluster: `tick * 2048 + slot` (docs/architecture.md, "Revisions"). A safe integer. */
export type Revision = number;

/** A stored object: its JSON text carries `metadata.resourceVersion` equal to `revision`. */
export interface StoredObject {
  readonly collection: string;
  readonly name: string;
  readonly uid: string;
  readonly revision: Revision;
  readonly text: string;
}

export type ChangeType = "ADDED" | "MODIFIED" | "DELETED";

/** One entry of the change log. */
export interface Change {
  readonly revision: Revision;
  readonly collection: string;
  readonly name: string;
  readonly uid: string;
  readonly type: ChangeType;
  /** The object after the change; for DELETED its last state, with the deletion's own resourceVersion. */
  readonly text: string;
  /** The object before the change; undefined for ADDED. */
  readonly previousText: string | undefined;
}

/** One write of a transaction. `render` is called once, with the revision that the write gets. */
export type Write =
  | {
      readonly type: "put";
      readonly collection: string;
      readonly name: string;
      readonly uid: string;
      /** The revision it replaces, or undefined when the name must be free. */
      readonly expected: Revision | undefined;
      readonly render: (revision: Revision) => string;
      /** uids of the object's owners, for finding dependents. */
      readonly ownerUids: readonly string[];
    }
  | {
      readonly type: "delete";
      readonly collection: string;
      readonly name: string;
      readonly expected: Revision;
      readonly render: (revision: Revision) => string;
    };

export type CommitOutcome =
  | { readonly type: "committed"; readonly changes: readonly Change[] }
  /** Nothing was written; `current` is what stands under the name of the first write that failed. */
  | { readonly type: "conflict"; readonly index: number; readonly current: StoredObject | undefined }
  /** Nothing was written: this write's text is over the limit. */
  | { readonly type: "tooLarge"; readonly index: number; readonly bytes: number; readonly bytesMax: number };

/** Part of a collection, in name order. */
export interface ListPage {
  /** The state that this page shows; a watch from here sees every later change. */
  readonly revision: Revision;
  readonly objects: readonly StoredObject[];
  /** True when names after the page's last one exist. */
  readonly more: boolean;
}

/** Part of the change log: everything after where it was read from, up to `upTo`. */
export interface LogPage {
  readonly changes: readonly Change[];
  /** Where to go on. */
  readonly upTo: Revision;
  readonly more: boolean;
}

/** The log no longer goes back so far: `horizon` is the oldest revision that it can be read from. */
export interface Expired {
  readonly type: "expired";
  readonly horizon: Revision;
}

/** Work for a controller, written in the commit that caused it. */
export interface WorkItem {
  readonly controller: string;
  readonly key: string;
  /** Not before this time. */
  readonly dueMs: number;
}

/** A queued item as the runtime takes it. */
export interface WorkRow extends WorkItem {
  /** Failed attempts in a row. */
  readonly attempts: number;
  /** Raised by every add: tells whether the item was added again while it was worked on. */
  readonly generation: number;
}
