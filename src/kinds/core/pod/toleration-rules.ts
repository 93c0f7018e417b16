// Which taints a pod puts up with.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateTolerations
import { invalidValue, notSupported } from "../../../apimachinery/field-error.ts";
import { isLabelValue } from "../../../apimachinery/names.ts";
import type { Toleration } from "../../facts/types.gen.ts";
import { checkQualifiedName, type Errors } from "../../field-checks.ts";
import { taintEffects } from "../taint-rules.ts";

const int64Min = -(2n ** 63n);
const int64Max = 2n ** 63n - 1n;

export function checkTolerations(errors: Errors, path: string, tolerations: readonly Toleration[]): void {
  tolerations.forEach((toleration, index) => {
    checkToleration(errors, `${path}[${index}]`, toleration);
  });
}

function checkToleration(errors: Errors, path: string, toleration: Toleration): void {
  const { key = "", operator = "", effect = "" } = toleration;
  if (key !== "") checkQualifiedName(errors, `${path}.key`, key);
  else if (operator !== "Exists") {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.push(invalidValue(`${path}.operator`, operator, detail));
  }
  if (toleration.tolerationSeconds !== undefined && effect !== "NoExecute") {
    const detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
    errors.push(invalidValue(`${path}.effect`, effect, detail));
  }
  checkValue(errors, path, operator, toleration.value ?? "");
  if (effect !== "" && !taintEffects.includes(effect)) {
    errors.push(notSupported(`${path}.effect`, effect, taintEffects));
  }
}

function checkValue(errors: Errors, path: string, operator: string, value: string): void {
  switch (operator) {
    case "":
    case "Equal": {
      const messages = isLabelValue(value);
      if (messages.length > 0) errors.push(invalidValue(`${path}.operator`, value, messages.join(";")));
      return;
    }
    case "Exists":
      if (value !== "") {
        errors.push(invalidValue(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"));
      }
      return;
    case "Lt":
    case "Gt":
      checkInteger(errors, `${path}.value`, value);
      return;
    default:
      errors.push(notSupported(`${path}.operator`, operator, ["Equal", "Exists"]));
  }
}

function checkInteger(errors: Errors, path: string, value: string): void {
  if (!/^(0|-?[1-9][0-9]*)$/.test(value)) {
    const detail = "must be a valid decimal integer in canonical form";
    errors.push(invalidValue(path, value, detail));
  } else if (value.length > 20 || BigInt(value) < int64Min || BigInt(value) > int64Max) {
    errors.push(invalidValue(path, value, `strconv.ParseInt: parsing ${JSON.stringify(value)}: value out of range`));
  }
}
