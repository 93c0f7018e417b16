// How many endpoints go where.

/** Endpoints in one slice. Kubernetes: pkg/controller/endpointslice/config defaults MaxEndpointsPerSlice */
export const endpointsPerSlice = 100;

/** Addresses in one Endpoints object. Kubernetes: pkg/controller/endpoint/endpoints_controller.go maxCapacity */
export const addressesPerEndpoints = 1_000;

/** How long the zone of a node is taken for known: nodes are the cluster's, and asking costs a call. */
export const zoneKnownMs = 300_000;
