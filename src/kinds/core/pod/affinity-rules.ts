// Which nodes and which neighbours a pod wants.
// Kubernetes: pkg/apis/core/validation/validation.go validateAffinity
import { forbiddenField, invalidValue, required } from "../../../apimachinery/field-error.ts";
import { type LabelSelector, validateLabelSelector } from "../../../apimachinery/label-selector.ts";
import { isDns1123Label } from "../../../apimachinery/names.ts";
import type { Affinity, NodeAffinity, PodAffinity, PodAffinityTerm } from "../../facts/types.gen.ts";
import { checkMessages, checkQualifiedName, type Errors } from "../../field-checks.ts";
import { checkNodeSelector, checkNodeSelectorTerm } from "../node-selector-rules.ts";

const weightMax = 100;
const inRequired = "requiredDuringSchedulingIgnoredDuringExecution";
const inPreferred = "preferredDuringSchedulingIgnoredDuringExecution";

export function checkAffinity(errors: Errors, path: string, affinity: Affinity): void {
  if (affinity.nodeAffinity !== undefined) checkNodeAffinity(errors, `${path}.nodeAffinity`, affinity.nodeAffinity);
  if (affinity.podAffinity !== undefined) checkPodAffinity(errors, `${path}.podAffinity`, affinity.podAffinity);
  if (affinity.podAntiAffinity !== undefined) {
    checkPodAffinity(errors, `${path}.podAntiAffinity`, affinity.podAntiAffinity);
  }
}

function checkNodeAffinity(errors: Errors, path: string, affinity: NodeAffinity): void {
  const needed = affinity[inRequired];
  if (needed !== undefined) checkNodeSelector(errors, `${path}.${inRequired}`, needed);
  (affinity[inPreferred] ?? []).forEach(({ weight = 0, preference = {} }, index) => {
    const at = `${path}.${inPreferred}[${index}]`;
    checkWeight(errors, at, weight);
    checkNodeSelectorTerm(errors, `${at}.preference`, preference, { checkValues: false });
  });
}

function checkPodAffinity(errors: Errors, path: string, affinity: PodAffinity): void {
  (affinity[inRequired] ?? []).forEach((term, index) => {
    checkTerm(errors, `${path}.${inRequired}[${index}]`, term);
  });
  (affinity[inPreferred] ?? []).forEach(({ weight = 0, podAffinityTerm }, index) => {
    const at = `${path}.${inPreferred}[${index}]`;
    checkWeight(errors, at, weight);
    checkTerm(errors, `${at}.podAffinityTerm`, podAffinityTerm ?? { topologyKey: "" });
  });
}

function checkWeight(errors: Errors, path: string, weight: number): void {
  if (weight <= 0 || weight > weightMax) {
    errors.push(invalidValue(`${path}.weight`, weight, "must be in the range 1-100"));
  }
}

function checkTerm(errors: Errors, path: string, term: PodAffinityTerm): void {
  errors.push(...validateLabelSelector(term.labelSelector, `${path}.labelSelector`));
  errors.push(...validateLabelSelector(term.namespaceSelector, `${path}.namespaceSelector`));
  for (const name of term.namespaces ?? []) checkMessages(errors, `${path}.namespace`, name, isDns1123Label(name));
  checkMatchLabelKeys(errors, path, term.matchLabelKeys ?? [], term.mismatchLabelKeys ?? [], term.labelSelector);
  const { topologyKey = "" } = term;
  if (topologyKey === "") errors.push(required(`${path}.topologyKey`, "can not be empty"));
  checkQualifiedName(errors, `${path}.topologyKey`, topologyKey);
}

/** Kubernetes: ValidateMatchLabelKeysAndMismatchLabelKeys */
export function checkMatchLabelKeys(
  errors: Errors,
  path: string,
  matchKeys: readonly string[],
  mismatchKeys: readonly string[],
  selector: LabelSelector | undefined,
): void {
  checkKeys(errors, `${path}.matchLabelKeys`, matchKeys, selector);
  checkKeys(errors, `${path}.mismatchLabelKeys`, mismatchKeys, selector);
  const selected = new Set(Object.keys(selector?.matchLabels ?? {}));
  for (const { key } of selector?.matchExpressions ?? []) {
    const index = matchKeys.lastIndexOf(key);
    // The selector already has the one expression that the key itself was turned into: only a second is too many.
    if (index >= 0 && selected.has(key)) {
      errors.push(invalidValue(`${path}[${index}]`, key, "exists in both matchLabelKeys and labelSelector"));
    }
    selected.add(key);
  }
  matchKeys.forEach((key, index) => {
    if (!mismatchKeys.includes(key)) return;
    const detail = "exists in both matchLabelKeys and mismatchLabelKeys";
    errors.push(invalidValue(`${path}.matchLabelKeys[${index}]`, key, detail));
  });
}

function checkKeys(errors: Errors, path: string, keys: readonly string[], selector: LabelSelector | undefined): void {
  if (keys.length === 0) return;
  if (selector === undefined) {
    errors.push(forbiddenField(path, "must not be specified when labelSelector is not set"));
    return;
  }
  keys.forEach((key, index) => {
    checkQualifiedName(errors, `${path}[${index}]`, key);
  });
}
