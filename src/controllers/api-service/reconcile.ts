// Looks whether the API servers that APIServices name can be asked, and says so in their `Available` condition.
import { formatTime } from "../../apimachinery/time.ts";
import type { APIService, APIServiceCondition } from "../../kinds/facts/types.gen.ts";
import { apiServices, endpointSlices, services } from "../../kinds/kind-refs.ts";
import { type Controller, done, type ReconcileContext } from "../runtime/controller.ts";
import { own } from "../runtime/watch-rules.ts";
import { nextLookMs, probeVerdict, type Verdict, wayProblem } from "./plan.ts";

/** Asks the APIService's server for its resources: the answer's status, or why there was none. Never rejects. */
export type ProbeApiService = (api: Readonly<APIService>) => Promise<number | string>;

export function apiServiceController(probe: ProbeApiService): Controller {
  return {
    name: "api-service-availability",
    scope: "Cluster",
    watches: [own(apiServices)],
    async reconcile(name, context) {
      const { client, clock } = context;
      const api = await client.get(apiServices, name);
      if (api?.spec?.service === undefined) return done;
      const verdict = await verdictOn(api, context, probe);
      const before = api.status?.conditions?.find(({ type }) => type === "Available");
      const nowMs = clock.now();
      const sinceMs = before?.status === verdict.status ? nowMs - Date.parse(before.lastTransitionTime ?? "") : 0;
      if (!same(before, verdict)) {
        const kept = before?.status === verdict.status ? before.lastTransitionTime : undefined;
        const condition = { type: "Available", ...verdict, lastTransitionTime: kept ?? formatTime(nowMs) };
        const others = (api.status?.conditions ?? []).filter(({ type }) => type !== "Available");
        await client.patch(apiServices, name, { status: { conditions: [...others, condition] } }, "status");
      }
      return { requeueAfterMs: nextLookMs(verdict.status, Number.isNaN(sinceMs) ? 0 : sinceMs) };
    },
  };
}

async function verdictOn(
  api: Readonly<APIService>,
  { reach }: ReconcileContext,
  probe: ProbeApiService,
): Promise<Verdict> {
  const { namespace = "", name = "", port = 443 } = api.spec?.service ?? {};
  const client = reach.namespace(namespace);
  const service = await client.get(services, name);
  const labelSelector = `kubernetes.io/service-name=${name}`;
  const slices = service === undefined ? [] : await client.list(endpointSlices, { labelSelector });
  const problem = wayProblem(api, service, slices);
  if (problem !== undefined) return problem;
  const { group = "", version = "" } = api.spec ?? {};
  return probeVerdict(`https://${name}.${namespace}.svc:${port}/apis/${group}/${version}`, await probe(api));
}

function same(before: APIServiceCondition | undefined, verdict: Verdict): boolean {
  return before?.status === verdict.status && before.reason === verdict.reason && before.message === verdict.message;
}
