// What the API server says of pods before any node runs them.
import { expect } from "vitest";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";

conformance(
  "[sig-node] Pods Extended Pods Set QOS Class should be set on Pods with matching resource requests and limits for memory and cpu [Conformance]",
  async ({ api, namespace }) => {
    const amounts = { cpu: "100m", memory: "100Mi" };
    const pod = await api.create(`/api/v1/namespaces/${namespace}/pods`, {
      metadata: { name: "guaranteed" },
      spec: { containers: [{ name: "a", image: "a", resources: { limits: amounts, requests: amounts } }] },
    });
    expect(pod["status"].qosClass).toBe("Guaranteed");
    const read = await api.get(`/api/v1/namespaces/${namespace}/pods/guaranteed`);
    expect(read["status"].qosClass).toBe("Guaranteed");
  },
);

conformance(
  "[sig-node] Sysctls [LinuxOnly] [NodeConformance] should reject invalid sysctls [Conformance]",
  async ({ api, namespace }) => {
    const sysctls = [
      { name: "foo-", value: "bar" },
      { name: "kernel.shmmax", value: "100000000" },
      { name: "safe-and-unsafe", value: "100000000" },
      { name: "bar..", value: "42" },
    ];
    const refused = await expectReason(
      api.create(`/api/v1/namespaces/${namespace}/pods`, {
        metadata: { name: "tuned" },
        spec: { securityContext: { sysctls }, containers: [{ name: "a", image: "a" }] },
      }),
      "Invalid",
    );
    expect(refused.status.message).toContain('Invalid value: "foo-"');
    expect(refused.status.message).toContain('Invalid value: "bar.."');
    expect(refused.status.message).not.toContain("safe-and-unsafe");
    expect(refused.status.message).not.toContain("kernel.shmmax");
  },
);
