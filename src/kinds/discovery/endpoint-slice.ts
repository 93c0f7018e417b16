// EndpointSlice: a part of a service's endpoints.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { EndpointSlice } from "../facts/types.gen.ts";
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

function few(items: readonly string[]): string {
  const shown = items.slice(0, shownMax).join(",");
  if (items.length > shownMax) return `${shown} + ${items.length - shownMax} more...`;
  return shown === "" ? "<unset>" : shown;
}
