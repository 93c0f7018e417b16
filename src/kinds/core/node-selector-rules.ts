// Terms that choose nodes: of a pod's affinity and of a volume.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateNodeSelector
import { forbiddenField, invalidValue, required } from "../../apimachinery/field-error.ts";
import { isDns1123Subdomain } from "../../apimachinery/names.ts";
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from "../facts/types.gen.ts";
import { checkLabelValue, checkMessages, checkQualifiedName, type Errors } from "../field-checks.ts";

export function checkNodeSelector(errors: Errors, path: string, selector: NodeSelector): void {
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) {
    errors.push(required(`${path}.nodeSelectorTerms`, "must have at least one node selector term"));
    return;
  }
  terms.forEach((term, index) => {
    checkNodeSelectorTerm(errors, `${path}.nodeSelectorTerms[${index}]`, term, { checkValues: true });
  });
}

export function checkNodeSelectorTerm(
  errors: Errors,
  path: string,
  term: NodeSelectorTerm,
  options: { readonly checkValues: boolean },
): void {
  (term.matchExpressions ?? []).forEach((requirement, index) => {
    const at = `${path}.matchExpressions[${index}]`;
    checkRequirement(errors, at, requirement);
    if (!options.checkValues) return;
    (requirement.values ?? []).forEach((value, position) => {
      checkLabelValue(errors, `${at}.values[${position}]`, value);
    });
  });
  (term.matchFields ?? []).forEach((requirement, index) => {
    checkFieldRequirement(errors, `${path}.matchFields[${index}]`, requirement);
  });
}

function checkRequirement(
  errors: Errors,
  path: string,
  { operator, values = [], key = "" }: NodeSelectorRequirement,
): void {
  switch (operator) {
    case "In":
    case "NotIn":
      if (values.length === 0) {
        errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      }
      break;
    case "Exists":
    case "DoesNotExist":
      if (values.length > 0) {
        const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
        errors.push(forbiddenField(`${path}.values`, detail));
      }
      break;
    case "Gt":
    case "Lt":
      if (values.length !== 1) {
        errors.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
      }
      break;
    default:
      errors.push(invalidValue(`${path}.operator`, operator ?? "", "not a valid selector operator"));
  }
  checkQualifiedName(errors, `${path}.key`, key);
}

function checkFieldRequirement(
  errors: Errors,
  path: string,
  { operator, values = [], key = "" }: NodeSelectorRequirement,
): void {
  if (operator === "In" || operator === "NotIn") {
    if (values.length !== 1) {
      const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
      errors.push(required(`${path}.values`, detail));
    }
  } else errors.push(invalidValue(`${path}.operator`, operator ?? "", "not a valid selector operator"));
  if (key !== "metadata.name") {
    errors.push(invalidValue(`${path}.key`, key, "not a valid field selector key"));
    return;
  }
  values.forEach((value, index) => {
    checkMessages(errors, `${path}.values[${index}]`, value, isDns1123Subdomain(value));
  });
}
