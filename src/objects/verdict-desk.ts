// Wires the scheduler's verdicts to a namespace's API.
import { LocalClient } from "../apiserver/local-client.ts";
import type { Scope } from "../apiserver/scope.ts";
import { bindPod } from "../apiserver/subresources/binding.ts";
import type { WriteContext } from "../apiserver/write-context.ts";
import { authenticatedGroup, type User } from "../auth/user.ts";
import type { Client } from "../controllers/runtime/client.ts";
import { EventGate } from "../controllers/runtime/event-gate.ts";
import { GatheredEvents } from "../controllers/runtime/event-recorder.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Log } from "../platform/log.ts";
import { defaultSchedulerName } from "../scheduler/pod-info.ts";
import { recordVerdicts } from "../scheduler/record-verdicts.ts";
import type { Verdict, VerdictOutcome } from "../scheduler/verdict.ts";

const scheduler: User = { name: "system:kube-scheduler", groups: [authenticatedGroup] };

/** Answers how to write verdicts in this scope. Events are written after the answer's pods, by `background`. */
export function verdictDesk(
  scope: Scope,
  log: Log,
): (verdicts: readonly Verdict[]) => Promise<readonly VerdictOutcome[]> {
  const { clock } = scope;
  const client = new LocalClient(scope, scheduler) as Client & LocalClient;
  const gate = new EventGate();

  function write(): WriteContext {
    return {
      kind: scope.kinds().byCollection("pods") as Kind,
      user: scheduler,
      subresource: "binding",
      rules: "none",
      dryRun: false,
      fieldManager: "kube-scheduler",
      nowMs: clock.now(),
      warn: () => {},
    };
  }

  return async (verdicts) => {
    const events = new GatheredEvents({ component: defaultSchedulerName, gate, clock, log, clientOf: () => client });
    const bind = (name: string, uid: string, node: string) => bindPod(scope, write(), name, node, { uid });
    const outcomes = await recordVerdicts({ client, clock, events, bind }, verdicts);
    await events.flush();
    return outcomes;
  };
}
