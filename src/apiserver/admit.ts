// Runs admission's chain over one write.

import type { KubeObject } from "../apimachinery/json.ts";
import type { AdmissionOperation } from "../auth/admission/step.ts";
import type { Scope } from "./scope.ts";
import type { WriteContext } from "./write-context.ts";

export interface Admitted {
  readonly operation: AdmissionOperation;
  readonly object: KubeObject | undefined;
  readonly old: Readonly<KubeObject> | undefined;
}

/** `mutate`: steps may change the object. `validate`: they see the final one. Throws the first refusal. */
export async function admit(
  phase: "mutate" | "validate",
  scope: Scope,
  write: WriteContext,
  { operation, object, old }: Admitted,
): Promise<void> {
  for (const step of scope.admission) {
    const run = step[phase];
    if (run === undefined) continue;
    await run.call(step, {
      operation,
      kind: write.kind,
      subresource: write.subresource,
      namespace: scope.namespace,
      name: (object ?? old)?.metadata?.name ?? "",
      user: write.user,
      object,
      old,
      dryRun: write.dryRun,
      warn: write.warn,
    });
  }
}
