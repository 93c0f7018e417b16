// What one write costs, and whether the quotas of its namespace allow it.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go CheckRequest
import type { KubeObject } from "../../apimachinery/json.ts";
import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  type Quantity,
  quantityText,
  subtractQuantities,
  zeroQuantity,
} from "../../apimachinery/quantity.ts";
import type { ResourceQuota } from "../facts/types.gen.ts";
import type { Evaluator, Usage } from "./evaluator.ts";
import { evaluatorOf } from "./evaluators.ts";
import { scopesOf } from "./scopes.ts";

export interface ChargedWrite {
  readonly collection: string;
  readonly subresource: string;
  readonly object: Readonly<KubeObject>;
  /** Undefined for a create. */
  readonly old: Readonly<KubeObject> | undefined;
  readonly nowMs: number;
}

export type Charge =
  /** Those whose use changes, with their new status. */
  | { readonly type: "charged"; readonly quotas: readonly ResourceQuota[] }
  /** A 403 with this text. */
  | { readonly type: "refused"; readonly message: string };

const free: Charge = { type: "charged", quotas: [] };

/** Whether writes of this form are ever counted: spares reading the quotas. */
export function isCharged({ collection, subresource, old }: Pick<ChargedWrite, "collection" | "subresource" | "old">) {
  return evaluatorOf(collection)?.handles(old === undefined ? "CREATE" : "UPDATE", subresource) ?? false;
}

export function chargeQuotas(quotas: readonly Readonly<ResourceQuota>[], write: ChargedWrite): Charge {
  const evaluator = evaluatorOf(write.collection);
  if (evaluator === undefined || !isCharged(write)) return free;
  const concerned = quotas.filter((quota) => isAbout(quota, evaluator, write.object));
  if (concerned.length === 0) return free;
  for (const quota of concerned) {
    const message = problemWith(quota, evaluator, write.object);
    if (message !== undefined) return { type: "refused", message };
  }
  const delta = deltaOf(evaluator, write);
  if ("negative" in delta) {
    return { type: "refused", message: `quota usage is negative for resource(s): ${delta.negative.join(",")}` };
  }
  const changed: ResourceQuota[] = [];
  for (const quota of concerned) {
    const hard = quota.status?.hard ?? {};
    const requested = new Map([...delta.usage].filter(([name]) => hard[name] !== undefined));
    if (requested.size === 0) continue;
    const used = withAdded(quota, requested);
    const exceeded = [...requested.keys()].filter((name) => isOver(used[name], hard[name])).sort();
    if (exceeded.length > 0) return { type: "refused", message: exceededText(quota, requested, exceeded) };
    changed.push({ ...quota, status: { ...quota.status, used } });
  }
  return { type: "charged", quotas: changed };
}

/** It counts something of the kind, and the object lies in all of its scopes. */
function isAbout(quota: Readonly<ResourceQuota>, evaluator: Evaluator, object: Readonly<KubeObject>): boolean {
  if (!Object.keys(quota.status?.hard ?? {}).some((name) => evaluator.counts(name))) return false;
  return scopesOf(quota).every((scope) => evaluator.within(object, scope));
}

function problemWith(
  quota: Readonly<ResourceQuota>,
  evaluator: Evaluator,
  object: Readonly<KubeObject>,
): string | undefined {
  const name = quota.metadata?.name ?? "";
  const { hard = {}, used = {} } = quota.status ?? {};
  const restricted = Object.keys(hard).filter((one) => evaluator.counts(one));
  const problem = evaluator.problem?.(object, restricted);
  if (problem !== undefined) return `failed quota: ${name}: ${problem}`;
  if (restricted.every((one) => used[one] !== undefined)) return undefined;
  return `status unknown for quota: ${name}, resources: ${restricted.sort().join(",")}`;
}

function deltaOf(
  evaluator: Evaluator,
  { object, old, nowMs }: ChargedWrite,
): { readonly usage: Usage } | { readonly negative: readonly string[] } {
  const usage = evaluator.usage(object, nowMs);
  const negative = [...usage].filter(([, amount]) => amount.nano < 0n).map(([name]) => name);
  if (negative.length > 0) return { negative: negative.sort() };
  const before = old === undefined ? undefined : evaluator.usage(old, nowMs);
  const grown = new Map<string, Quantity>();
  for (const [name, amount] of usage) {
    const more = subtractQuantities(amount, before?.get(name) ?? zeroQuantity);
    if (more.nano > 0n) grown.set(name, more);
  }
  return { usage: grown };
}

function withAdded(quota: Readonly<ResourceQuota>, requested: Usage): Record<string, string> {
  const used = { ...quota.status?.used };
  for (const [name, amount] of requested) {
    used[name] = quantityText(addQuantities(parseQuantity(used[name] ?? "0"), amount));
  }
  return used;
}

function isOver(used: string | undefined, hard: string | undefined): boolean {
  return compareQuantities(parseQuantity(used ?? "0"), parseQuantity(hard ?? "0")) > 0;
}

function exceededText(quota: Readonly<ResourceQuota>, requested: Usage, exceeded: readonly string[]): string {
  const asked = exceeded.map((name) => `${name}=${quantityText(requested.get(name) ?? zeroQuantity)}`);
  const list = (amounts: Record<string, string> = {}) => exceeded.map((name) => `${name}=${amounts[name]}`).join(",");
  const { hard, used } = quota.status ?? {};
  return `exceeded quota: ${quota.metadata?.name}, requested: ${asked.join(",")}, used: ${list(used)}, limited: ${list(hard)}`;
}
