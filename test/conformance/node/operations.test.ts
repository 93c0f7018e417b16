// Kinds that nodes and device drivers use, verb by verb.
import { expect } from "vitest";
import { exerciseApi } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";

conformance("[sig-node] RuntimeClass should support RuntimeClasses API operations [Conformance]", ({ api }) =>
  exerciseApi(api, {
    base: "/apis/node.k8s.io/v1",
    resource: "runtimeclasses",
    namespace: "",
    make: () => ({ handler: "none-of-these" }),
  }),
);

const devices = { base: "/apis/resource.k8s.io/v1" };
const expression = 'device.driver == "example.com"';
const claimSpec = { devices: { requests: [{ name: "one", exactly: { deviceClassName: "none-of-these" } }] } };

conformance("[sig-node] [DRA] CRUD Tests resource.k8s.io/v1 DeviceClass [Conformance]", ({ api }) =>
  exerciseApi(api, {
    ...devices,
    resource: "deviceclasses",
    namespace: "",
    make: () => ({ spec: { selectors: [{ cel: { expression } }] } }),
    patch: {
      body: { spec: { selectors: [{ cel: { expression: "true" } }] } },
      holds: (object) => expect(object["spec"].selectors).toEqual([{ cel: { expression: "true" } }]),
    },
  }),
);

const device = { driver: "example.com", pool: "pool", device: "device" };
const ready = {
  type: "Ready",
  status: "True",
  reason: "Told",
  message: "by a test",
  lastTransitionTime: "2026-01-02T03:04:05Z",
};

conformance("[sig-node] [DRA] CRUD Tests resource.k8s.io/v1 ResourceClaim [Conformance]", ({ api, namespace }) =>
  exerciseApi(api, {
    ...devices,
    resource: "resourceclaims",
    namespace,
    make: () => ({ spec: claimSpec }),
    status: {
      body: {
        status: {
          allocation: { devices: { results: [{ request: "one", ...device }] } },
          devices: [{ ...device, conditions: [ready] }],
        },
      },
      holds: ({ status }) => {
        expect(status.allocation.devices.results).toMatchObject([device]);
        expect(status.devices).toMatchObject([{ ...device, conditions: [ready] }]);
      },
    },
  }),
);

conformance(
  "[sig-node] [DRA] CRUD Tests resource.k8s.io/v1 ResourceClaimTemplate [Conformance]",
  ({ api, namespace }) =>
    exerciseApi(api, {
      ...devices,
      resource: "resourceclaimtemplates",
      namespace,
      make: () => ({ spec: { spec: claimSpec } }),
    }),
);

conformance("[sig-node] [DRA] CRUD Tests resource.k8s.io/v1 ResourceSlice [Conformance]", ({ api }) => {
  let slices = 0;
  return exerciseApi(api, {
    ...devices,
    resource: "resourceslices",
    namespace: "",
    make: () => {
      slices += 1;
      return {
        spec: {
          driver: "example.com",
          nodeName: "no-such-node",
          pool: { name: `pool-${slices}`, generation: 1, resourceSliceCount: 1 },
          devices: [{ name: "one" }],
        },
      };
    },
    patch: {
      body: { spec: { devices: [{ name: "one" }, { name: "two" }] } },
      holds: (object) => expect(object["spec"].devices).toHaveLength(2),
    },
  });
});
