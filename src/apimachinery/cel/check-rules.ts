// Everything that a CRD's x-kubernetes-validations are refused for.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go
import { type FieldError, forbiddenField, internalField, invalidValue } from "../field-error.ts";
import type { CelRule, Schema } from "../schema/schema.ts";
import { compileRule } from "./compile-rule.ts";
import { ruleCostMax, schemaCostMax } from "./limits.ts";
import { typeOfSchema } from "./schema-type.ts";
import type { CheckRulesOptions, Program } from "./surface.ts";

/** Problems of all rules of a resource's schema, which stands at `path`. Their form is checked elsewhere. */
export function checkRules(schema: Schema, path: string, options: CheckRulesOptions = {}): FieldError[] {
  const checking = new Checking(options.stored ?? new Set());
  checking.node(schema, schema, { path, isRoot: true, cardinality: 1, uncomparable: undefined });
  return checking.finish(path);
}

interface Place {
  readonly path: string;
  readonly isRoot: boolean;
  /** How many such values an object may have. */
  readonly cardinality: number;
  /** The list or map above in which old and new cannot be told to be the same. */
  readonly uncomparable: string | undefined;
}

class Checking {
  readonly #errors: FieldError[] = [];
  readonly #stored: ReadonlySet<string>;
  readonly #costs: { readonly path: string; readonly cost: number }[] = [];

  constructor(stored: ReadonlySet<string>) {
    this.#stored = stored;
  }

  finish(path: string): FieldError[] {
    const total = this.#costs.reduce((sum, one) => sum + one.cost, 0);
    if (total > schemaCostMax) {
      for (const one of [...this.#costs].sort((a, b) => b.cost - a.cost).slice(0, 4)) {
        if (one.cost > schemaCostMax / 100) {
          this.#errors.push(
            forbiddenField(
              one.path,
              "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema",
            ),
          );
        }
      }
      const text = `x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of ${factorText(total / schemaCostMax)} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
      this.#errors.push(forbiddenField(path, text));
    }
    return this.#errors;
  }

  node(carrier: Schema, schema: Schema, place: Place): void {
    if (carrier.name !== undefined) return;
    const { path } = place;
    carrier.rules?.validations?.forEach((rule, i) => {
      this.#rule(rule, schema, place, `${path}.x-kubernetes-validations[${i}]`);
    });
    carrier.rules?.allOf?.forEach((one, i) => {
      this.node(one, schema, { ...place, path: `${path}.allOf[${i}]` });
    });
    if (carrier.items !== undefined && schema.items !== undefined)
      this.#items(carrier.items, schema, schema.items, place);
    const [ownValues, values] = [carrier.additionalProperties, schema.additionalProperties];
    if (typeof ownValues === "object" && typeof values === "object") {
      const most = sizeMax(schema);
      this.node(ownValues, values, this.#below(place, schema, values, `${path}.additionalProperties`, most));
    }
    for (const [name, part] of Object.entries(carrier.properties ?? {})) {
      const shape =
        schema.properties !== undefined && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      if (shape !== undefined)
        this.node(part, shape, this.#below(place, schema, shape, `${path}.properties[${name}]`, 1));
    }
  }

  #items(carrier: Schema, list: Schema, items: Schema, place: Place): void {
    const uncomparable = place.uncomparable ?? (list.listType === "map" ? undefined : place.path);
    const path = `${place.path}.items`;
    const cardinality = place.cardinality * sizeMax(list);
    this.node(carrier, items, { path, isRoot: items.embeddedResource === true, cardinality, uncomparable });
  }

  #below(place: Place, parent: Schema, child: Schema, path: string, count: number): Place {
    const uncomparable = place.uncomparable ?? (parent.mapType === "atomic" ? place.path : undefined);
    const isRoot = child.embeddedResource === true;
    return { path, isRoot, cardinality: place.cardinality * count, uncomparable };
  }

  #rule(rule: CelRule, schema: Schema, place: Place, path: string): void {
    if (rule.rule.trim() === "") return;
    const compilation = compileRule(schema, rule, { isResourceRoot: place.isRoot });
    if (compilation.type === "refused") {
      const text = rule[compilation.field] ?? "";
      const { field, message } = compilation;
      const detail = field === "fieldPath" ? `fieldPath must be a valid path: ${message}` : message;
      const error = message.startsWith("rule declared on")
        ? internalField(path, message)
        : invalidValue(`${path}.${field}`, text, detail);
      this.#errors.push(error);
      return;
    }
    const { program, messageProgram, isTransitionRule } = compilation.rule;
    if (isTransitionRule && place.uncomparable !== undefined) {
      this.#errors.push(
        invalidValue(
          `${path}.rule`,
          rule.rule,
          `oldSelf cannot be used on the uncorrelatable portion of the schema within ${place.uncomparable}`,
        ),
      );
    }
    if (rule.optionalOldSelf !== undefined && !isTransitionRule) {
      this.#errors.push(
        invalidValue(`${path}.optionalOldSelf`, rule.optionalOldSelf, "may not be set if oldSelf is not used in rule"),
      );
    }
    this.#cost(program, place.cardinality, `${path}.rule`, "rule");
    if (messageProgram !== undefined) {
      this.#cost(messageProgram, place.cardinality, `${path}.messageExpression`, "messageExpression");
    }
  }

  #cost(program: Program, cardinality: number, path: string, what: string): void {
    // What never costs anything does not, however often.
    const cost = program.costMax === 0 ? 0 : program.costMax * cardinality;
    if (this.#stored.has(program.expression)) return;
    this.#costs.push({ path, cost });
    if (cost <= ruleCostMax) return;
    const factor = factorText(cost / ruleCostMax);
    const text = `estimated ${what} cost exceeds budget by factor of ${factor} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
    this.#errors.push(forbiddenField(path, text));
  }
}

function sizeMax(schema: Schema): number {
  const type = typeOfSchema(schema);
  return (type !== undefined && "sizeMax" in type ? type.sizeMax : undefined) ?? Number.POSITIVE_INFINITY;
}

/** Kubernetes: validation.go getCostErrorMessage */
function factorText(factor: number): string {
  if (factor > 100) return "more than 100x";
  return `${factor.toFixed(factor < 1.5 ? 6 : 1)}x`;
}
