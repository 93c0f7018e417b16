// Mirrors Endpoints objects that people made for services without a selector into slices, which is what proxies read.
// Kubernetes: pkg/controller/endpointslicemirroring/endpointslicemirroring_controller.go
import type { EndpointSlice, Endpoints } from "../../kinds/facts/types.gen.ts";
import { endpointSlices, endpoints, services } from "../../kinds/kind-refs.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import type { Client } from "../runtime/client.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { isNamespaceTerminating } from "../runtime/failures.ts";
import { mapped, own } from "../runtime/watch-rules.ts";
import { fitSlices } from "./fit-slices.ts";
import { isMirrored, mirroredGroups, mirrorManager, mirrorMetadata, newMirror } from "./mirroring-plan.ts";
import { type AddressType, managedByLabel, serviceNameLabel } from "./slice-plan.ts";

export const endpointSliceMirroringController: Controller = {
  name: "endpointslicemirroring",
  component: "endpoint-slice-mirroring-controller",
  scope: "Namespaced",
  watches: [
    own(endpoints),
    own(services),
    mapped(endpointSlices, ({ object: { metadata } }) =>
      metadata?.labels?.[managedByLabel] === mirrorManager ? [metadata.labels[serviceNameLabel]] : [],
    ),
  ],
  async reconcile(name, { client }) {
    const object = await client.get(endpoints, name);
    const labelSelector = `${serviceNameLabel}=${name},${managedByLabel}=${mirrorManager}`;
    const slices = await client.list(endpointSlices, { labelSelector });
    if (!isMirrored(object, await client.get(services, name))) {
      for (const slice of slices) await deleteSlice(client, slice);
      return done;
    }
    for (const type of ["IPv4", "IPv6"] as const) await mirror(client, object, slices, type);
    return done;
  },
};

async function mirror(
  client: Client,
  object: Readonly<Endpoints>,
  slices: readonly Readonly<EndpointSlice>[],
  type: AddressType,
): Promise<void> {
  const existing = slices.filter(
    (slice) => slice.addressType === type && slice.metadata?.deletionTimestamp === undefined,
  );
  const groups = mirroredGroups(object, type);
  const { labels, annotations } = mirrorMetadata(object);
  const isStale = ({ metadata }: Readonly<EndpointSlice>) =>
    !semanticEqual(metadata?.labels, labels) || !semanticEqual(metadata?.annotations, annotations);
  if (groups.length === 0) {
    // Unlike a selecting service's, an empty object has no slice at all.
    for (const slice of existing) await deleteSlice(client, slice);
    return;
  }
  const changes = fitSlices(groups, existing, isStale);
  for (const content of changes.create) {
    try {
      await client.create(endpointSlices, newMirror(object, type, content));
    } catch (error) {
      if (!isNamespaceTerminating(error)) throw error;
    }
  }
  for (const { slice, content } of changes.update) {
    const metadata = { ...slice.metadata, labels, annotations };
    await client.update(endpointSlices, {
      ...slice,
      metadata,
      ports: [...content.ports],
      endpoints: [...content.endpoints],
    });
  }
  for (const slice of changes.delete) await deleteSlice(client, slice);
}

async function deleteSlice(client: Client, { metadata }: Readonly<EndpointSlice>): Promise<void> {
  await client.delete(endpointSlices, metadata?.name ?? "", { uid: metadata?.uid ?? "" });
}
