// A webhook as the configurations have it, read once.
import type { MutatingWebhook, ValidatingWebhook } from "../../../kinds/facts/types.gen.ts";
import type { CompiledExpression } from "../matching/evaluate.ts";
import { compileMatchConditions } from "../matching/match-conditions.ts";
import type { ResourceRules } from "../matching/matched-kind.ts";
import { ResourceIndex } from "../matching/resource-index.ts";
import { type Selectors, selectorsOf } from "../matching/selectors.ts";

export type Webhook = ValidatingWebhook | MutatingWebhook;

export interface Hook extends ResourceRules {
  readonly webhook: Webhook;
  readonly configuration: string;
  /** Tells it from every other. */
  readonly id: string;
  readonly selectors: Selectors;
  readonly conditions: readonly CompiledExpression[];
}

interface Configuration {
  readonly metadata?: { readonly name?: string };
  readonly webhooks?: readonly Webhook[];
}

const indexes = new WeakMap<readonly Configuration[], ResourceIndex<Hook>>();

/** In the order in which they are asked: by configuration's name, then as they stand in it. Made once per list. */
export function hooksOf(configurations: readonly Configuration[]): ResourceIndex<Hook> {
  const known = indexes.get(configurations);
  if (known !== undefined) return known;
  const made = new ResourceIndex(sorted(configurations).flatMap(hooksIn));
  indexes.set(configurations, made);
  return made;
}

function sorted(configurations: readonly Configuration[]): Configuration[] {
  return [...configurations].sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
}

function nameOf({ metadata }: Configuration): string {
  return metadata?.name ?? "";
}

function hooksIn(configuration: Configuration): Hook[] {
  const name = nameOf(configuration);
  return (configuration.webhooks ?? []).map((webhook, index) => ({
    webhook,
    configuration: name,
    id: `${name}/${webhook.name}/${index}`,
    rules: webhook.rules ?? [],
    matchPolicy: webhook.matchPolicy,
    selectors: selectorsOf(webhook),
    conditions: compileMatchConditions(webhook.matchConditions),
  }));
}
