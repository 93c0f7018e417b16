// The facts in the shape that the OpenAPI builders take.

import type { ComponentOf } from "../../apimachinery/openapi/components.ts";
import { type DefinitionContext, definitionJson } from "../../apimachinery/openapi/definition-json.ts";
import type { OpenApiResource } from "../../apimachinery/openapi/resource.ts";
import { resourceFacts } from "./resources.ts";
import { definitionNames, fullDefinitionName, kindsByDefinition, schemaOf } from "./schema-of.ts";

/** Every built-in resource, with full definition names. */
export function openApiResources(): OpenApiResource[] {
  return resourceFacts().map((fact) => ({
    ...fact,
    ...fullNames(fact),
    ...(fact.listDefinition === undefined ? {} : { listDefinition: fullDefinitionName(fact.listDefinition) }),
    ...(fact.deletedDefinition === undefined ? {} : { deletedDefinition: fullDefinitionName(fact.deletedDefinition) }),
    subresources: fact.subresources.map((one) => ({
      ...one,
      ...(one.definition === undefined ? {} : { definition: fullDefinitionName(one.definition) }),
    })),
  }));
}

function fullNames({ definition }: { readonly definition: string }): { definition: string } {
  return { definition: fullDefinitionName(definition) };
}

/** Schema objects of built-in definitions; undefined for any other name. Descriptions only when given. */
export function builtInComponents(context: Omit<DefinitionContext, "schemaOf">): ComponentOf {
  const kinds = kindsByDefinition();
  const known = new Set(definitionNames().map(fullDefinitionName));
  return (name) => {
    if (!known.has(name)) return undefined;
    const kind = kinds.get(name);
    return definitionJson(name, kind === undefined ? [] : [kind], { ...context, schemaOf });
  };
}
