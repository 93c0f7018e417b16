// Keeps the EndpointSlices of services that select pods.
// Kubernetes: pkg/controller/endpointslice/endpointslice_controller.go
import { matcherFromSet, matchesLabels } from "../../apimachinery/label-selector.ts";
import { formatTime, parseTime } from "../../apimachinery/time.ts";
import type { EndpointSlice, Pod, Service } from "../../kinds/facts/types.gen.ts";
import { endpointSlices, nodes, pods, services } from "../../kinds/kind-refs.ts";
import { type Controller, done, type ReconcileContext, type ReconcileResult } from "../runtime/controller.ts";
import { isNamespaceTerminating } from "../runtime/failures.ts";
import { readLabelsKey } from "../runtime/labels-key.ts";
import { mapped, own } from "../runtime/watch-rules.ts";
import { fitSlices, type SliceContent } from "./fit-slices.ts";
import { zoneKnownMs } from "./limits.ts";
import { isSelecting } from "./pod-endpoint.ts";
import { podsOfServices, servicesSelecting } from "./service-keys.ts";
import {
  type AddressType,
  addressTypes,
  hasOtherLabels,
  isOwnedBy,
  managedByLabel,
  newSlice,
  serviceNameLabel,
  sliceLabels,
  sliceManager,
  triggerMs,
  triggerTimeAnnotation,
  wantedGroups,
  type ZoneOf,
} from "./slice-plan.ts";

const zoneLabel = "topology.kubernetes.io/zone";

export function endpointSliceController(): Controller {
  const zones = new Zones();
  return {
    name: "endpointslice",
    component: "endpoint-slice-controller",
    scope: "Namespaced",
    watches: [
      own(services),
      podsOfServices,
      mapped(endpointSlices, ({ object: { metadata } }) =>
        metadata?.labels?.[managedByLabel] === sliceManager ? [metadata.labels[serviceNameLabel]] : [],
      ),
    ],
    async reconcile(key, context) {
      const labels = readLabelsKey(key);
      if (labels !== undefined) return { also: await servicesSelecting(context.client, labels) };
      return reconcileService(key, context, zones);
    },
  };
}

async function reconcileService(name: string, context: ReconcileContext, zones: Zones): Promise<ReconcileResult> {
  const { client } = context;
  const service = await client.get(services, name);
  // A service that is gone takes its slices along: it owns them.
  if (service === undefined || !isSelecting(service)) return done;
  const matcher = matcherFromSet(service.spec?.selector);
  const selected = (await client.list(pods)).filter(({ metadata }) => matchesLabels(matcher, metadata?.labels));
  const labelSelector = `${serviceNameLabel}=${name},${managedByLabel}=${sliceManager}`;
  const slices = (await client.list(endpointSlices, { labelSelector })).filter(
    ({ metadata }) => metadata?.deletionTimestamp === undefined,
  );
  const zoneOf = await zones.of(selected, context);
  const types = addressTypes(service);
  const writer = new SliceWriter(service, context, triggerTimeOf(service, selected, slices));
  for (const type of types) await reconcileType({ service, selected, slices, type, zoneOf }, writer);
  for (const slice of slices.filter(({ addressType }) => !types.includes(addressType as AddressType)))
    await writer.delete(slice);
  return done;
}

interface TypeState {
  readonly service: Readonly<Service>;
  readonly selected: readonly Readonly<Pod>[];
  readonly slices: readonly Readonly<EndpointSlice>[];
  readonly type: AddressType;
  readonly zoneOf: ZoneOf;
}

async function reconcileType(
  { service, selected, slices, type, zoneOf }: TypeState,
  writer: SliceWriter,
): Promise<void> {
  const ofType = slices.filter(({ addressType }) => addressType === type);
  const own = ofType.filter((slice) => isOwnedBy(slice, service));
  const groups = wantedGroups(service, selected, type, zoneOf);
  const changes = fitSlices(groups, own, (slice) => hasOtherLabels(service, slice));
  for (const content of changes.create) await writer.create(type, content);
  for (const { slice, content } of changes.update) await writer.update(slice, content);
  for (const slice of changes.delete) await writer.delete(slice);
  // Left by an earlier service of the same name.
  for (const slice of ofType.filter((one) => !own.includes(one))) await writer.delete(slice);
}

function triggerTimeOf(
  service: Readonly<Service>,
  selected: readonly Readonly<Pod>[],
  slices: readonly Readonly<EndpointSlice>[],
): string | undefined {
  const timeMs = triggerMs(selected, slices, parseTime(service.metadata?.creationTimestamp ?? ""));
  return timeMs === undefined ? undefined : formatTime(timeMs);
}

class SliceWriter {
  readonly #service: Readonly<Service>;
  readonly #context: ReconcileContext;
  readonly #triggerTime: string | undefined;

  constructor(service: Readonly<Service>, context: ReconcileContext, triggerTime: string | undefined) {
    this.#service = service;
    this.#context = context;
    this.#triggerTime = triggerTime;
  }

  /** None for a service that is being deleted: the garbage collector would find them one by one. */
  async create(type: AddressType, content: SliceContent): Promise<void> {
    if (this.#service.metadata?.deletionTimestamp !== undefined) return;
    try {
      await this.#context.client.create(endpointSlices, newSlice(this.#service, type, content, this.#triggerTime));
    } catch (error) {
      if (!isNamespaceTerminating(error)) throw error;
    }
  }

  async update(slice: Readonly<EndpointSlice>, { ports, endpoints }: SliceContent): Promise<void> {
    const annotations = { ...slice.metadata?.annotations };
    delete annotations[triggerTimeAnnotation];
    if (this.#triggerTime !== undefined) annotations[triggerTimeAnnotation] = this.#triggerTime;
    const metadata = { ...slice.metadata, labels: sliceLabels(this.#service), annotations };
    await this.#context.client.update(endpointSlices, {
      ...slice,
      metadata,
      ports: [...ports],
      endpoints: [...endpoints],
    });
  }

  async delete({ metadata }: Readonly<EndpointSlice>): Promise<void> {
    await this.#context.client.delete(endpointSlices, metadata?.name ?? "", { uid: metadata?.uid ?? "" });
  }
}

/** In which zone each node is, for a while: pods say so themselves where their nodes have zones at all. */
class Zones {
  readonly #known = new Map<string, { readonly zone: string | undefined; readonly untilMs: number }>();

  async of(selected: readonly Readonly<Pod>[], context: ReconcileContext): Promise<ZoneOf> {
    const { clock, reach, log } = context;
    const nowMs = clock.now();
    for (const { metadata, spec } of selected) {
      const node = spec?.nodeName;
      if (!node || (this.#known.get(node)?.untilMs ?? 0) > nowMs) continue;
      let zone = metadata?.labels?.[zoneLabel];
      try {
        zone ??= (await reach.cluster().get(nodes, node))?.metadata?.labels?.[zoneLabel];
      } catch (error) {
        log.info("the zone of a node could not be read", { node, error: String(error) });
      }
      this.#known.set(node, { zone, untilMs: nowMs + zoneKnownMs });
    }
    return (node) => this.#known.get(node)?.zone;
  }
}
