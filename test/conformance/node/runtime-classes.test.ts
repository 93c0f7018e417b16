// What a pod's runtime class does to it before any node runs it.
import { expect } from "vitest";
import type { Api } from "../harness/api.ts";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";

const classes = "/apis/node.k8s.io/v1/runtimeclasses";

const podOf = (runtimeClassName: string) => ({
  metadata: { name: "pod" },
  spec: { runtimeClassName, automountServiceAccountToken: false, containers: [{ name: "a", image: "a" }] },
});

async function refusedFor(api: Api, namespace: string, runtimeClassName: string): Promise<void> {
  const refused = await expectReason(
    api.create(`/api/v1/namespaces/${namespace}/pods`, podOf(runtimeClassName)),
    "Forbidden",
  );
  expect(refused.status.message).toContain(`RuntimeClass "${runtimeClassName}" not found`);
}

conformance(
  "[sig-node] RuntimeClass should reject a Pod requesting a non-existent RuntimeClass [NodeConformance] [Conformance]",
  ({ api, namespace }) => refusedFor(api, namespace, `${namespace}-nonexistent`),
);

conformance(
  "[sig-node] RuntimeClass should reject a Pod requesting a deleted RuntimeClass [NodeConformance] [Conformance]",
  async ({ api, namespace }) => {
    const name = randomName("deleted");
    await api.create(classes, { metadata: { name }, handler: "none-of-these" });
    await api.delete(`${classes}/${name}`);
    await refusedFor(api, namespace, name);
  },
);

/** A pod of a class that only suits a node made for it. Answers the pod once it has that node. */
async function scheduled(api: Api, namespace: string, overhead?: Record<string, string>) {
  const name = randomName("runtime");
  const label = { "example.com/runtime": name };
  const taint = { key: "example.com/runtime", value: name, effect: "NoSchedule" };
  const room = { cpu: "1", memory: "1Gi", pods: "10" };
  const ready = { type: "Ready", status: "True", reason: "Made", message: "for a test" };
  await api.create("/api/v1/nodes", {
    metadata: { name, labels: label },
    spec: { taints: [taint] },
    status: { capacity: room, allocatable: room, conditions: [ready] },
  });
  try {
    const toleration = { key: taint.key, operator: "Equal", value: name, effect: taint.effect };
    await api.create(classes, {
      metadata: { name },
      handler: "none-of-these",
      scheduling: { nodeSelector: label, tolerations: [toleration] },
      ...(overhead === undefined ? {} : { overhead: { podFixed: overhead } }),
    });
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    await api.create(pods, podOf(name));
    return await until(async () => {
      const pod = await api.get(`${pods}/pod`);
      return pod["spec"].nodeName === name ? pod : undefined;
    });
  } finally {
    await api.delete(`/api/v1/namespaces/${namespace}/pods/pod`, { gracePeriodSeconds: 0 });
    await api.delete(`${classes}/${name}`);
    await api.delete(`/api/v1/nodes/${name}`);
  }
}

conformance(
  "[sig-node] RuntimeClass should schedule a Pod requesting a RuntimeClass without PodOverhead [NodeConformance] [Conformance]",
  async ({ api, namespace }) => {
    const pod = await scheduled(api, namespace);
    expect(pod["spec"].overhead).toBeUndefined();
  },
);

conformance(
  "[sig-node] RuntimeClass should schedule a Pod requesting a RuntimeClass and initialize its Overhead [NodeConformance] [Conformance]",
  async ({ api, namespace }) => {
    const pod = await scheduled(api, namespace, { cpu: "10m", memory: "1Mi" });
    expect(pod["spec"].overhead).toEqual({ cpu: "10m", memory: "1Mi" });
  },
);
