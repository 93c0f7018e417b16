// What policies on admission and their bindings have in common.
// Kubernetes: pkg/apis/admissionregistration/{v1/defaults.go,validation/validation.go}
import { forbiddenField, invalidValue, required } from "../../apimachinery/field-error.ts";
import { validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { isDns1035Label, isDns1123Subdomain, isPathSegmentName } from "../../apimachinery/names.ts";
import type { MatchCondition, MatchResources, ParamKind, ParamRef, Variable } from "../facts/types.gen.ts";
import { checkMessages, checkOneOf, type Errors } from "../field-checks.ts";
import { PolicyExpressions } from "./admission-expressions.ts";
import { checkCompiled } from "./check-compiled.ts";
import { checkMatchConditions } from "./match-conditions.ts";
import { checkMatchResources, failurePolicies, setMatchResourcesDefaults } from "./resource-rules.ts";

const notFoundActions = ["Allow", "Deny"];
const identifier = /^[_A-Za-z][_A-Za-z0-9]*$/;
/** Kubernetes: validation.go celReserved */
const reserved: ReadonlySet<string> = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);

interface PolicySpec {
  failurePolicy?: string;
  readonly paramKind?: ParamKind;
  matchConstraints?: MatchResources;
  readonly matchConditions?: readonly MatchCondition[];
  readonly variables?: readonly Variable[];
}

interface BindingSpec {
  readonly policyName?: string;
  readonly paramRef?: ParamRef;
  matchResources?: MatchResources;
}

export function setPolicyDefaults({ spec }: { readonly spec?: PolicySpec }): void {
  if (spec === undefined) return;
  spec.failurePolicy ??= "Fail";
  if (spec.matchConstraints !== undefined) setMatchResourcesDefaults(spec.matchConstraints);
}

export function setPolicyBindingDefaults({ spec }: { readonly spec?: BindingSpec }): void {
  if (spec?.matchResources !== undefined) setMatchResourcesDefaults(spec.matchResources);
}

/** Answers what the policy's other expressions are compiled with: they see its variables. */
export function checkPolicySpec(errors: Errors, spec: PolicySpec | undefined): PolicyExpressions {
  const hasParams = spec?.paramKind !== undefined;
  const expressions = new PolicyExpressions(hasParams);
  checkOneOf(errors, "spec.failurePolicy", spec?.failurePolicy, failurePolicies);
  if (spec?.paramKind !== undefined) checkParamKind(errors, "spec.paramKind", spec.paramKind);
  if (spec?.matchConstraints === undefined) {
    errors.push(required("spec.matchConstraints"));
  } else {
    checkMatchResources(errors, "spec.matchConstraints", spec.matchConstraints);
    // Their types are what expressions are checked against.
    if ((spec.matchConstraints.resourceRules ?? []).length === 0) {
      errors.push(required("spec.matchConstraints.resourceRules"));
    }
  }
  checkMatchConditions(errors, "spec.matchConditions", spec?.matchConditions, hasParams);
  (spec?.variables ?? []).forEach((variable, index) => {
    checkVariable(errors, `spec.variables[${index}]`, variable, expressions);
  });
  return expressions;
}

function checkVariable(errors: Errors, path: string, variable: Variable, expressions: PolicyExpressions): void {
  const { name = "", expression = "" } = variable;
  if (name.trim() === "") errors.push(required(`${path}.name`, "name is not specified"));
  else if (!identifier.test(name) || reserved.has(name)) {
    errors.push(invalidValue(`${path}.name`, name, "name is not a valid CEL identifier"));
  }
  if (expression.trim() === "") errors.push(required(`${path}.expression`, "expression is not specified"));
  else checkCompiled(errors, `${path}.expression`, expression, expressions.addVariable(variable));
}

function checkParamKind(errors: Errors, path: string, { apiVersion = "", kind = "" }: ParamKind): void {
  checkParamVersion(errors, `${path}.apiVersion`, apiVersion);
  if (kind === "") {
    errors.push(required(`${path}.kind`));
    return;
  }
  const messages = isDns1035Label(kind.toLowerCase());
  if (messages.length > 0) {
    const detail = `may have mixed case, but should otherwise match: ${messages.join(",")}`;
    errors.push(invalidValue(`${path}.kind`, kind, detail));
  }
}

function checkParamVersion(errors: Errors, path: string, apiVersion: string): void {
  if (apiVersion === "") {
    errors.push(required(path));
    return;
  }
  const parts = apiVersion.split("/");
  if (parts.length > 2) {
    errors.push(invalidValue(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`));
    return;
  }
  const [group, version] = parts.length === 2 ? parts : ["", apiVersion];
  const groupMessages = group ? isDns1123Subdomain(group) : [];
  if (groupMessages.length > 0) errors.push(invalidValue(path, group, groupMessages.join(",")));
  if (!version) {
    errors.push(invalidValue(path, apiVersion, "version must be specified"));
    return;
  }
  const versionMessages = isDns1035Label(version);
  if (versionMessages.length > 0) errors.push(invalidValue(path, version, versionMessages.join(",")));
}

export function checkPolicyBindingSpec(errors: Errors, spec: BindingSpec | undefined): void {
  const policyName = spec?.policyName ?? "";
  if (policyName === "") errors.push(required("spec.policyName"));
  else checkMessages(errors, "spec.policyName", policyName, isDns1123Subdomain(policyName));
  if (spec?.paramRef !== undefined) checkParamRef(errors, "spec.paramRef", spec.paramRef);
  if (spec?.matchResources !== undefined) checkMatchResources(errors, "spec.matchResources", spec.matchResources);
}

function checkParamRef(errors: Errors, path: string, { name = "", selector, parameterNotFoundAction }: ParamRef): void {
  const exclusive = "name and selector are mutually exclusive";
  if (name !== "") {
    checkMessages(errors, `${path}.name`, name, isPathSegmentName(name));
    if (selector !== undefined) errors.push(forbiddenField(`${path}.name`, exclusive));
  }
  if (selector !== undefined) {
    errors.push(...validateLabelSelector(selector, `${path}.selector`));
    if (name !== "") errors.push(forbiddenField(`${path}.selector`, exclusive));
  }
  if (name === "" && selector === undefined) {
    errors.push(required(path, "one of name or selector must be specified"));
  }
  checkOneOf(errors, `${path}.parameterNotFoundAction`, parameterNotFoundAction, notFoundActions);
}
