// Labels of nodes that have other names now, told where pods or volumes still select by them.
// Kubernetes: pkg/api/node/util.go
import { isLabelValue } from "../../apimachinery/names.ts";
import type { NodeSelectorTerm } from "../facts/types.gen.ts";
import { mapValue } from "../map-value.ts";

const deprecated: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

/** "deprecated since v1.14; ..." */
export function nodeLabelWarning(key: string): string | undefined {
  return mapValue(deprecated, key);
}

/** `checksValues`: also tells values that no label can have, which no rule refuses. */
export function nodeTermWarnings(path: string, term: NodeSelectorTerm | undefined, checksValues = false): string[] {
  return (term?.matchExpressions ?? []).flatMap(({ key, values = [] }, index) => {
    const at = `${path}.matchExpressions[${index}]`;
    const text = nodeLabelWarning(key);
    const bad = checksValues
      ? values.flatMap((value, number) =>
          isLabelValue(value).map((message) => `${at}.values[${number}]: ${value} is invalid, ${message}`),
        )
      : [];
    return [...(text === undefined ? [] : [`${at}.key: ${key} is ${text}`]), ...bad];
  });
}
