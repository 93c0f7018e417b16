// Policies in CEL that refuse and change what is written to the test's own namespace.
import { expect } from "vitest";
import { type Api, ApiError, type ApiObject } from "../harness/api.ts";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { until } from "../harness/until.ts";

const base = "/apis/admissionregistration.k8s.io/v1";
const rules = [
  { apiGroups: ["apps"], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["deployments"] },
];

interface Policy {
  readonly sort: "validating" | "mutating";
  readonly spec: object;
}

const policyOf = (namespace: string) => `${namespace}.policy.example.com`;

/** Runs `body` while a policy is in the cluster, bound to the namespace alone. */
async function withPolicy(
  { api, namespace }: { readonly api: Api; readonly namespace: string },
  { sort, spec }: Policy,
  body: () => Promise<void>,
): Promise<void> {
  const here = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } };
  const name = policyOf(namespace);
  const actions = sort === "validating" ? { validationActions: ["Deny"] } : {};
  const matchConstraints = { resourceRules: rules, ...here };
  await api.create(`${base}/${sort}admissionpolicies`, { metadata: { name }, spec: { matchConstraints, ...spec } });
  await api.create(`${base}/${sort}admissionpolicybindings`, {
    metadata: { name },
    spec: { policyName: name, matchResources: here, ...actions },
  });
  try {
    await body();
  } finally {
    await api.delete(`${base}/${sort}admissionpolicybindings/${name}`);
    await api.delete(`${base}/${sort}admissionpolicies/${name}`);
  }
}

const pathOf = (namespace: string, resource: string) => `/apis/apps/v1/namespaces/${namespace}/${resource}`;

function workload(name: string, replicas: number): object {
  const labels = { app: name };
  const containers = [{ name: "pause", image: "pause" }];
  return {
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}

/** A policy takes a moment to be known everywhere: this one is made over and over until the answer shows it. */
function marked(api: Api, namespace: string, shows: (made: ApiObject) => boolean): Promise<unknown> {
  const path = pathOf(namespace, "deployments");
  return until(async () => {
    const made = await api.create(path, workload("marker", 1)).catch((error: unknown) => error as ApiError);
    // Refused by this very policy: nothing else would change that.
    if (made instanceof ApiError) return made.message.includes(`'${policyOf(namespace)}'`);
    await api.delete(`${path}/marker`, { propagationPolicy: "Background" });
    return shows(made);
  });
}

conformance(
  "[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should validate against a Deployment [Conformance]",
  ({ api, namespace }) => {
    const validations = [
      {
        expression: "object.spec.replicas > 1",
        messageExpression: "'wants replicas > 1, got ' + object.spec.replicas",
      },
      { expression: `namespaceObject.metadata.name == '${namespace}'`, message: "not here" },
    ];
    return withPolicy({ api, namespace }, { sort: "validating", spec: { validations } }, async () => {
      await marked(api, namespace, () => false);
      const few = api.create(pathOf(namespace, "deployments"), workload("few", 1));
      const { message } = await expectReason(few, "Invalid");
      expect(message).toContain("failed expression: object.spec.replicas > 1");
      await api.create(pathOf(namespace, "deployments"), workload("more", 2));
      await api.create(pathOf(namespace, "replicasets"), workload("other", 1));
    });
  },
);

conformance(
  "[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should allow expressions to refer variables. [Conformance]",
  ({ api, namespace }) => {
    const variables = [
      { name: "replicas", expression: "object.spec.replicas" },
      { name: "oddReplicas", expression: "variables.replicas % 2 == 1" },
    ];
    const validations = [{ expression: "variables.replicas > 1" }, { expression: "variables.oddReplicas" }];
    return withPolicy({ api, namespace }, { sort: "validating", spec: { variables, validations } }, async () => {
      await marked(api, namespace, () => false);
      const deployments = pathOf(namespace, "deployments");
      const one = await expectReason(api.create(deployments, workload("one", 1)), "Invalid");
      expect(one.message).toContain("failed expression: variables.replicas > 1");
      const two = await expectReason(api.create(deployments, workload("two", 2)), "Invalid");
      expect(two.message).toContain("failed expression: variables.oddReplicas");
      await api.create(deployments, workload("three", 3));
      await api.create(pathOf(namespace, "replicasets"), workload("other", 1));
    });
  },
);

function applying(expression: string): object {
  return {
    mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
    reinvocationPolicy: "Never",
  };
}

conformance(
  "[sig-api-machinery] MutatingAdmissionPolicy [Privileged:ClusterAdmin] should mutate a Deployment [Conformance]",
  ({ api, namespace }) =>
    withPolicy(
      { api, namespace },
      { sort: "mutating", spec: applying("Object{spec: Object.spec{replicas: 13}}") },
      async () => {
        await marked(api, namespace, (made) => made["spec"].replicas === 13);
        const made = await api.create(pathOf(namespace, "deployments"), workload("many", 1));
        expect(made["spec"].replicas).toBe(13);
      },
    ),
);

conformance(
  "[sig-api-machinery] MutatingAdmissionPolicy [Privileged:ClusterAdmin] should mutate a Deployment with annotations [Conformance]",
  ({ api, namespace }) => {
    const expression = `Object{metadata: Object.metadata{annotations: {"mutated-by": "admission-policy"}}}`;
    return withPolicy({ api, namespace }, { sort: "mutating", spec: applying(expression) }, async () => {
      const isNoted = ({ metadata }: ApiObject) => metadata.annotations?.["mutated-by"] === "admission-policy";
      await marked(api, namespace, isNoted);
      const made = await api.create(pathOf(namespace, "deployments"), workload("noted", 1));
      expect(made.metadata.annotations).toMatchObject({ "mutated-by": "admission-policy" });
    });
  },
);
