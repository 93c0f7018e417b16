// Kinds of storage.k8s.io, verb by verb.
import { expect } from "vitest";
import { exerciseApi } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";

const storage = { base: "/apis/storage.k8s.io/v1", namespace: "" };

conformance(
  "[sig-storage] StorageClasses CSI Conformance should run through the lifecycle of a StorageClass [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      ...storage,
      resource: "storageclasses",
      make: () => ({ provisioner: "example.com/none" }),
      patch: {
        body: { metadata: { labels: { patched: "yes" } } },
        holds: (object) => {
          expect(object.metadata.labels).toMatchObject({ patched: "yes" });
          expect(object).toMatchObject({ reclaimPolicy: "Delete", volumeBindingMode: "Immediate" });
        },
      },
    }),
);

conformance("[sig-storage] CSIInlineVolumes should run through the lifecycle of a CSIDriver [Conformance]", ({ api }) =>
  exerciseApi(api, {
    ...storage,
    resource: "csidrivers",
    make: () => ({ spec: { attachRequired: false, volumeLifecycleModes: ["Ephemeral"] } }),
    patch: {
      body: { spec: { requiresRepublish: true } },
      holds: (object) => expect(object["spec"]).toMatchObject({ requiresRepublish: true, attachRequired: false }),
    },
  }),
);

conformance(
  "[sig-storage] CSINodes CSI Conformance should run through the lifecycle of a csinode [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      ...storage,
      resource: "csinodes",
      make: () => ({ spec: { drivers: [{ name: "example.com", nodeID: randomName("node") }] } }),
    }),
);

conformance(
  "[sig-storage] CSIStorageCapacity should support CSIStorageCapacities API operations [Conformance]",
  ({ api, namespace }) =>
    exerciseApi(api, {
      ...storage,
      namespace,
      resource: "csistoragecapacities",
      make: () => ({ storageClassName: "none-of-these", capacity: "1Gi" }),
      patch: {
        body: { capacity: "2Gi" },
        holds: (object) => expect(object["capacity"]).toBe("2Gi"),
      },
    }),
);

conformance(
  "[sig-storage] VolumeAttributesClass [FeatureGate:VolumeAttributesClass] should run through the lifecycle of a VolumeAttributesClass [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      ...storage,
      resource: "volumeattributesclasses",
      make: () => ({ driverName: "example.com", parameters: { iops: "100" } }),
      lingers: true,
    }),
);

const attachment = () => ({
  spec: {
    attacher: "example.com",
    nodeName: randomName("no-node"),
    source: { persistentVolumeName: randomName("no-volume") },
  },
});

conformance(
  "[sig-storage] VolumeAttachment Conformance should run through the lifecycle of a VolumeAttachment [Conformance]",
  ({ api }) => exerciseApi(api, { ...storage, resource: "volumeattachments", make: attachment }),
);

conformance(
  "[sig-storage] VolumeAttachment Conformance should apply changes to a volumeattachment status [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      ...storage,
      resource: "volumeattachments",
      make: attachment,
      status: {
        body: { status: { attached: true } },
        holds: (object) => expect(object["status"]).toMatchObject({ attached: true }),
      },
    }),
);
