// Runs a read or a write again after what it could not see has been converted.
import { apiVersionOf } from "../../apimachinery/json.ts";
import { internalError } from "../../apimachinery/status-error.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { StoredObject } from "../../storage/types.ts";
import type { Scope } from "../scope.ts";
import { ConversionNeeded } from "./conversions.ts";
import { conversionRoundsMax } from "./limits.ts";

/** `run` must have done nothing by the time it throws `ConversionNeeded`: it looks before it writes. */
export async function withConversions<Result>(scope: Scope, run: () => Result | Promise<Result>): Promise<Result> {
  let letGo: (() => void) | undefined;
  try {
    for (let round = 1; round <= conversionRoundsMax; round += 1) {
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof ConversionNeeded)) throw error;
        if (scope.conversions === undefined) throw internalError("this scope converts nothing");
        letGo ??= scope.conversions.hold();
        await scope.conversions.make(error.kind, error.stored);
      }
    }
  } finally {
    letGo?.();
  }
  throw internalError("the objects are too many, or change too fast, to be converted");
}

/** For whoever is about to look at many objects: those that are missing are converted by one call. Throws ConversionNeeded. */
export function needConverted(scope: Scope, kind: Kind, objects: readonly StoredObject[]): void {
  if (!kind.custom?.webhookConversion) return;
  const apiVersion = apiVersionOf(kind.group, kind.version);
  const missing = objects.filter(
    (stored) =>
      scope.conversions?.get(kind, stored) === undefined && scope.parsed.parse(stored).apiVersion !== apiVersion,
  );
  if (missing.length > 0) throw new ConversionNeeded(kind, missing);
}
