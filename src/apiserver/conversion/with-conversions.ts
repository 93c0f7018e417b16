// Runs a read or a write again after what it could not see has been converted.
import { internalError } from "../../apimachinery/status-error.ts";
import type { Scope } from "../scope.ts";
import { ConversionNeeded } from "./conversions.ts";
import { conversionRoundsMax } from "./limits.ts";

/** `run` must have done nothing by the time it throws `ConversionNeeded`: it looks before it writes. */
export async function withConversions<Result>(scope: Scope, run: () => Result | Promise<Result>): Promise<Result> {
  for (let round = 1; round <= conversionRoundsMax; round += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ConversionNeeded)) throw error;
      const { kind, stored } = error;
      if (scope.conversions === undefined) throw internalError("this scope converts nothing");
      // Who needs a second one lists: all at once is one call.
      const others = round === 1 ? [] : scope.store.list(kind.collection).objects;
      const all = [stored, ...others.filter(({ revision }) => revision !== stored.revision)];
      await scope.conversions.make(kind, all);
    }
  }
  throw internalError("the objects are too many, or change too fast, to be converted");
}
