// Compiles one of x-kubernetes-validations.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go
import type { CelRule, Schema } from "../schema/schema.ts";
import { compile } from "./compile.ts";
import { readFieldPath } from "./field-path.ts";
import { typeOfSchema } from "./schema-type.ts";
import type { Compilation, CompiledRule, Declarations, RuleCompilation, RuleOptions } from "./surface.ts";
import { boolType, type CelType, optionalType, stringType } from "./type.ts";

/** The rule as programs, or why it cannot be one. `schema` is the one that carries the rule. */
export function compileRule(schema: Schema, rule: CelRule, options: RuleOptions = {}): RuleCompilation {
  const self = typeOfSchema(schema, options.isResourceRoot ?? false);
  if (self === undefined) {
    const message = `rule declared on schema that does not support validation rules type: '${schema.type ?? ""}' x-kubernetes-preserve-unknown-fields: '${schema.preserveUnknownFields === true}'`;
    return { type: "refused", field: "rule", message };
  }
  const declared = declarations(self, rule.optionalOldSelf === true);
  const compiled = compile(rule.rule, { ...declared, returns: [boolType] });
  if (compiled.type === "refused") return refusal("rule", compiled, "cel expression must evaluate to a bool");
  const isTransitionRule = compiled.program.references.has("oldSelf");
  let result: CompiledRule = { rule, program: compiled.program, isTransitionRule };
  if (rule.messageExpression !== undefined && rule.messageExpression.trim() !== "") {
    const message = compile(rule.messageExpression, { ...declared, returns: [stringType] });
    if (message.type === "refused") {
      return refusal("messageExpression", message, "messageExpression must evaluate to a string");
    }
    result = { ...result, messageProgram: message.program };
  }
  if (rule.fieldPath !== undefined && rule.fieldPath !== "") {
    const path = readFieldPath(rule.fieldPath, schema);
    if (path.type === "refused") return { type: "refused", field: "fieldPath", message: path.message };
    result = { ...result, fieldPath: path.path };
  }
  return { type: "compiled", rule: result };
}

function declarations(self: CelType, isOldOptional: boolean): Declarations {
  return { variables: { self, oldSelf: isOldOptional ? optionalType(self) : self } };
}

function refusal(field: "rule" | "messageExpression", refused: Compilation, wrongType: string): RuleCompilation {
  const { message, issues } = refused as Extract<Compilation, { type: "refused" }>;
  const text = issues.length === 0 ? wrongType : field === "rule" ? message : `messageExpression ${message}`;
  return { type: "refused", field, message: text };
}
