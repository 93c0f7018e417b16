// A pod's own fields as files, plain and projected.
import { expect } from "vitest";
import { until } from "../harness/until.ts";
import { once, pausing, script } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import type { Pods } from "./harness/pods.ts";

interface Downward {
  readonly title: string;
  source(items: readonly object[], defaultMode?: number): object;
}

const downwards: readonly Downward[] = [
  {
    title: "[sig-storage] Downward API volume",
    source: (items, defaultMode) => ({ downwardAPI: { items, defaultMode } }),
  },
  {
    title: "[sig-storage] Projected downwardAPI",
    source: (items, defaultMode) => ({ projected: { defaultMode, sources: [{ downwardAPI: { items } }] } }),
  },
];

const volumeMounts = [{ name: "podinfo", mountPath: "/podinfo" }];
const podName = { path: "podname", fieldRef: { fieldPath: "metadata.name" } };
const updateWithinMs = 100_000;

function resource(of: string): object {
  return { path: "amount", resourceFieldRef: { containerName: "main", resource: of } };
}

/** What upstream calls it, where it comes from, and what the container asks for below says. */
const amounts = [
  ["container's cpu limit", "limits.cpu", "2"],
  ["container's memory limit", "limits.memory", "67108864"],
  ["container's cpu request", "requests.cpu", "1"],
  ["container's memory request", "requests.memory", "33554432"],
] as const;
const resources = { requests: { cpu: "250m", memory: "32Mi" }, limits: { cpu: "1250m", memory: "64Mi" } };

async function untilSays(pods: Pods, pod: string, path: string, text: string): Promise<void> {
  await until(async () => (await pods.shell(pod, `sleep 1; cat ${path}`)).includes(text), updateWithinMs);
}

for (const { title, source } of downwards) {
  podConformance(`${title} should provide podname only [NodeConformance] [Conformance]`, async ({ pods }) => {
    const volumes = [{ name: "podinfo", ...source([podName]) }];
    const container = script("cat /podinfo/podname", { volumeMounts });
    expect(await pods.output({ name: "downward", spec: once(container, { volumes }) })).toBe("downward");
  });

  podConformance(
    `${title} should set DefaultMode on files [LinuxOnly] [NodeConformance] [Conformance]`,
    async ({ pods }) => {
      const volumes = [{ name: "podinfo", ...source([podName], 0o400) }];
      const container = script("stat -L -c %a /podinfo/podname", { volumeMounts });
      expect(await pods.output({ spec: once(container, { volumes }) })).toBe("400\n");
    },
  );

  podConformance(
    `${title} should set mode on item file [LinuxOnly] [NodeConformance] [Conformance]`,
    async ({ pods }) => {
      const volumes = [{ name: "podinfo", ...source([{ ...podName, mode: 0o400 }]) }];
      const container = script("stat -L -c %a /podinfo/podname", { volumeMounts });
      expect(await pods.output({ spec: once(container, { volumes }) })).toBe("400\n");
    },
  );

  for (const field of ["labels", "annotations"] as const) {
    podConformance(
      `${title} should update ${field} on modification [NodeConformance] [Conformance]`,
      async ({ api, pods }) => {
        const volumes = [
          { name: "podinfo", ...source([{ path: "it", fieldRef: { fieldPath: `metadata.${field}` } }]) },
        ];
        const spec = { containers: [pausing({ volumeMounts })], volumes };
        const { metadata } = await pods.run({ name: "downward", [field]: { key1: "value1", key2: "value2" }, spec });
        await untilSays(pods, metadata.name, "/podinfo/it", 'key1="value1"\nkey2="value2"');
        await api.patch(pods.path(metadata.name), { metadata: { [field]: { key3: "value3" } } });
        await untilSays(pods, metadata.name, "/podinfo/it", 'key3="value3"');
      },
    );
  }

  for (const [name, of, says] of amounts) {
    podConformance(`${title} should provide ${name} [NodeConformance] [Conformance]`, async ({ pods }) => {
      const volumes = [{ name: "podinfo", ...source([resource(of)]) }];
      const container = script("cat /podinfo/amount", { volumeMounts, resources });
      expect(await pods.output({ spec: once(container, { volumes }) })).toBe(says);
    });
  }

  for (const of of ["cpu", "memory"] as const) {
    podConformance(
      `${title} should provide node allocatable (${of}) as default ${of} limit if the limit is not set [NodeConformance] [Conformance]`,
      async ({ api, pods }) => {
        const volumes = [{ name: "podinfo", ...source([resource(`limits.${of}`)]) }];
        const container = script("cat /podinfo/amount", { volumeMounts });
        const { metadata } = await pods.create({ spec: once(container, { volumes }) });
        const { spec } = await pods.ended(metadata.name);
        const node = await api.get(`/api/v1/nodes/${spec.nodeName}`);
        const allocatable = node.status.allocatable[of];
        const expected = of === "cpu" ? allocatable : String(Number.parseInt(allocatable, 10) * 1024);
        expect(await pods.log(metadata.name)).toBe(expected);
      },
    );
  }
}
