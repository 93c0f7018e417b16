// Runs a read or a write again after what it could not see has been converted, or loaded.
import { apiVersionOf } from "../../apimachinery/json.ts";
import { internalError } from "../../apimachinery/status-error.ts";
import { SchemaMissing } from "../../kinds/custom/custom-kind.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { StoredObject } from "../../storage/types.ts";
import type { Scope } from "../scope.ts";
import { ConversionNeeded } from "./conversions.ts";
import { conversionRoundsMax } from "./limits.ts";

/** `run` must have done nothing by the time it throws what is missing: it looks before it writes. */
export async function withConversions<Result>(scope: Scope, run: () => Result | Promise<Result>): Promise<Result> {
  const held: (() => void)[] = [];
  try {
    for (let round = 1; round <= conversionRoundsMax; round += 1) {
      try {
        return await run();
      } catch (error) {
        if (error instanceof ConversionNeeded) await convertMissing(scope, error, held);
        else if (error instanceof SchemaMissing) held.push(await loadMissing(scope, error));
        else throw error;
      }
    }
  } finally {
    for (const release of held) release();
  }
  throw internalError("the objects are too many, or change too fast, to be converted");
}

async function convertMissing(
  scope: Scope,
  { kind, stored, objects }: ConversionNeeded,
  held: (() => void)[],
): Promise<void> {
  const { conversions } = scope;
  if (conversions === undefined || kind.custom === undefined) throw internalError("this scope converts nothing");
  held.push(conversions.hold());
  // What the webhook makes is read by the schema of its version.
  held.push(await loadMissing(scope, { custom: kind.custom, version: kind.version }));
  await conversions.make(kind, stored);
  if (objects.length > 0) await conversions.makeUnstored(kind, objects);
}

/** The schema of a version that an object's managers speak. */
async function loadMissing(
  { customs }: Scope,
  { custom, version }: Pick<SchemaMissing, "custom" | "version">,
): Promise<() => void> {
  const release = await customs?.load({ custom, version });
  if (release === undefined) throw internalError(`the definition of ${custom.name} has just changed`);
  return release;
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
