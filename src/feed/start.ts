// How a listener of the feed begins: at once, or with its past gathered first.
import type { Revision } from "../storage/types.ts";
import type { Gathered } from "./gatherer.ts";
import type { Want } from "./interest.ts";

/** Undefined: nothing after `from` was emitted yet, so live from there. Else the past up to `upTo` must be gathered. */
export type Start = { readonly type: "live" } | { readonly type: "gather"; readonly upTo: Revision };

/** What watches and subscribers need of the feed. */
export interface ListenerHost {
  /**
   * [F6] From here on everything wanted after the start is emitted. Synchronous: nothing comes between.
   * `mustGather`: also when nothing was emitted since, to learn that nothing happened.
   */
  start(wants: readonly Want[], from: Revision, mustGather?: boolean): Start;
  gather(wants: readonly Want[], from: Revision, upTo: Revision, withLocal: boolean): Promise<Gathered>;
  /** A listener left: what only it wanted need not be reported any more. */
  lessWanted(): void;
}
