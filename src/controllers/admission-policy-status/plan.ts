// What the expressions of a ValidatingAdmissionPolicy would stumble over, by the schemas of the kinds that it asks for.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/validating/typechecking.go
import { typeOfSchema } from "../../apimachinery/cel/schema-type.ts";
import { type CelType, dynType } from "../../apimachinery/cel/type.ts";
import { PolicyExpressions } from "../../kinds/admissionregistration/admission-expressions.ts";
import type {
  ExpressionWarning,
  NamedRuleWithOperations,
  ParamKind,
  ValidatingAdmissionPolicy,
} from "../../kinds/facts/types.gen.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import { checkedKindsMax } from "./limits.ts";

/** None: no expression has a problem with any kind, or the rules name none. */
export function expressionWarnings(
  { spec }: Readonly<ValidatingAdmissionPolicy>,
  kinds: KindRegistry,
): ExpressionWarning[] {
  const params = spec?.paramKind === undefined ? undefined : paramType(spec.paramKind, kinds);
  const checks = kindsToCheck(spec?.matchConstraints?.resourceRules ?? [], kinds).flatMap((kind) => {
    const object = typeOf(kind);
    if (object === undefined) return [];
    const expressions = new PolicyExpressions(params !== undefined, { object, params: params ?? dynType });
    for (const variable of spec?.variables ?? []) expressions.addVariable(variable);
    return [{ kind, expressions }];
  });
  const warnings: ExpressionWarning[] = [];
  const check = (fieldRef: string, expression: string) => {
    const problems = checks.flatMap(({ kind, expressions }) => problemOf(kind, expressions, expression));
    if (problems.length > 0) warnings.push({ fieldRef, warning: problems.join("\n") });
  };
  for (const [index, { expression, messageExpression = "" }] of (spec?.validations ?? []).entries()) {
    check(`spec.validations[${index}].expression`, expression);
    if (messageExpression !== "") check(`spec.validations[${index}].messageExpression`, messageExpression);
  }
  return warnings;
}

const prefix = "compilation failed: ";

function problemOf({ group, version, kind }: Kind, expressions: PolicyExpressions, expression: string): string[] {
  const compilation = expressions.compile("any", expression);
  if (compilation.type === "compiled") return [];
  const { message } = compilation;
  const issues = message.startsWith(prefix) ? message.slice(prefix.length) : message;
  return [`${group}/${version}, Kind=${kind}: ${issues}\n`];
}

/** Kinds that rules name outright: nothing is guessed of wildcards. In order, and not too many. */
function kindsToCheck(rules: readonly NamedRuleWithOperations[], kinds: KindRegistry): Kind[] {
  const found = new Set<Kind>();
  for (const { apiGroups = [], apiVersions = [], resources = [] } of rules) {
    if ([...apiGroups, ...apiVersions].some((one) => one.includes("*"))) continue;
    const plain = resources.filter((one) => !/[*/]/.test(one));
    for (const group of [...apiGroups].sort()) {
      for (const version of [...apiVersions].sort()) {
        for (const resource of [...plain].sort()) {
          const kind = kinds.byResource(group, version, resource);
          if (kind !== undefined && found.size < checkedKindsMax) found.add(kind);
        }
      }
    }
  }
  const order = ({ group, version, kind }: Kind) => [group, version, kind].join("\u0000");
  return [...found].sort((left, right) => (order(left) < order(right) ? -1 : 1));
}

/** Parameters of a kind that nothing is known of may have any field. */
function paramType({ apiVersion = "", kind = "" }: ParamKind, kinds: KindRegistry): CelType {
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  const found = kinds.byKind(group, version, kind);
  return (found === undefined ? undefined : typeOf(found)) ?? dynType;
}

/** Undefined for custom resources: their schemas are not at hand here. */
function typeOf(kind: Kind): CelType | undefined {
  return kind.custom === undefined ? typeOfSchema(kind.schema) : undefined;
}
