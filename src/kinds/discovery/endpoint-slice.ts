// EndpointSlice: a part of a service's endpoints.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { EndpointSlice } from "../facts/types.gen.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { endpointSliceWarnings, validateEndpointSlice, validateEndpointSliceUpdate } from "./endpoint-slice-rules.ts";

const shownMax = 3;

export const endpointSlice = builtinKind<EndpointSlice>({
  group: "discovery.k8s.io",
  version: "v1",
  kind: "EndpointSlice",
  plural: "endpointslices",
  scope: "Namespaced",
  hasGeneration: true,
  strategy: {
    // Kubernetes: pkg/apis/discovery/v1/defaults.go SetDefaults_EndpointPort
    setDefaults: ({ ports }) => {
      for (const port of ports ?? []) {
        port.name ??= "";
        port.protocol ??= "TCP";
      }
    },
    prepareForCreate: dropTopology,
    prepareForUpdate: (object, old) => {
      if (!semanticEqual(object.endpoints, old.endpoints)) dropTopology(object);
    },
    validateCreate: validateEndpointSlice,
    validateUpdate: validateEndpointSliceUpdate,
    warnings: endpointSliceWarnings,
  },
  columns: [
    nameColumn,
    column<EndpointSlice>("AddressType", "string", ({ addressType }) => addressType ?? ""),
    column<EndpointSlice>("Ports", "string", ({ ports }) =>
      few((ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? "*") : `${port}`))),
    ),
    column<EndpointSlice>("Endpoints", "string", ({ endpoints }) =>
      few((endpoints ?? []).flatMap(({ addresses }) => addresses ?? [])),
    ),
    ageColumn,
  ],
});

/** A field of the version before v1. Kubernetes: pkg/registry/discovery/endpointslice/strategy.go dropTopologyOnV1 */
function dropTopology({ endpoints }: EndpointSlice): void {
  for (const endpoint of endpoints ?? []) delete endpoint.deprecatedTopology;
}

function few(items: readonly string[]): string {
  const shown = items.slice(0, shownMax).join(",");
  if (items.length > shownMax) return `${shown} + ${items.length - shownMax} more...`;
  return shown === "" ? "<unset>" : shown;
}
