// Kinds of the API server's own groups, verb by verb.
import { expect } from "vitest";
import { exerciseApi } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";

const condition = {
  type: "Ready",
  status: "True",
  reason: "Told",
  message: "by a test",
  lastTransitionTime: "2026-01-02T03:04:05Z",
};
const match = {
  resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["nothings"] }],
};

conformance(
  "[sig-api-machinery] API priority and fairness should support FlowSchema API operations [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      base: "/apis/flowcontrol.apiserver.k8s.io/v1",
      resource: "flowschemas",
      namespace: "",
      make: () => ({
        spec: {
          matchingPrecedence: 10_000,
          priorityLevelConfiguration: { name: "none-of-these" },
          rules: [
            {
              subjects: [{ kind: "User", user: { name: "nobody-here" } }],
              nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
            },
          ],
        },
      }),
      patch: {
        body: { spec: { matchingPrecedence: 9999 } },
        holds: (object) => expect(object["spec"].matchingPrecedence).toBe(9999),
      },
      status: {
        body: { status: { conditions: [condition] } },
        holds: (object) => expect(object["status"].conditions).toContainEqual(condition),
      },
    }),
);

conformance(
  "[sig-api-machinery] API priority and fairness should support PriorityLevelConfiguration API operations [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      base: "/apis/flowcontrol.apiserver.k8s.io/v1",
      resource: "prioritylevelconfigurations",
      namespace: "",
      make: () => ({
        spec: { type: "Limited", limited: { nominalConcurrencyShares: 2, limitResponse: { type: "Reject" } } },
      }),
      patch: {
        body: { spec: { limited: { nominalConcurrencyShares: 4 } } },
        holds: (object) => expect(object["spec"].limited.nominalConcurrencyShares).toBe(4),
      },
      status: {
        body: { status: { conditions: [condition] } },
        holds: (object) => expect(object["status"].conditions).toContainEqual(condition),
      },
    }),
);

conformance(
  "[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should support ValidatingAdmissionPolicy API operations [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      base: "/apis/admissionregistration.k8s.io/v1",
      resource: "validatingadmissionpolicies",
      namespace: "",
      make: () => ({ spec: { matchConstraints: match, validations: [{ expression: "object.spec.replicas <= 100" }] } }),
      patch: {
        body: { spec: { failurePolicy: "Ignore" } },
        holds: (object) => expect(object["spec"].failurePolicy).toBe("Ignore"),
      },
      status: {
        body: { status: { conditions: [condition] } },
        holds: (object) => expect(object["status"].conditions).toContainEqual(condition),
      },
    }),
);

conformance(
  "[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should support ValidatingAdmissionPolicyBinding API operations [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      base: "/apis/admissionregistration.k8s.io/v1",
      resource: "validatingadmissionpolicybindings",
      namespace: "",
      make: () => ({ spec: { policyName: "none-of-these", validationActions: ["Deny"] } }),
    }),
);

const mutation = {
  patchType: "ApplyConfiguration",
  applyConfiguration: { expression: 'Object{metadata: Object.metadata{labels: {"a": "b"}}}' },
};

conformance(
  "[sig-api-machinery] MutatingAdmissionPolicy [Privileged:ClusterAdmin] should support MutatingAdmissionPolicy API operations [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      base: "/apis/admissionregistration.k8s.io/v1",
      resource: "mutatingadmissionpolicies",
      namespace: "",
      make: () => ({ spec: { matchConstraints: match, mutations: [mutation], reinvocationPolicy: "Never" } }),
      patch: {
        body: { spec: { failurePolicy: "Ignore" } },
        holds: (object) => expect(object["spec"].failurePolicy).toBe("Ignore"),
      },
    }),
);

conformance(
  "[sig-api-machinery] MutatingAdmissionPolicy [Privileged:ClusterAdmin] should support MutatingAdmissionPolicyBinding API operations [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      base: "/apis/admissionregistration.k8s.io/v1",
      resource: "mutatingadmissionpolicybindings",
      namespace: "",
      make: () => ({ spec: { policyName: "none-of-these" } }),
    }),
);
