// Other amounts for containers that run: in the object, in its status, and in the containers' control groups.
import { expect } from "vitest";
import { until } from "../harness/until.ts";
import { pausing } from "./harness/containers.ts";
import type { PodFixtures } from "./harness/pod-conformance.ts";
import { podConformance } from "./harness/pod-conformance.ts";

interface Amounts {
  readonly cpu?: string;
  readonly memory?: string;
}

interface Resources {
  readonly requests?: Amounts;
  readonly limits?: Amounts;
}

const title = "[sig-node] Pod InPlace Resize Container";
const suffix = "[MinimumKubeletVersion:1.34] [Conformance]";

function guaranteed(cpuMillis: number, memoryMi: number): Resources {
  const amounts = { cpu: `${cpuMillis}m`, memory: `${memoryMi}Mi` };
  return { requests: amounts, limits: amounts };
}

/** The limit of the processor as the control group has it: microseconds of 100,000. */
const cpuQuota = "cat /sys/fs/cgroup/cpu.max 2>/dev/null || cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us";
const memoryMax = "cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes";

function quotaOf(cpu: string): string {
  const cores = cpu.endsWith("m") ? Number.parseInt(cpu, 10) / 1000 : Number(cpu);
  return String(Math.max(1000, cores * 100_000));
}

type Change = (fixtures: PodFixtures, pod: string, containers: object[]) => Promise<unknown>;

const byPatch: Change = ({ api, pods }, pod, containers) =>
  api.patch(`${pods.path(pod)}/resize`, { spec: { containers } }, "strategic-merge-patch");

const byReplacing: Change = ({ api, pods }, pod, containers) =>
  api.change(`${pods.path(pod)}/resize`, (object) => {
    for (const change of containers as { name: string; resources: Resources }[]) {
      const container = object["spec"].containers.find(({ name }: { name: string }) => name === change.name);
      container.resources = change.resources;
    }
  });

/** Runs a pod with containers c1, c2 ..., changes their amounts, and waits until the node has carried it out. */
async function resizes(
  fixtures: PodFixtures,
  before: readonly Resources[],
  after: readonly Resources[],
  change = byPatch,
): Promise<void> {
  const { pods } = fixtures;
  const name = (index: number) => `c${index + 1}`;
  const containers = before.map((resources, index) => pausing({ name: name(index), resources }));
  const { metadata } = await pods.run({ spec: { containers } });
  const wanted = after.map((resources, index) => ({ name: name(index), resources }));
  await change(fixtures, metadata.name, wanted);
  const done = await pods.until(metadata.name, ({ status }) =>
    after.every((resources, index) => {
      const seen = status.containerStatuses.find((one: { name: string }) => one.name === name(index))?.resources ?? {};
      return (["requests", "limits"] as const).every((kind) =>
        Object.entries(resources[kind] ?? {}).every(([of, amount]) => seen[kind]?.[of] === amount),
      );
    }),
  );
  for (const { restartCount } of done["status"].containerStatuses) expect(restartCount).toBe(0);
  for (const [index, { limits }] of after.entries()) {
    if (limits?.cpu !== undefined) {
      const quota = quotaOf(limits.cpu);
      await until(async () => (await pods.shell(metadata.name, cpuQuota, name(index))).split(" ")[0] === quota);
    }
    if (limits?.memory !== undefined) {
      const bytes = String(Number.parseInt(limits.memory, 10) * 1024 ** 2);
      await until(async () => (await pods.shell(metadata.name, memoryMax, name(index))) === bytes);
    }
  }
  await pods.until(metadata.name, ({ status }) =>
    (status.conditions ?? []).every(({ type }: { type: string }) => !type.startsWith("PodResize")),
  );
}

podConformance(
  `${title} guaranteed pods with multiple containers 3 containers - increase cpu & mem on c1, c2, decrease cpu & mem on c3 - net increase ${suffix}`,
  (fixtures) =>
    resizes(
      fixtures,
      [guaranteed(20, 20), guaranteed(20, 20), guaranteed(25, 25)],
      [guaranteed(25, 25), guaranteed(25, 25), guaranteed(20, 20)],
    ),
);

podConformance(
  `${title} guaranteed pods with multiple containers 3 containers - increase cpu & mem on c1, decrease cpu & mem on c2, c3 - net decrease ${suffix}`,
  (fixtures) =>
    resizes(
      fixtures,
      [guaranteed(20, 20), guaranteed(25, 25), guaranteed(25, 25)],
      [guaranteed(25, 25), guaranteed(20, 20), guaranteed(20, 20)],
    ),
);

podConformance(
  `${title} guaranteed pods with multiple containers 3 containers - increase: CPU (c1,c3), memory (c2, c3) ; decrease: CPU (c2) ${suffix}`,
  (fixtures) =>
    resizes(
      fixtures,
      [guaranteed(20, 20), guaranteed(25, 20), guaranteed(20, 20)],
      [guaranteed(25, 20), guaranteed(20, 25), guaranteed(25, 25)],
    ),
);

podConformance(
  `${title} burstable pods - extended 6 containers - various operations performed (including adding limits and requests) ${suffix}`,
  (fixtures) =>
    resizes(
      fixtures,
      [
        {},
        { requests: { cpu: "20m" } },
        { requests: { cpu: "20m" }, limits: { cpu: "25m" } },
        { requests: { memory: "20Mi" }, limits: { memory: "30Mi" } },
        { requests: { cpu: "20m", memory: "20Mi" }, limits: { cpu: "25m", memory: "30Mi" } },
        { requests: { cpu: "20m", memory: "20Mi" }, limits: { cpu: "25m", memory: "30Mi" } },
      ],
      [
        { requests: { cpu: "20m", memory: "20Mi" }, limits: { cpu: "25m", memory: "30Mi" } },
        { requests: { cpu: "25m", memory: "20Mi" }, limits: { cpu: "30m" } },
        { requests: { cpu: "25m" }, limits: { cpu: "30m" } },
        { requests: { memory: "25Mi" }, limits: { memory: "35Mi" } },
        { requests: { cpu: "15m", memory: "20Mi" }, limits: { cpu: "20m", memory: "30Mi" } },
        { requests: { cpu: "20m", memory: "25Mi" }, limits: { cpu: "25m", memory: "35Mi" } },
      ],
    ),
);

podConformance(`${title} burstable pods - extended resize with equivalents ${suffix}`, (fixtures) =>
  resizes(
    fixtures,
    // What the kernel counts is the same: at least 2 shares, at least 10 thousandths of a core.
    [{ requests: { cpu: "2m" }, limits: { cpu: "10m" } }],
    [{ requests: { cpu: "1m" }, limits: { cpu: "5m" } }],
  ),
);

podConformance(`${title} resize pod via the replace endpoint ${suffix}`, (fixtures) =>
  resizes(fixtures, [guaranteed(20, 20)], [guaranteed(25, 25)], byReplacing),
);
