// The flow schemas and priority levels that every cluster begins with: data.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go
import type {
  FlowcontrolV1Subject,
  FlowSchemaSpec,
  PolicyRulesWithSubjects,
  PriorityLevelConfigurationSpec,
  ResourcePolicyRule,
} from "../../kinds/facts/types.gen.ts";

export interface SuggestedLevel {
  readonly name: string;
  readonly spec: PriorityLevelConfigurationSpec;
}

export interface SuggestedSchema {
  readonly name: string;
  readonly spec: FlowSchemaSpec;
}

/** Those that are put back when they are deleted or changed; of the others, only what is missing at the first look is made. */
export const mandatoryNames: ReadonlySet<string> = new Set(["exempt", "catch-all"]);

interface Queues {
  readonly queues: number;
  readonly handSize: number;
}

function limited(name: string, shares: number, lendablePercent: number, queues?: Queues): SuggestedLevel {
  const limitResponse =
    queues === undefined
      ? { type: "Reject" }
      : { type: "Queue", queuing: { ...queues, queueLengthLimit: queueLengthLimit } };
  return {
    name,
    spec: { type: "Limited", limited: { nominalConcurrencyShares: shares, lendablePercent, limitResponse } },
  };
}

const queueLengthLimit = 50;

export const suggestedLevels: readonly SuggestedLevel[] = [
  { name: "exempt", spec: { type: "Exempt", exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } } },
  limited("catch-all", 5, 0),
  limited("system", 30, 33, { queues: 64, handSize: 6 }),
  limited("node-high", 40, 25, { queues: 64, handSize: 6 }),
  limited("leader-election", 10, 0, { queues: 16, handSize: 4 }),
  limited("workload-high", 40, 50, { queues: 128, handSize: 6 }),
  limited("workload-low", 100, 90, { queues: 128, handSize: 6 }),
  limited("global-default", 20, 50, { queues: 128, handSize: 6 }),
];

function group(name: string): FlowcontrolV1Subject {
  return { kind: "Group", group: { name } };
}

function user(name: string): FlowcontrolV1Subject {
  return { kind: "User", user: { name } };
}

function systemAccount(name: string): FlowcontrolV1Subject {
  return { kind: "ServiceAccount", serviceAccount: { name, namespace: "kube-system" } };
}

const everybody = [group("system:unauthenticated"), group("system:authenticated")];
const controllerManager = user("system:kube-controller-manager");
const scheduler = user("system:kube-scheduler");
const nodes = [group("system:nodes")];

function everything(subjects: FlowcontrolV1Subject[]): PolicyRulesWithSubjects {
  return {
    subjects,
    resourceRules: [resources(["*"], ["*"], ["*"], { namespaces: ["*"], clusterScope: true })],
    nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
  };
}

function resources(
  verbs: string[],
  apiGroups: string[],
  names: string[],
  where: { readonly namespaces: string[]; readonly clusterScope?: true },
): ResourcePolicyRule {
  return { verbs, apiGroups, resources: names, ...where };
}

const leases = resources(["get", "create", "update"], ["coordination.k8s.io"], ["leases"], { namespaces: ["*"] });

type Distinguisher = "ByUser" | "ByNamespace" | undefined;

function schema(
  name: string,
  level: string,
  precedence: number,
  distinguisher: Distinguisher,
  rules: PolicyRulesWithSubjects[],
): SuggestedSchema {
  const method = distinguisher === undefined ? {} : { distinguisherMethod: { type: distinguisher } };
  const spec = {
    priorityLevelConfiguration: { name: level },
    matchingPrecedence: precedence,
    ...method,
    rules,
  };
  return { name, spec };
}

export const suggestedSchemas: readonly SuggestedSchema[] = [
  schema("exempt", "exempt", 1, undefined, [everything([group("system:masters")])]),
  schema("probes", "exempt", 2, undefined, [
    {
      subjects: everybody,
      nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/healthz", "/readyz", "/livez"] }],
    },
  ]),
  schema("system-leader-election", "leader-election", 100, "ByUser", [
    { subjects: [controllerManager, scheduler, systemAccount("*")], resourceRules: [leases] },
  ]),
  schema("endpoint-controller", "workload-high", 150, "ByUser", [
    {
      subjects: [controllerManager, systemAccount("endpoint-controller")],
      resourceRules: [resources(["get", "create", "update"], [""], ["endpoints"], { namespaces: ["*"] })],
    },
  ]),
  schema("workload-leader-election", "leader-election", 200, "ByUser", [
    { subjects: [systemAccount("*")], resourceRules: [leases] },
  ]),
  schema("system-node-high", "node-high", 400, "ByUser", [
    {
      subjects: nodes,
      resourceRules: [
        resources(["*"], [""], ["nodes", "nodes/status"], { namespaces: ["*"], clusterScope: true }),
        resources(["*"], ["coordination.k8s.io"], ["leases"], { namespaces: ["*"] }),
      ],
    },
  ]),
  schema("system-nodes", "system", 500, "ByUser", [everything(nodes)]),
  schema("kube-controller-manager", "workload-high", 800, "ByNamespace", [everything([controllerManager])]),
  schema("kube-scheduler", "workload-high", 800, "ByNamespace", [everything([scheduler])]),
  schema("kube-system-service-accounts", "workload-high", 900, "ByNamespace", [everything([systemAccount("*")])]),
  schema("service-accounts", "workload-low", 9000, "ByUser", [everything([group("system:serviceaccounts")])]),
  schema("global-default", "global-default", 9900, "ByUser", [everything(everybody)]),
  schema("catch-all", "catch-all", 10_000, "ByUser", [everything(everybody)]),
];
