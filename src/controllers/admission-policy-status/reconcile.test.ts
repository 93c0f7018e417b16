import { expect, test } from "vitest";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import { validatingAdmissionPolicies } from "../../kinds/kind-refs.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";
import { admissionPolicyStatusController } from "./reconcile.ts";

const deployments = { apiGroups: ["apps"], apiVersions: ["v1"], operations: ["*"], resources: ["deployments"] };

async function checked(spec: object) {
  const world = controllerWorld({ cluster: [admissionPolicyStatusController(() => builtinRegistry)] });
  const { client } = world.cluster;
  await client.create(validatingAdmissionPolicies, {
    metadata: { name: "p" },
    spec: { matchConstraints: { resourceRules: [deployments] }, ...spec },
  });
  await world.settle();
  const status = async () => (await client.get(validatingAdmissionPolicies, "p"))?.status;
  const change = async (changed: object) => {
    await client.patch(validatingAdmissionPolicies, "p", { spec: changed } as never);
    await world.settle();
  };
  return { status, change };
}

test("expressions are checked against the kinds that the policy asks for, again when it changes", async () => {
  const { status, change } = await checked({
    variables: [{ name: "n", expression: "object.spec.replicas" }],
    validations: [
      { expression: "variables.n > '1'", messageExpression: "string(object.metadata.nam)" },
      { expression: "object.spec.replicas > 1 && object.metadata.labels['a'] == 'b'" },
    ],
  });
  expect(await status()).toEqual({
    observedGeneration: 1,
    typeChecking: {
      expressionWarnings: [
        {
          fieldRef: "spec.validations[0].expression",
          warning:
            "apps/v1, Kind=Deployment: ERROR: <input>:1:13: found no matching overload for '_>_' applied to '(int, string)'\n | variables.n > '1'\n | ............^\n",
        },
        {
          fieldRef: "spec.validations[0].messageExpression",
          warning:
            "apps/v1, Kind=Deployment: ERROR: <input>:1:23: undefined field 'nam'\n | string(object.metadata.nam)\n | ......................^\n",
        },
      ],
    },
  });
  await change({ validations: [{ expression: "object.spec.replicas > 1" }] });
  expect(await status()).toEqual({ observedGeneration: 2, typeChecking: {} });
});

test("parameters are checked by their kind, and not at all when that is unknown", async () => {
  const validations = [{ expression: "params.data.a == 'b' && params.date == ''" }];
  const known = await checked({ paramKind: { apiVersion: "v1", kind: "ConfigMap" }, validations });
  expect((await known.status())?.typeChecking?.expressionWarnings?.[0]?.warning).toContain("undefined field 'date'");
  const unknown = await checked({ paramKind: { apiVersion: "example.com/v1", kind: "Limit" }, validations });
  expect((await unknown.status())?.typeChecking).toEqual({});
});

test("nothing is guessed of wildcards", async () => {
  const resourceRules = [{ ...deployments, apiVersions: ["*"] }];
  const { status } = await checked({
    matchConstraints: { resourceRules },
    validations: [{ expression: "object.a.b" + " == 1" }],
  });
  expect((await status())?.typeChecking).toEqual({});
});
