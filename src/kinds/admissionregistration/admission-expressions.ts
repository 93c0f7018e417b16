// The expressions of admission policies and of match conditions, compiled: what each may refer to and must answer.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/cel/{compile,composition}.go
import {
  admissionRequestType,
  jsonPatchType,
  namespaceType,
  patchObjectType,
} from "../../apimachinery/cel/admission-types.ts";
import { compile } from "../../apimachinery/cel/compile.ts";
import { compileCondition } from "../../apimachinery/cel/compile-condition.ts";
import { authorizerType, resourceCheckType } from "../../apimachinery/cel/library/authorizer.ts";
import type { Compilation, Declarations } from "../../apimachinery/cel/surface.ts";
import {
  boolType,
  type CelType,
  dynType,
  listType,
  nullType,
  objectType,
  stringType,
} from "../../apimachinery/cel/type.ts";

/** What an expression is for. */
export type Purpose = "condition" | "message" | "annotation" | "applyConfiguration" | "jsonPatch" | "any";

const answers: Readonly<Record<Purpose, readonly CelType[] | undefined>> = {
  condition: [boolType],
  message: [stringType],
  annotation: [stringType, nullType],
  applyConfiguration: [patchObjectType()],
  jsonPatch: [listType(jsonPatchType)],
  any: undefined,
};

export interface ExpressionTypes {
  readonly object: CelType;
  readonly params: CelType;
}

const untyped: ExpressionTypes = { object: dynType, params: dynType };

interface Seen {
  readonly hasParams: boolean;
  readonly types: ExpressionTypes;
  /** The policy's own variables. */
  readonly variables?: CelType;
}

function declarations(purpose: Purpose, { hasParams, types, variables }: Seen): Declarations {
  const returns = answers[purpose];
  const isMutation = purpose === "applyConfiguration" || purpose === "jsonPatch";
  return {
    variables: {
      object: types.object,
      oldObject: types.object,
      request: admissionRequestType,
      namespaceObject: namespaceType,
      ...(hasParams ? { params: types.params } : {}),
      ...(variables === undefined ? {} : { variables }),
      // Messages are for whoever is refused: they don't tell what others may do.
      ...(purpose === "message" ? {} : { authorizer: authorizerType, "authorizer.requestResource": resourceCheckType }),
    },
    ...(returns === undefined ? {} : { returns }),
    ...(isMutation ? { mutation: {} } : {}),
  };
}

const shared = new Map<string, Declarations>();

/** The same declarations each time: compiled expressions are remembered by them. */
function plainDeclarations(purpose: Purpose, hasParams: boolean): Declarations {
  const key = `${purpose} ${hasParams}`;
  let known = shared.get(key);
  if (known === undefined) {
    known = declarations(purpose, { hasParams, types: untyped });
    shared.set(key, known);
  }
  return known;
}

/** One of `matchConditions`: they don't see a policy's variables. */
export function compileMatchCondition(expression: string, hasParams: boolean): Compilation {
  return compileCondition(expression, plainDeclarations("condition", hasParams));
}

export interface NamedExpression {
  readonly name?: string;
  readonly expression?: string;
}

/** The expressions of one policy. Variables first, in their order: each sees those before it, the rest sees all. */
export class PolicyExpressions {
  readonly #hasParams: boolean;
  readonly #types: ExpressionTypes;
  readonly #variables: Record<string, CelType> = {};

  /** `types`: what is known of the object and the parameters; left out: nothing. */
  constructor(hasParams: boolean, types: ExpressionTypes = untyped) {
    this.#hasParams = hasParams;
    this.#types = types;
  }

  /** A variable that does not compile is of any type: what names it has no second problem. */
  addVariable({ name = "", expression = "" }: NamedExpression): Compilation {
    const compilation = this.compile("any", expression);
    this.#variables[name] = compilation.type === "compiled" ? declaredType(compilation.program.resultType) : dynType;
    return compilation;
  }

  compile(purpose: Purpose, expression: string): Compilation {
    const fields = { ...this.#variables };
    const isPlain = Object.keys(fields).length === 0 && this.#types === untyped;
    if (isPlain) return compileCondition(expression, plainDeclarations(purpose, this.#hasParams));
    const variables = objectType("kubernetes.variables", fields);
    return compile(expression, declarations(purpose, { hasParams: this.#hasParams, types: this.#types, variables }));
  }
}

const plainKinds = ["bool", "bytes", "double", "duration", "int", "null", "string", "timestamp", "uint"];

/** Kubernetes: composition.go convertCelTypeToDeclType: scalars, lists and maps keep their types. */
function declaredType(type: CelType): CelType {
  if (plainKinds.includes(type.kind)) return type;
  if (type.kind === "list") return listType(declaredType(type.element));
  if (type.kind === "map") return { kind: "map", key: declaredType(type.key), value: declaredType(type.value) };
  return dynType;
}
