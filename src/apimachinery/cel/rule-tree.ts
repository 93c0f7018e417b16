// Where a schema has rules: only the way down to them is kept, and each rule is compiled when it first runs.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go validator
import type { CelRule, Schema } from "../schema/schema.ts";
import { compileRule } from "./compile-rule.ts";
import { typeOfSchema } from "./schema-type.ts";
import type { RuleCompilation } from "./surface.ts";

export interface RuleNode {
  readonly schema: Schema;
  readonly rules: readonly LazyRule[];
  readonly items: RuleNode | undefined;
  readonly values: RuleNode | undefined;
  readonly properties: ReadonlyMap<string, RuleNode>;
  readonly allOf: readonly RuleNode[];
}

export interface LazyRule {
  readonly rule: CelRule;
  compiled(): RuleCompilation;
}

const known = new WeakMap<Schema, RuleNode | "none">();

/** The rules of a resource's schema; undefined: it has none. They live as long as the schema does. */
export function ruleTree(schema: Schema): RuleNode | undefined {
  let tree = known.get(schema);
  if (tree === undefined) {
    tree = build(schema, schema, true) ?? "none";
    known.set(schema, tree);
  }
  return tree === "none" ? undefined : tree;
}

/** `carrier` has the rules, `schema` the shape: they differ below allOf. */
function build(carrier: Schema, schema: Schema, isRoot: boolean): RuleNode | undefined {
  // A built-in definition has no rules, and may come to itself again.
  if (carrier.name !== undefined || typeOfSchema(schema, isRoot) === undefined) return undefined;
  const isEmbedded = (one: Schema) => one.embeddedResource === true;
  const items =
    carrier.items === undefined || schema.items === undefined
      ? undefined
      : build(carrier.items, schema.items, isEmbedded(schema.items));
  const [ownValues, values] = [carrier.additionalProperties, schema.additionalProperties];
  const isMap = typeof ownValues === "object" && typeof values === "object";
  const valueNode = isMap ? build(ownValues, values, isEmbedded(values)) : undefined;
  const properties = new Map<string, RuleNode>();
  for (const [name, part] of Object.entries(carrier.properties ?? {})) {
    const shape =
      schema.properties !== undefined && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    const node = shape === undefined ? undefined : build(part, shape, isEmbedded(shape));
    if (node !== undefined) properties.set(name, node);
  }
  const allOf = (carrier.rules?.allOf ?? []).flatMap((one) => build(one, schema, isRoot) ?? []);
  const rules = (carrier.rules?.validations ?? []).map((rule) => lazyRule(schema, rule, isRoot));
  const isEmpty = rules.length === 0 && properties.size === 0 && allOf.length === 0;
  return isEmpty && items === undefined && valueNode === undefined
    ? undefined
    : { schema, rules, items, values: valueNode, properties, allOf };
}

function lazyRule(schema: Schema, rule: CelRule, isResourceRoot: boolean): LazyRule {
  let compiled: RuleCompilation | undefined;
  return {
    rule,
    compiled() {
      compiled ??= compileRule(schema, rule, { isResourceRoot });
      return compiled;
    },
  };
}
