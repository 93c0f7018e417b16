// From a change of a pod to the services that select it.
import { matcherFromSet, matchesLabels } from "../../apimachinery/label-selector.ts";
import type { Pod } from "../../kinds/facts/types.gen.ts";
import { pods, services } from "../../kinds/kind-refs.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import type { Client } from "../runtime/client.ts";
import type { WatchRule } from "../runtime/controller.ts";
import { labelsKey } from "../runtime/labels-key.ts";
import { mapped } from "../runtime/watch-rules.ts";
import { endpointChanged, isSelecting, mayBeEndpoint } from "./pod-endpoint.ts";

/** The labels that it has and had, as keys: only a read can tell which services select them. */
export const podsOfServices: WatchRule = mapped<Pod>(pods, ({ type, object, old }) => {
  const now = object.metadata?.labels;
  if (old === undefined || type === "DELETED") {
    return mayBeEndpoint(object, { withTerminating: true }) ? [labelsOf(now)] : [];
  }
  if (!endpointChanged(object, old)) return [];
  const before = old.metadata?.labels;
  return [labelsOf(now), semanticEqual(now, before) ? undefined : labelsOf(before)];
});

function labelsOf(labels: Readonly<Record<string, string>> | undefined): string | undefined {
  return labels === undefined ? undefined : labelsKey(labels);
}

export async function servicesSelecting(client: Client, labels: Readonly<Record<string, string>>): Promise<string[]> {
  const all = await client.list(services);
  const selecting = all.filter(
    (service) => isSelecting(service) && matchesLabels(matcherFromSet(service.spec?.selector), labels),
  );
  return selecting.map(({ metadata }) => metadata?.name ?? "");
}
