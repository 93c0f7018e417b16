// Keeps the Endpoints objects of services that select pods: the older form of their slices, for who still reads it.
// Kubernetes: pkg/controller/endpoint/endpoints_controller.go
import { matcherFromSet, matchesLabels } from "../../apimachinery/label-selector.ts";
import { formatTime, parseTime } from "../../apimachinery/time.ts";
import { isPodReady } from "../../kinds/core/pod/pod-conditions.ts";
import type { Endpoints, Pod, Service } from "../../kinds/facts/types.gen.ts";
import { endpoints, pods, services } from "../../kinds/kind-refs.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import { type Controller, done, type ReconcileContext, type ReconcileResult } from "../runtime/controller.ts";
import { errorMessage, isNamespaceTerminating } from "../runtime/failures.ts";
import { readLabelsKey } from "../runtime/labels-key.ts";
import { own } from "../runtime/watch-rules.ts";
import {
  type EndpointsContent,
  endpointsManagedByLabel,
  endpointsManager,
  planEndpoints,
  withTriggerTime,
} from "./endpoints-plan.ts";
import { isSelecting, readyChangedMs } from "./pod-endpoint.ts";
import { podsOfServices, servicesSelecting } from "./service-keys.ts";

export const endpointsController: Controller = {
  name: "endpoint",
  scope: "Namespaced",
  watches: [own(services), podsOfServices, own(endpoints)],
  async reconcile(key, context) {
    const labels = readLabelsKey(key);
    if (labels !== undefined) return { also: await servicesSelecting(context.client, labels) };
    return reconcileService(key, context);
  },
};

async function reconcileService(name: string, context: ReconcileContext): Promise<ReconcileResult> {
  const { client } = context;
  const service = await client.get(services, name);
  const current = await client.get(endpoints, name);
  if (service === undefined) {
    if (current !== undefined && isOurs(current))
      await client.delete(endpoints, name, { uid: current.metadata?.uid ?? "" });
    return done;
  }
  if (!isSelecting(service)) return done;
  const matcher = matcherFromSet(service.spec?.selector);
  const selected = (await client.list(pods)).filter(({ metadata }) => matchesLabels(matcher, metadata?.labels));
  const content = planEndpoints(service, selected, current);
  if (current !== undefined && isSame(current, content)) return done;
  await write(service, current, withTime(content, triggerTimeOf(service, selected, current)), context);
  return done;
}

/** Made by a controller, not by a person for a service without a selector. */
function isOurs({ metadata }: Readonly<Endpoints>): boolean {
  return metadata?.labels?.[endpointsManagedByLabel] === endpointsManager;
}

function isSame(current: Readonly<Endpoints>, { labels, annotations, subsets }: EndpointsContent): boolean {
  const { labels: oldLabels, annotations: oldAnnotations } = current.metadata ?? {};
  return (
    semanticEqual(current.subsets, subsets) &&
    semanticEqual(oldLabels, labels) &&
    semanticEqual(oldAnnotations, annotations)
  );
}

function withTime(content: EndpointsContent, time: string | undefined): EndpointsContent {
  return { ...content, annotations: withTriggerTime(content.annotations, time) };
}

/** Of the pods whose readiness the object doesn't show yet, the earliest change. */
function triggerTimeOf(
  service: Readonly<Service>,
  selected: readonly Readonly<Pod>[],
  current: Readonly<Endpoints> | undefined,
): string | undefined {
  const shown = new Map<string | undefined, boolean>();
  for (const { addresses = [], notReadyAddresses = [] } of current?.subsets ?? []) {
    for (const { targetRef } of addresses) shown.set(targetRef?.uid, true);
    for (const { targetRef } of notReadyAddresses) shown.set(targetRef?.uid, false);
  }
  const changed = selected.filter((pod) => shown.get(pod.metadata?.uid) !== isPodReady(pod)).map(readyChangedMs);
  const created = current === undefined ? parseTime(service.metadata?.creationTimestamp ?? "") : undefined;
  const times = [...changed, created].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : formatTime(Math.min(...times));
}

async function write(
  service: Readonly<Service>,
  current: Readonly<Endpoints> | undefined,
  { labels, annotations, subsets }: EndpointsContent,
  { client, events }: ReconcileContext,
): Promise<void> {
  const name = service.metadata?.name ?? "";
  const content = subsets === undefined || subsets.length === 0 ? {} : { subsets };
  try {
    if (current === undefined) await client.create(endpoints, { metadata: { name, labels, annotations }, ...content });
    else {
      const { subsets: _, ...rest } = current;
      await client.update(endpoints, { ...rest, metadata: { ...current.metadata, labels, annotations }, ...content });
    }
  } catch (error) {
    if (isNamespaceTerminating(error)) return;
    const [reason, verb] =
      current === undefined ? ["FailedToCreateEndpoint", "create"] : ["FailedToUpdateEndpoint", "update"];
    const where = `${service.metadata?.namespace}/${name}`;
    events.event(service, "Warning", reason, `Failed to ${verb} endpoint for service ${where}: ${errorMessage(error)}`);
    throw error;
  }
}
