// Hands one write to storage and tells what came of it in the API's words.
import { tooLarge } from "../apimachinery/status-error.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Change, Write } from "../storage/types.ts";
import type { Scope } from "./scope.ts";

/**
 * The change as it stands in the log, or undefined when the object is not what the write expected. `together` is asked
 * right before the commit, in the same step: what it answers is written with the object, or neither is.
 */
export async function commitWrite(
  scope: Scope,
  kind: Kind,
  write: Write,
  together: () => readonly Write[] = nothing,
): Promise<Change | undefined> {
  // What was awaited since the write began may have taken so long that the scope has closed again.
  while (!scope.isOpen()) await scope.open();
  const outcome = scope.store.commit([write, ...together()]);
  switch (outcome.type) {
    case "committed":
      return outcome.changes[0];
    case "conflict":
      return undefined;
    case "tooLarge":
      throw tooLarge(
        `${kind.kind} ${JSON.stringify(write.name)} takes ${outcome.bytes} bytes: limit is ${outcome.bytesMax}`,
      );
  }
}

function nothing(): readonly Write[] {
  return [];
}
