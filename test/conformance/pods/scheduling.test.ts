// Where pods may run, by what they ask for.
import { expect } from "vitest";
import type { Api } from "../harness/api.ts";
import { randomName } from "../harness/random-name.ts";
import { pausing } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import type { Pods } from "./harness/pods.ts";

const title = "[sig-scheduling] SchedulerPredicates [Serial] validates";

function untilUnschedulable(pods: Pods, name: string): Promise<{ status: { conditions: { message: string }[] } }> {
  return pods.until(name, ({ status }) =>
    status.conditions?.some(
      ({ type, reason }: { type: string; reason: string }) => type === "PodScheduled" && reason === "Unschedulable",
    ),
  ) as never;
}

/** A resource that only this test's pods ask for, on the node while the test runs. */
async function withResource(api: Api, body: (resource: string, node: string) => Promise<void>): Promise<void> {
  const [node] = (await api.list("/api/v1/nodes")).items;
  const path = `/api/v1/nodes/${node?.metadata.name}/status`;
  const resource = `example.com/${randomName("beardsecond")}`;
  await api.patch(path, { status: { capacity: { [resource]: "1000" }, allocatable: { [resource]: "1000" } } });
  try {
    await body(resource, node?.metadata.name ?? "");
  } finally {
    await api.patch(path, { status: { capacity: { [resource]: null }, allocatable: { [resource]: null } } });
  }
}

const asking = (resource: string, amount: string) => ({
  containers: [pausing({ resources: { requests: { [resource]: amount }, limits: { [resource]: amount } } })],
});

podConformance(`${title} resource limits of pods that are allowed to run [Conformance]`, ({ api, pods }) =>
  withResource(api, async (resource) => {
    await pods.run({ name: "filler", spec: asking(resource, "700") });
    await pods.create({ name: "additional", spec: asking(resource, "400") });
    const { status } = await untilUnschedulable(pods, "additional");
    expect(status.conditions[0]?.message).toContain(`Insufficient ${resource}`);
    await pods.delete("filler");
    await pods.ready("additional");
  }),
);

podConformance(`${title} that NodeSelector is respected if not matching [Conformance]`, async ({ pods }) => {
  const spec = { nodeSelector: { label: "nonempty" }, containers: [pausing()] };
  const { metadata } = await pods.create({ spec });
  await untilUnschedulable(pods, metadata.name);
});

podConformance(`${title} that NodeSelector is respected if matching [Conformance]`, async ({ api, pods }) => {
  const [node] = (await api.list("/api/v1/nodes")).items;
  const path = `/api/v1/nodes/${node?.metadata.name}`;
  const label = `kubernetes.io/${randomName("e2e")}`;
  await api.patch(path, { metadata: { labels: { [label]: "42" } } });
  try {
    const { spec } = await pods.run({ spec: { nodeSelector: { [label]: "42" }, containers: [pausing()] } });
    expect(spec.nodeName).toBe(node?.metadata.name);
  } finally {
    await api.patch(path, { metadata: { labels: { [label]: null } } });
  }
});

const publishing = (hostPort: number, more: object) =>
  pausing({ ports: [{ containerPort: 8080, hostPort, protocol: "TCP", ...more }] });

podConformance(
  `${title} that there exists conflict between pods with same hostPort and protocol but one using 0.0.0.0 hostIP [Conformance]`,
  async ({ pods }) => {
    await pods.run({ name: "everywhere", spec: { containers: [publishing(54322, {})] } });
    await pods.create({ name: "local", spec: { containers: [publishing(54322, { hostIP: "127.0.0.1" })] } });
    const { status } = await untilUnschedulable(pods, "local");
    expect(status.conditions[0]?.message).toContain("free ports");
  },
);
