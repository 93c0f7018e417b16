// A service on its way into storage gets what it needs of the cluster.
import { invalid } from "../../apimachinery/status-error.ts";
import type { Service } from "../../kinds/facts/types.gen.ts";
import type { Reserve } from "../scope.ts";
import {
  type Allotted,
  type ClaimAnswer,
  claimErrors,
  claimOf,
  familyErrors,
  fillIn,
  type ServiceClaim,
} from "./service-claim.ts";

export interface ServiceReservations {
  claim(claim: ServiceClaim): Promise<ClaimAnswer>;
  /** Gives back what was claimed for a write that did not happen. */
  settle(service: { readonly namespace: string; readonly name: string }, needed: Allotted): Promise<void>;
}

export function reserveService(reservations: ServiceReservations): Reserve {
  return async (kind, object, old) => {
    const name = object.metadata?.name ?? "";
    const errors = familyErrors(object as Service);
    if (errors.length > 0) throw invalid(kind, name, errors);
    const claim = claimOf(object);
    if (claim === undefined) return async () => {};
    const before = old === undefined ? undefined : claimOf(structuredClone(old));
    if (before !== undefined && covers(before, claim)) return async () => {};
    const answer = await reservations.claim(claim);
    if (answer.type !== "allotted") throw invalid(kind, name, claimErrors(object, answer));
    fillIn(object, answer);
    const kept = before ?? { addresses: [], nodePorts: [] };
    return () => reservations.settle(claim, kept);
  };
}

/** Everything claimed is certain, and was held before: nothing new is needed. */
function covers(before: Allotted, claim: Allotted): boolean {
  return (
    claim.addresses.every((one) => one !== "" && before.addresses.includes(one)) &&
    claim.nodePorts.every((one) => one !== 0 && before.nodePorts.includes(one))
  );
}

/** What a stored service holds, for taking back the rest. */
export function holdingsOf(service: Service): Allotted {
  return claimOf(structuredClone(service)) ?? { addresses: [], nodePorts: [] };
}
