// Pods that bring a volume of a CSI driver along.
import { expect } from "vitest";
import { conformance } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";

conformance(
  "[sig-storage] CSIInlineVolumes should support CSIVolumeSource in Pod API [Conformance]",
  async ({ api, namespace }) => {
    const driver = randomName("csi");
    const drivers = "/apis/storage.k8s.io/v1/csidrivers";
    await api.create(drivers, {
      metadata: { name: driver, labels: { "security.kubernetes.io/csi-ephemeral-volume-profile": "restricted" } },
      spec: { attachRequired: false, volumeLifecycleModes: ["Ephemeral"] },
    });
    const csi = { driver, readOnly: true, fsType: "ext4", volumeAttributes: { size: "1" } };
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    // Upstream names the default image; nothing runs it, for no node has this name.
    const pod = await api.create(pods, {
      metadata: { name: "inline", labels: { inline: "yes" } },
      spec: {
        nodeName: "no-such-node",
        containers: [{ name: "a", image: "a", volumeMounts: [{ name: "v", mountPath: "/v" }] }],
        volumes: [{ name: "v", csi }],
      },
    });
    expect(pod["spec"].volumes[0]).toEqual({ name: "v", csi });
    const patched = await api.patch(`${pods}/inline`, { metadata: { labels: { patched: "yes" } } });
    expect(patched.metadata.labels).toEqual({ inline: "yes", patched: "yes" });
    const read = await api.get(`${pods}/inline`);
    expect(read["spec"].volumes[0]).toEqual({ name: "v", csi });
    expect((await api.list(pods, { labelSelector: "inline=yes" })).items).toHaveLength(1);
    await api.delete(`${pods}/inline`, { gracePeriodSeconds: 0 });
    expect(await api.exists(`${pods}/inline`)).toBe(false);
    await api.delete(`${drivers}/${driver}`);
    expect(await api.exists(`${drivers}/${driver}`)).toBe(false);
  },
);
