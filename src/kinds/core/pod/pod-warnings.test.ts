import { describe, expect, test } from "vitest";
import type { Container, PodSpec } from "../../facts/types.gen.ts";
import { podNameWarnings, podOwnerNameWarnings, podSpecWarnings } from "./pod-warnings.ts";

const container: Container = { name: "c", image: "i" };

function told(spec: Partial<PodSpec>, annotations: Record<string, string> = {}, path = "spec"): string[] {
  return podSpecWarnings(path, { annotations }, { containers: [container], ...spec });
}

function inContainer(more: Partial<Container>): Partial<PodSpec> {
  return { containers: [{ ...container, ...more }] };
}

const arch = "beta.kubernetes.io/arch";
const zone = "failure-domain.beta.kubernetes.io/zone";
const useArch = 'deprecated since v1.14; use "kubernetes.io/arch" instead';
const useZone = 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead';
const nodeAffinity = "spec.affinity.nodeAffinity";
const always = "requiredDuringSchedulingIgnoredDuringExecution";
const rather = "preferredDuringSchedulingIgnoredDuringExecution";
const nobody = "a null labelSelector results in matching no pod";

describe("where pods go", () => {
  test("old names of nodes' labels", () => {
    const expression = (key: string) => ({ matchExpressions: [{ key, operator: "In", values: ["-a"] }] });
    expect(
      told({
        nodeSelector: { [arch]: "amd64" },
        affinity: {
          nodeAffinity: {
            [always]: { nodeSelectorTerms: [expression(zone)] },
            [rather]: [{ weight: 1, preference: expression(arch) }],
          },
        },
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: "ScheduleAnyway" }],
      }),
    ).toEqual([
      `spec.nodeSelector[${arch}]: ${useArch}`,
      `${nodeAffinity}.${always}.nodeSelectorTerms[0].matchExpressions[0].key: ${zone} is ${useZone}`,
      `${nodeAffinity}.${rather}[0].preference.matchExpressions[0].key: ${arch} is ${useArch}`,
      expect.stringContaining(`${nodeAffinity}.${rather}[0].preference.matchExpressions[0].values[0]: -a is invalid, `),
      `spec.topologySpreadConstraints[0].topologyKey: ${zone} is ${useZone}`,
      `spec.topologySpreadConstraints[0].labelSelector: ${nobody}`,
    ]);
  });

  test("affinity to nobody", () => {
    const term = { topologyKey: "t" };
    const sides = { [always]: [term], [rather]: [{ weight: 1, podAffinityTerm: term }] };
    expect(told({ affinity: { podAffinity: sides, podAntiAffinity: sides } })).toEqual(
      ["podAffinity", "podAntiAffinity"].flatMap((side) => [
        `spec.affinity.${side}.${always}[0].labelSelector: ${nobody}`,
        `spec.affinity.${side}.${rather}[0].podAffinityTerm.labelSelector: ${nobody}`,
      ]),
    );
  });
});

describe("annotations that are fields now", () => {
  const seccomp = "container.seccomp.security.alpha.kubernetes.io/c";
  const appArmor = "container.apparmor.security.beta.kubernetes.io/c";
  const annotations = { "seccomp.security.alpha.kubernetes.io/pod": "x", [seccomp]: "x", [appArmor]: "x" };
  const hint = 'non-functional in v1.27+; use the "seccompProfile" field instead';

  test("are told of, in templates AppArmor's too", () => {
    const own = [
      `metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: ${hint}`,
      `metadata.annotations[${seccomp}]: ${hint}`,
    ];
    expect(told({}, annotations)).toEqual(own);
    expect(told({}, annotations, "spec.template.spec")).toEqual([
      ...own.map((text) => `spec.template.${text}`),
      `spec.template.metadata.annotations[${appArmor}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
    ]);
  });

  test("are not, where the field says it too", () => {
    const profiles = { seccompProfile: { type: "RuntimeDefault" }, appArmorProfile: { type: "RuntimeDefault" } };
    const both = { ...inContainer({ securityContext: profiles }), securityContext: profiles };
    expect(told(both, annotations, "spec.template.spec")).toEqual([]);
  });
});

describe("volumes", () => {
  const file = (path: string) => ({ key: "k", path });

  test("that work no more", () => {
    expect(told({ volumes: [{ name: "v", storageos: {} }] })).toEqual([
      "spec.volumes[0].storageOS: deprecated in v1.22, non-functional in v1.25+",
    ]);
  });

  test.each([
    [
      "the same path",
      { configMap: { name: "m", items: [file("a"), file("a")] } },
      `(ConfigMap "m"): overlapping paths: "a" with "a"`,
    ],
    [
      "a file as a folder",
      { secret: { secretName: "s", items: [file("a/"), file("a/b")] } },
      `(Secret "s"): overlapping paths: "a/b" with "a"`,
    ],
    [
      "two parts",
      {
        projected: {
          sources: [{ configMap: { name: "Test", items: [file("test")] } }, { serviceAccountToken: { path: "test" } }],
        },
      },
      `(Projected): overlapping paths: "test" (ServiceAccountToken) with "test" (ConfigMap "Test")`,
    ],
  ])("whose files overlap: %s", (_name, source, text) => {
    expect(told({ volumes: [{ name: "v", ...source }] })).toEqual([`volume "v" ${text}`]);
  });

  test("whose files only look alike", () => {
    const items = [file("a"), file("ab"), file("b/a")];
    expect(told({ volumes: [{ name: "v", configMap: { items } }] })).toEqual([]);
  });

  test("that are claimed in parts of a byte", () => {
    const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "100m" } } };
    expect(told({ volumes: [{ name: "v", ephemeral: { volumeClaimTemplate: { spec } } }] })).toEqual([
      'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "100m" is invalid, must be an integer',
    ]);
  });
});

describe("containers", () => {
  test("parts of bytes", () => {
    const resources = { limits: { memory: "100m" } };
    expect(told({ ...inContainer({ resources }), overhead: { memory: "1m" } })).toEqual([
      'spec.overhead[memory]: fractional byte value "1m" is invalid, must be an integer',
      'spec.containers[0].resources.limits[memory]: fractional byte value "100m" is invalid, must be an integer',
    ]);
  });

  test.each([
    ["another value", { name: "A", value: "2" }, true],
    ["itself alone", { name: "A", value: "$(A)" }, true],
    ["a reference", { name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }, true],
    ["more of itself", { name: "A", value: "$(A)2" }, false],
  ])("a variable again, with %s", (_name, variable, isTold) => {
    const text = 'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply';
    expect(told(inContainer({ env: [{ name: "A", value: "1" }, variable] }))).toEqual(isTold ? [text] : []);
  });

  test.each([
    [{ containerPort: 80 }, "duplicate"],
    [{ containerPort: 80, hostPort: 1 }, "overlapping"],
    [{ containerPort: 80, protocol: "UDP" }, undefined],
    [{ containerPort: 81 }, undefined],
  ])("a port again: %o", (port, clash) => {
    const text = `spec.containers[0].ports[1]: ${clash} port definition with spec.containers[0].ports[0]`;
    expect(told(inContainer({ ports: [{ containerPort: 80 }, port] }))).toEqual(clash === undefined ? [] : [text]);
  });

  test("a port of the host for all addresses and for one", () => {
    const ports = [
      { containerPort: 80, hostPort: 1 },
      { containerPort: 80, hostPort: 1, hostIP: "127.0.0.1" },
    ];
    expect(told(inContainer({ ports }))).toEqual([
      "spec.containers[0].ports[1]: dangerously ambiguous port definition with spec.containers[0].ports[0]",
    ]);
    expect(told(inContainer({ ports: [{ containerPort: 80, protocol: "TCP", hostIP: "127.0.0.1" }] }))).toEqual([
      "spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:127.0.0.1}",
    ]);
  });
});

test("names that no label can be", () => {
  expect(podNameWarnings("a.b")).toEqual([
    expect.stringContaining("metadata.name: this is used in the Pod's hostname"),
  ]);
  expect(podOwnerNameWarnings("a.b")[0]).toContain("metadata.name: this is used in Pod names and hostnames");
  expect(podOwnerNameWarnings("a")).toEqual([]);
});
