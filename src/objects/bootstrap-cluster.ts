// What every cluster begins with.
import type { KubeObject } from "../apimachinery/json.ts";
import { StatusError } from "../apimachinery/status-error.ts";
import { type KindName, LocalClient } from "../apiserver/local-client.ts";
import type { Scope } from "../apiserver/scope.ts";
import { controllerUser } from "../auth/user.ts";
import { apiNamespace, apiServerEndpoint, apiServiceName } from "../controllers/default-services/services.ts";

/** Where services get their addresses from. The first is the API's, the tenth DNS', as everywhere. */
export const serviceCidr = "10.96.0.0/16";

const namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Kubernetes: pkg/apis/scheduling/v1/helpers.go systemPriorityClasses */
const priorityClasses = [
  {
    name: "system-node-critical",
    value: 2_000_001_000,
    description: "Pods that their node cannot do without.",
  },
  {
    name: "system-cluster-critical",
    value: 2_000_000_000,
    description: "Pods that the cluster cannot do without, on whichever node.",
  },
];

interface Beginning {
  readonly kind: KindName;
  readonly object: KubeObject;
}

function beginnings(): Beginning[] {
  return [
    ...namespaces.map((name) => ({
      kind: { group: "", version: "v1", plural: "namespaces" },
      object: { metadata: { name } },
    })),
    ...priorityClasses.map(({ name, value, description }) => ({
      kind: { group: "scheduling.k8s.io", version: "v1", plural: "priorityclasses" },
      object: { metadata: { name }, value, description },
    })),
    {
      kind: { group: "networking.k8s.io", version: "v1", plural: "servicecidrs" },
      object: { metadata: { name: "kubernetes" }, spec: { cidrs: [serviceCidr] } },
    },
    {
      kind: { group: "networking.k8s.io", version: "v1", plural: "ipaddresses" },
      object: {
        metadata: { name: apiServerEndpoint },
        spec: { parentRef: { resource: "services", namespace: apiNamespace, name: apiServiceName } },
      },
    },
  ];
}

/** Creates what is missing; what is there stays as it is. */
export async function bootstrapCluster(scope: Scope): Promise<void> {
  const client = new LocalClient(scope, controllerUser("bootstrap"));
  for (const { kind, object } of beginnings()) {
    try {
      await client.create(kind, object);
    } catch (error) {
      if (!(error instanceof StatusError) || error.reason !== "AlreadyExists") throw error;
    }
  }
}
