// Taints of nodes and the effects that they and tolerations name.
// Kubernetes: pkg/apis/core/validation/validation.go validateNodeTaints, validateTaintEffect
import { duplicate, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { isLabelValue } from "../../apimachinery/names.ts";
import type { Taint } from "../facts/types.gen.ts";
import { checkQualifiedName, type Errors } from "../field-checks.ts";

export const taintEffects: readonly string[] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

export function checkTaints(errors: Errors, path: string, taints: readonly Taint[] | undefined): void {
  const seen = new Set<string>();
  (taints ?? []).forEach((taint, index) => {
    const at = `${path}[${index}]`;
    checkQualifiedName(errors, `${at}.key`, taint.key ?? "");
    const { value = "", effect } = taint;
    const messages = isLabelValue(value);
    if (messages.length > 0) errors.push(invalidValue(`${at}.value`, value, messages.join(";")));
    if (!effect) errors.push(required(`${at}.effect`));
    else if (!taintEffects.includes(effect)) errors.push(notSupported(`${at}.effect`, effect, taintEffects));
    const pair = `${effect ?? ""}/${taint.key}`;
    if (seen.has(pair)) {
      const { type, body } = duplicate(at, taint);
      errors.push({ type, field: at, body: `${body}: taints must be unique by key and effect pair` });
    }
    seen.add(pair);
  });
}
