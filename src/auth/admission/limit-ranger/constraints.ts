// Whether amounts keep to a LimitRange: each broken bound is a text.
// Kubernetes: plugin/pkg/admission/limitranger/admission.go {min,max,limitRequestRatio,maxRequest}Constraint
import {
  compareQuantities,
  parseQuantity,
  type Quantity,
  quantityNumber,
  quantityText,
} from "../../../apimachinery/quantity.ts";
import { podLimits, podRequests } from "../../../kinds/core/pod/pod-requests.ts";
import { amountsOf } from "../../../kinds/core/resources/resource-amounts.ts";
import type {
  Container,
  LimitRange,
  LimitRangeItem,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
} from "../../../kinds/facts/types.gen.ts";

interface Amounts {
  readonly requests: ReadonlyMap<string, Quantity>;
  readonly limits: ReadonlyMap<string, Quantity>;
}

/** `old` is the pod before a resize: what it held already is not held against it. */
export function brokenByPod(range: LimitRange, pod: Pod, old: Pod | undefined): string[] {
  return (range.spec?.limits ?? []).flatMap((item) => {
    if (item.type === "Pod") return broken(item, ofPod(pod), old && ofPod(old));
    if (item.type !== "Container") return [];
    return (["containers", "initContainers"] as const).flatMap((list) =>
      (pod.spec?.[list] ?? []).flatMap((container) => {
        const before = old?.spec?.[list]?.find(({ name }) => name === container.name);
        return broken(item, ofContainer(container), before && ofContainer(before));
      }),
    );
  });
}

/** Of a claim only what it requests counts. */
export function brokenByClaim(
  range: LimitRange,
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim | undefined,
): string[] {
  const requests = amountsOf(claim.spec?.resources?.requests);
  const before = amountsOf(old?.spec?.resources?.requests);
  const items = (range.spec?.limits ?? []).filter(({ type }) => type === "PersistentVolumeClaim");
  return items.flatMap((item) => {
    const changed = ([name]: [string, string]) => !(requests.has(name) && same(requests, before, name));
    return [
      ...boundsOf(item.min)
        .filter(changed)
        .map(([name, bound]) => belowMin(item, name, bound, { requests, limits: new Map() })),
      ...boundsOf(item.max)
        .filter(changed)
        .map(([name, bound]) => requestAboveMax(item, name, bound, requests)),
    ].filter((text) => text !== undefined);
  });
}

function ofContainer({ resources }: Container): Amounts {
  return { requests: amountsOf(resources?.requests), limits: amountsOf(resources?.limits) };
}

/** What the runtime needs beside the containers is not the user's to bound. */
function ofPod(pod: Pod): Amounts {
  const { overhead: _, ...spec } = pod.spec ?? ({ containers: [] } as PodSpec);
  return { requests: podRequests({ spec }), limits: podLimits({ spec }) };
}

function broken(item: LimitRangeItem, now: Amounts, old: Amounts | undefined): string[] {
  const changed = ([name]: [string, string]) =>
    old === undefined || !(same(now.requests, old.requests, name) && same(now.limits, old.limits, name));
  return [
    ...boundsOf(item.min)
      .filter(changed)
      .map(([name, bound]) => belowMin(item, name, bound, now)),
    ...boundsOf(item.max)
      .filter(changed)
      .map(([name, bound]) => aboveMax(item, name, bound, now)),
    ...boundsOf(item.maxLimitRequestRatio)
      .filter(changed)
      .map(([name, bound]) => aboveRatio(item, name, bound, now)),
  ].filter((text) => text !== undefined);
}

/** In the order of names, so that the same pod is always told the same. */
function boundsOf(bounds: Readonly<Record<string, string>> = {}): [string, string][] {
  return Object.entries(bounds).sort(([one], [other]) => (one < other ? -1 : 1));
}

function same(now: ReadonlyMap<string, Quantity>, old: ReadonlyMap<string, Quantity>, name: string): boolean {
  const [after, before] = [now.get(name), old.get(name)];
  if (after === undefined || before === undefined) return after === before;
  return compareQuantities(after, before) === 0;
}

type Complaint = string | undefined;

function belowMin({ type }: LimitRangeItem, name: string, bound: string, { requests, limits }: Amounts): Complaint {
  const min = parseQuantity(bound);
  const [request, limit] = [requests.get(name), limits.get(name)];
  const about = `minimum ${name} usage per ${type} is ${bound}`;
  if (request === undefined) return `${about}.  No request is specified`;
  if (compareQuantities(request, min) < 0) return `${about}, but request is ${quantityText(request)}`;
  if (limit !== undefined && compareQuantities(limit, min) < 0) return `${about}, but limit is ${quantityText(limit)}`;
  return undefined;
}

function aboveMax({ type }: LimitRangeItem, name: string, bound: string, { requests, limits }: Amounts): Complaint {
  const max = parseQuantity(bound);
  const [request, limit] = [requests.get(name), limits.get(name)];
  const about = `maximum ${name} usage per ${type} is ${bound}`;
  if (limit === undefined) return `${about}.  No limit is specified`;
  if (compareQuantities(limit, max) > 0) return `${about}, but limit is ${quantityText(limit)}`;
  if (request !== undefined && compareQuantities(request, max) > 0) {
    return `${about}, but request is ${quantityText(request)}`;
  }
  return undefined;
}

function requestAboveMax(
  { type }: LimitRangeItem,
  name: string,
  bound: string,
  requests: ReadonlyMap<string, Quantity>,
): Complaint {
  const request = requests.get(name);
  const about = `maximum ${name} usage per ${type} is ${bound}`;
  if (request === undefined) return `${about}.  No request is specified`;
  const above = compareQuantities(request, parseQuantity(bound)) > 0;
  return above ? `${about}, but request is ${quantityText(request)}` : undefined;
}

function aboveRatio({ type }: LimitRangeItem, name: string, bound: string, { requests, limits }: Amounts): Complaint {
  const request = quantityNumber(requests.get(name) ?? parseQuantity("0"));
  const limit = quantityNumber(limits.get(name) ?? parseQuantity("0"));
  const about = `${name} max limit to request ratio per ${type} is ${bound}`;
  if (request === 0) return `${about}, but no request is specified or request is 0`;
  if (limit === 0) return `${about}, but no limit is specified or limit is 0`;
  const ratio = limit / request;
  return ratio > quantityNumber(parseQuantity(bound))
    ? `${about}, but provided ratio is ${ratio.toFixed(6)}`
    : undefined;
}
