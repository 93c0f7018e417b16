// Containers that run before the others, and such as join a pod that runs.
import { expect } from "vitest";
import { pausing, script } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import type { Pods } from "./harness/pods.ts";

const title = "[sig-node] InitContainer [NodeConformance]";
const twoThatSucceed = [script("true", { name: "init1" }), script("true", { name: "init2" })];

function condition(status: { conditions: { type: string; status: string }[] }, wanted: string): string | undefined {
  return status.conditions.find(({ type }) => type === wanted)?.status;
}

podConformance(`${title} should invoke init containers on a RestartNever pod [Conformance]`, async ({ pods }) => {
  const spec = { restartPolicy: "Never", initContainers: twoThatSucceed, containers: [script("true")] };
  const { metadata } = await pods.create({ spec });
  const { status } = await pods.ended(metadata.name);
  expect(status.phase).toBe("Succeeded");
  expect(condition(status, "Initialized")).toBe("True");
  expect(status.initContainerStatuses).toHaveLength(2);
  for (const { ready, state } of status.initContainerStatuses) {
    expect(ready).toBe(true);
    expect(state.terminated.exitCode).toBe(0);
  }
});

podConformance(`${title} should invoke init containers on a RestartAlways pod [Conformance]`, async ({ pods }) => {
  const { metadata } = await pods.run({ spec: { initContainers: twoThatSucceed, containers: [pausing()] } });
  const { status } = await pods.get(metadata.name);
  expect(status.phase).toBe("Running");
  expect(condition(status, "Initialized")).toBe("True");
  expect(
    status.initContainerStatuses.map(
      ({ state }: { state: { terminated: { exitCode: number } } }) => state.terminated.exitCode,
    ),
  ).toEqual([0, 0]);
});

podConformance(
  `${title} should not start app containers if init containers fail on a RestartAlways pod [Conformance]`,
  async ({ pods }) => {
    const initContainers = [script("false", { name: "init1" }), script("true", { name: "init2" })];
    const { metadata } = await pods.create({ spec: { initContainers, containers: [pausing()] } });
    const again = await pods.until(metadata.name, (pod) => pod.status.initContainerStatuses?.[0].restartCount >= 2);
    expect(again.status.phase).toBe("Pending");
    expect(condition(again.status, "Initialized")).toBe("False");
    expect(again.status.initContainerStatuses[1].state.waiting.reason).toBe("PodInitializing");
    expect(again.status.containerStatuses[0].state.waiting.reason).toBe("PodInitializing");
  },
);

podConformance(
  `${title} should not start app containers and fail the pod if init containers fail on a RestartNever pod [Conformance]`,
  async ({ pods }) => {
    const initContainers = [script("true", { name: "init1" }), script("false", { name: "init2" })];
    const spec = { restartPolicy: "Never", initContainers, containers: [script("true")] };
    const { metadata } = await pods.create({ spec });
    const { status } = await pods.ended(metadata.name);
    expect(status.phase).toBe("Failed");
    expect(condition(status, "Initialized")).toBe("False");
    expect(status.initContainerStatuses[0].state.terminated.exitCode).toBe(0);
    expect(status.initContainerStatuses[1].state.terminated.exitCode).not.toBe(0);
    expect(status.containerStatuses[0].state.waiting.reason).toBe("PodInitializing");
  },
);

const joining = (name: string) => ({ ...pausing({ name }), terminationMessagePolicy: "File" });

function running(pods: Pods, pod: string, name: string): Promise<unknown> {
  return pods.until(pod, ({ status }) =>
    (status.ephemeralContainerStatuses ?? []).some(
      (container: { name: string; state: { running?: object } }) =>
        container.name === name && container.state.running !== undefined,
    ),
  );
}

podConformance(
  "[sig-node] Ephemeral Containers [NodeConformance] will start an ephemeral container in an existing pod [Conformance]",
  async ({ api, pods }) => {
    const { metadata } = await pods.run({ spec: { containers: [pausing()] } });
    const debugger_ = script("echo polo; sleep 36000", { name: "debugger" });
    await api.patch(
      `${pods.path(metadata.name)}/ephemeralcontainers`,
      { spec: { ephemeralContainers: [debugger_] } },
      "strategic-merge-patch",
    );
    await running(pods, metadata.name, "debugger");
    await pods.shell(metadata.name, "true", "debugger");
    expect(await pods.log(metadata.name, { container: "debugger" })).toBe("polo\n");
  },
);

podConformance(
  "[sig-node] Ephemeral Containers [NodeConformance] should update the ephemeral containers in an existing pod [Conformance]",
  async ({ api, pods }) => {
    const { metadata } = await pods.run({ spec: { containers: [pausing()] } });
    const path = `${pods.path(metadata.name)}/ephemeralcontainers`;
    await api.patch(path, { spec: { ephemeralContainers: [joining("debugger1")] } }, "strategic-merge-patch");
    await running(pods, metadata.name, "debugger1");
    const changed = await api.change(path, (pod) => {
      pod["spec"].ephemeralContainers.push(joining("debugger2"));
    });
    expect(changed["spec"].ephemeralContainers).toHaveLength(2);
    await running(pods, metadata.name, "debugger2");
    const seen = await api.get(path);
    expect(seen["spec"].ephemeralContainers.map(({ name }: { name: string }) => name)).toEqual([
      "debugger1",
      "debugger2",
    ]);
  },
);
