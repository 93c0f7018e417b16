// APIServices of other servers: when they are available, and what is said when not.
import { describe, expect, test } from "vitest";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import type { APIService, FlowSchema } from "../../kinds/facts/types.gen.ts";
import { apiServices, flowSchemas, priorityLevelConfigurations } from "../../kinds/kind-refs.ts";
import { flowSchemaController } from "../flow-schema/reconcile.ts";
import { nextLookMs, probeVerdict, wayProblem } from "./plan.ts";
import { apiServiceController } from "./reconcile.ts";

const spec = {
  group: "wardle.example.com",
  version: "v1alpha1",
  groupPriorityMinimum: 2000,
  versionPriority: 200,
  insecureSkipTLSVerify: true,
  service: { namespace: "team", name: "server", port: 443 },
};
const api: APIService = { metadata: { name: "v1alpha1.wardle.example.com" }, spec };
const service = { metadata: { name: "server" }, spec: { ports: [{ port: 443, name: "https" }] } };
const slice = (addresses: string[], ready = true) => ({
  addressType: "IPv4",
  ports: [{ name: "https", port: 8443 }],
  endpoints: [{ addresses, conditions: { ready } }],
});

describe("the way to a server", () => {
  test.each<[string, Parameters<typeof wayProblem>, string | undefined]>([
    ["no service", [api, undefined, []], "ServiceNotFound"],
    ["another port", [api, { spec: { ports: [{ port: 80 }] } }, []], "ServicePortError"],
    ["no slices", [api, service, []], "EndpointsNotFound"],
    ["nobody ready", [api, service, [slice(["10.0.0.1"], false)]], "MissingEndpoints"],
    ["somebody ready", [api, service, [slice(["10.0.0.1"])]], undefined],
    ["a name outside", [api, { spec: { type: "ExternalName", externalName: "api.example" } }, []], undefined],
  ])("%s", (_what, given, reason) => {
    expect(wayProblem(...given)?.reason).toBe(reason);
  });

  test("a server that answers badly, or not at all", () => {
    expect(probeVerdict("https://a/apis/g/v1", 200).status).toBe("True");
    expect(probeVerdict("https://a/apis/g/v1", 403)).toMatchObject({ status: "False", reason: "FailedDiscoveryCheck" });
    expect(probeVerdict("https://a/apis/g/v1", "no route").message).toContain("no route");
  });

  test("what is away is looked for less and less", () => {
    expect([
      nextLookMs("True", 0),
      nextLookMs("False", 0),
      nextLookMs("False", 8_000),
      nextLookMs("False", 1e9),
    ]).toEqual([30_000, 1_000, 4_000, 30_000]);
  });
});

test("the condition is set, and again when things change", async () => {
  const at = controllerWorld({ cluster: [apiServiceController(async () => 200)], namespaced: [] });
  await at.create("team");
  await at.cluster.client.create(apiServices, structuredClone(api));
  await at.settle();
  const stored = await at.cluster.read<APIService>(apiServices, "v1alpha1.wardle.example.com");
  expect(stored.status?.conditions).toMatchObject([{ type: "Available", status: "False", reason: "ServiceNotFound" }]);
});

test("a flow schema says whether its level is there", async () => {
  const at = controllerWorld({ cluster: [flowSchemaController], namespaced: [] });
  const rules = [
    {
      subjects: [{ kind: "Group", group: { name: "a" } }],
      nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
    },
  ];
  await at.cluster.client.create(flowSchemas, {
    metadata: { name: "mine" },
    spec: { priorityLevelConfiguration: { name: "own" }, rules },
  });
  await at.settle();
  const dangling = async () => (await at.cluster.read<FlowSchema>(flowSchemas, "mine")).status?.conditions?.[0];
  expect(await dangling()).toMatchObject({ type: "Dangling", status: "True", reason: "NotFound" });
  await at.cluster.client.create(priorityLevelConfigurations, {
    metadata: { name: "own" },
    spec: { type: "Limited", limited: { limitResponse: { type: "Reject" } } },
  });
  await at.settle();
  expect(await dangling()).toMatchObject({ status: "False", reason: "Found" });
});
