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
import type { VerdictOutcome, Verdicts } from "../scheduler/verdict.ts";
import { VerdictGate } from "../scheduler/verdict-gate.ts";

const scheduler: User = { name: "system:kube-scheduler", groups: [authenticatedGroup] };

export interface ScopeVerdicts {
  record(verdicts: Verdicts): Promise<readonly VerdictOutcome[]>;
  /** The scheduler lists this scope's pods at `revision`: what it decided by an earlier list must not be bound any more. */
  listed(revision: number): void;
}

export function scopeVerdicts(scope: Scope, log: Log): ScopeVerdicts {
  const { clock } = scope;
  const client = new LocalClient(scope, scheduler) as Client & LocalClient;
  const gate = new EventGate();
  const verdictGate = new VerdictGate();

  function write(): WriteContext {
    return {
      kind: scope.kinds().byCollection("pods") as Kind,
      user: scheduler,
      subresource: "binding",
      rules: "none",
      dryRun: false,
      fieldManager: () => "kube-scheduler",
      nowMs: clock.now(),
      warn: () => {},
    };
  }

  return {
    async record(verdicts) {
      const events = new GatheredEvents({ component: defaultSchedulerName, gate, clock, log, clientOf: () => client });
      const bind = (name: string, uid: string, node: string) => bindPod(scope, write(), name, node, { uid });
      const open = async () => {
        if (!scope.isOpen()) await scope.open();
      };
      const desk = { client, clock, events, open, bind, gate: verdictGate };
      const outcomes = await recordVerdicts(desk, verdicts);
      await events.flush();
      return outcomes;
    },
    listed(revision) {
      verdictGate.listed(revision);
    },
  };
}
