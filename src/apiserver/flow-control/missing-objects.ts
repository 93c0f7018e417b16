// The flow schemas and priority levels that every cluster has: which of them are missing.
import type { KubeObject } from "../../apimachinery/json.ts";
import { suggestedLevels, suggestedSchemas } from "./suggested.ts";

export const flowSchemasCollection = "flowschemas.flowcontrol.apiserver.k8s.io";
export const priorityLevelsCollection = "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io";

/** Kubernetes: pkg/registry/flowcontrol/ensurer */
const annotations = { "apf.kubernetes.io/autoupdate-spec": "true" };

export interface MissingFlowObject {
  readonly plural: "flowschemas" | "prioritylevelconfigurations";
  readonly object: KubeObject;
}

/** Levels first: a schema is to find its own. */
export function missingFlowObjects(has: (collection: string, name: string) => boolean): MissingFlowObject[] {
  const object = ({ name, spec }: { readonly name: string; readonly spec: object }) =>
    ({ metadata: { name, annotations }, spec: structuredClone(spec) }) as unknown as KubeObject;
  return [
    ...suggestedLevels
      .filter(({ name }) => !has(priorityLevelsCollection, name))
      .map((level) => ({ plural: "prioritylevelconfigurations" as const, object: object(level) })),
    ...suggestedSchemas
      .filter(({ name }) => !has(flowSchemasCollection, name))
      .map((schema) => ({ plural: "flowschemas" as const, object: object(schema) })),
  ];
}
