// How one kind counts against quotas. Kubernetes: staging/src/k8s.io/apiserver/pkg/quota/v1/interfaces.go Evaluator
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Quantity } from "../../apimachinery/quantity.ts";
import type { ScopedResourceSelectorRequirement } from "../facts/types.gen.ts";

export type Usage = ReadonlyMap<string, Quantity>;

export type Requirement = ScopedResourceSelectorRequirement;

export interface Evaluator {
  /** Whether this very write may be charged. */
  handles(operation: "CREATE" | "UPDATE", subresource: string): boolean;
  /** Whether a quota's resource of this name counts objects of the kind. */
  counts(resource: string): boolean;
  usage(object: Readonly<KubeObject>, nowMs: number): Usage;
  /** Whether an object lies within a quota's scope. */
  within(object: Readonly<KubeObject>, scope: Requirement): boolean;
  /** What an object must say of itself to be counted by `resources`; upstream's text when it doesn't. */
  problem?(object: Readonly<KubeObject>, resources: readonly string[]): string | undefined;
}
