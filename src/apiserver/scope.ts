// What the API server stands on in one scope (a namespace, or the cluster's own objects): handed to every verb.

import type { KubeObject } from "../apimachinery/json.ts";
import type { AdmissionStep } from "../auth/admission/step.ts";
import type { Kind } from "../kinds/kind.ts";
import type { KindRegistry } from "../kinds/kind-registry.ts";
import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import type { Store } from "../storage/store.ts";
import type { LocalAudit } from "./audit/local-audit.ts";
import type { Conversions } from "./conversion/conversions.ts";
import type { CustomKinds } from "./custom/custom-kinds.ts";
import type { ParsedObjects } from "./parsed-objects.ts";

export interface Scope {
  /** The namespace, or "" for the cluster scope. */
  readonly namespace: string;
  readonly store: Store;
  readonly parsed: ParsedObjects;
  readonly clock: Clock;
  readonly random: Random;
  /** The kinds served now: built-in ones and the cluster's custom ones. */
  kinds(): KindRegistry;
  /** Where custom kinds come from, with their schemas; absent: there are none. */
  readonly customs?: CustomKinds;
  /** Calls the webhooks that convert custom resources; absent: there are none. */
  readonly conversions?: Conversions;
  /** [F1] Whether this instance may commit in this very step. */
  isOpen(): boolean;
  /** Makes it open; throws what the client must hear (a namespace that does not exist). */
  open(): Promise<void>;
  readonly admission: readonly AdmissionStep[];
  readonly tokens: TokenSigner;
  /** Where what controllers write is noted; absent: nowhere. */
  readonly audit?: LocalAudit;
  /** What is to be brought up to date before a collection is read, by collection. */
  readonly refresh?: Readonly<Record<string, () => Promise<void>>>;
  /** What must be had from elsewhere before an object can be stored (addresses, ports), by collection. */
  readonly reservations: Readonly<Record<string, Reserve>>;
}

/** Signs with the cluster's key, which only the Cluster object holds. */
export interface TokenSigner {
  /** The `iss` of the cluster's tokens, also their default audience. */
  issuer(): Promise<string>;
  /** A JWT of these claims; issuer and time of issue are added. */
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
}

/**
 * Reserves what `object` needs and writes it into it. The answer undoes the reservation: it is called when the write
 * does not happen. What is left over by a crash, or no longer needed after a change, is taken back by a controller.
 */
export type Reserve = (
  kind: Kind,
  object: KubeObject,
  old: Readonly<KubeObject> | undefined,
) => Promise<() => Promise<void>>;
