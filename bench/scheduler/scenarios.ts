// What the scheduler is measured with: the shapes of workloads that cost it differently.
import type { PodSpec } from "../../src/kinds/facts/types.gen.ts";
import { type PodOptions, pod } from "./objects.ts";

export interface Scenario {
  readonly name: string;
  /** The pod with this number; pods of one app are each other's like. */
  readonly pod: (index: number) => ReturnType<typeof pod>;
}

const replicasPerApp = 100;

function scenario(name: string, isReplica: boolean, specOf: (app: string) => Partial<PodSpec> = () => ({})): Scenario {
  return {
    name,
    pod(index) {
      const app = `app-${Math.floor(index / replicasPerApp)}`;
      const options: PodOptions = { index, app, isReplica, spec: specOf(app) };
      return pod(options);
    },
  };
}

function selector(app: string) {
  return { matchLabels: { app } };
}

export const scenarios: readonly Scenario[] = [
  scenario("plain pods", false),
  scenario("replicas (default spreading)", true),
  scenario("replicas with a node selector", true, () => ({ nodeSelector: { disk: "ssd" } })),
  scenario("hard spread over zones", true, (app) => ({
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "DoNotSchedule",
        labelSelector: selector(app),
      },
    ],
  })),
  scenario("hard spread over hosts", true, (app) => ({
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "kubernetes.io/hostname",
        whenUnsatisfiable: "DoNotSchedule",
        labelSelector: selector(app),
      },
    ],
  })),
  scenario("required anti-affinity by host", true, (app) => ({
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: "kubernetes.io/hostname", labelSelector: selector(app) },
        ],
      },
    },
  })),
  scenario("preferred affinity by zone", true, (app) => ({
    affinity: {
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 50,
            podAffinityTerm: { topologyKey: "topology.kubernetes.io/zone", labelSelector: selector(app) },
          },
        ],
      },
    },
  })),
  // Fits nowhere: every node is looked at, in vain.
  scenario("too big for any node", true, () => ({
    containers: [{ name: "main", image: "registry.example/big:v1", resources: { requests: { cpu: "64" } } }],
  })),
];
