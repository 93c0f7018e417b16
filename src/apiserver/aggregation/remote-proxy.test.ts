// Requests that other API servers answer: what they are told of the caller, and what is refused.
import { expect, test } from "vitest";
import { builtinRegistry, kindRegistry } from "../../kinds/kind-registry.ts";
import type { ServerReach } from "../server-reach.ts";
import { planLocalApiServices } from "./local-api-services.ts";
import { mergeGroups } from "./merge-groups.ts";
import { identityHeaders, proxyToRemote } from "./remote-proxy.ts";

test("who asks goes along, each group on a line of its own", () => {
  const user = { name: "alice", uid: "u1", groups: ["a", "b"], extra: { "example.org/team": ["x"] } };
  expect(identityHeaders(user)).toEqual([
    ["X-Remote-User", "alice"],
    ["X-Remote-Uid", "u1"],
    ["X-Remote-Group", "a"],
    ["X-Remote-Group", "b"],
    ["X-Remote-Extra-example.org%2Fteam", "x"],
  ]);
});

test("a server that is not available is not asked", async () => {
  const api = {
    name: "v1.g",
    group: "g",
    version: "v1",
    service: { namespace: "a", name: "b", port: 443 },
    insecureSkipTlsVerify: true,
    groupPriorityMinimum: 1,
    versionPriority: 1,
    available: false,
  };
  const proxied = {
    request: new Request("https://skerry/apis/g/v1"),
    target: "/apis/g/v1",
    user: { name: "a", groups: [] },
  };
  await expect(proxyToRemote({} as ServerReach, api, proxied)).rejects.toMatchObject({
    code: 503,
    message: "service unavailable",
  });
});

test("local APIServices follow what is served; nobody else's are touched", () => {
  const registry = kindRegistry(builtinRegistry.kinds.filter(({ group }) => group === "" || group === "autoscaling"));
  const plan = planLocalApiServices(registry, []);
  expect(plan.create.map(({ metadata }) => metadata?.name)).toEqual(["v1.", "v2.autoscaling", "v1.autoscaling"]);
  expect(plan.create[0]).toMatchObject({ spec: { groupPriorityMinimum: 18_000, versionPriority: 30 } });
  const gone = {
    metadata: { name: "v1.gone", labels: { "kube-aggregator.kubernetes.io/automanaged": "true" } },
    spec: { groupPriorityMinimum: 1, versionPriority: 1 },
  };
  const theirs = { ...gone, spec: { ...gone.spec, service: { namespace: "a", name: "b" } } };
  expect(planLocalApiServices(registry, [...plan.create, gone])).toEqual({ create: [], remove: ["v1.gone"] });
  expect(planLocalApiServices(registry, [...plan.create, theirs]).remove).toEqual([]);
});

test("a group may have versions here and elsewhere", () => {
  const own = [
    { name: "a", versions: ["v1"] },
    { name: "b", versions: ["v1"] },
  ];
  expect(
    mergeGroups(own, [
      { name: "b", versions: ["v2"] },
      { name: "c", versions: ["v1"] },
    ]),
  ).toEqual([
    { name: "a", versions: ["v1"] },
    { name: "b", versions: ["v1", "v2"] },
    { name: "c", versions: ["v1"] },
  ]);
});
