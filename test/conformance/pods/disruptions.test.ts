// Evictions and the budgets that hold them back, node pressure by taints.
import { expect } from "vitest";
import { ApiError } from "../harness/api.ts";
import { until } from "../harness/until.ts";
import { pausing } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { type Pods, watched } from "./harness/pods.ts";

const labels = { foo: "bar" };
const budgetsOf = (namespace: string) => `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`;
const budget = (minAvailable: number) => ({
  metadata: { name: "foo" },
  spec: { minAvailable, selector: { matchLabels: labels } },
});

async function runSeveral(pods: Pods, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `pod-${index}`);
  await Promise.all(names.map((name) => pods.run({ name, labels, spec: { containers: [pausing()] } })));
}

podConformance(
  "[sig-apps] DisruptionController should observe PodDisruptionBudget status updated [Conformance]",
  async ({ api, namespace, pods }) => {
    await api.create(budgetsOf(namespace), budget(1));
    await runSeveral(pods, 3);
    await watched(api, budgetsOf(namespace), "foo", ({ status }) => status?.disruptionsAllowed > 0);
  },
);

podConformance(
  "[sig-apps] DisruptionController should update/patch PodDisruptionBudget status [Conformance]",
  async ({ api, namespace, pods }) => {
    await api.create(budgetsOf(namespace), budget(1));
    await runSeveral(pods, 1);
    await watched(api, budgetsOf(namespace), "foo", ({ status }) => status?.currentHealthy === 1);
    const path = `${budgetsOf(namespace)}/foo/status`;
    const time = "2026-01-01T00:00:00Z";
    const updated = await api.change(path, (one) => {
      one["status"].disruptedPods = { "no-such-pod": time };
    });
    expect(updated["status"].disruptedPods).toEqual({ "no-such-pod": time });
    const patched = await api.patch(path, { status: { disruptedPods: null } });
    expect(patched["status"].disruptedPods ?? {}).toEqual({});
  },
);

podConformance(
  "[sig-apps] DisruptionController should block an eviction until the PDB is updated to allow it [Conformance]",
  async ({ api, namespace, pods }) => {
    const evict = async (name: string) => {
      const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name } };
      return api.create(`${pods.path(name)}/eviction`, body);
    };
    const refusal = async (name: string) => {
      const error = await evict(name).catch((one) => one);
      expect(error).toBeInstanceOf(ApiError);
      expect(error.code).toBe(429);
      return error.status;
    };
    await runSeveral(pods, 3);
    await api.create(budgetsOf(namespace), budget(3));
    await watched(api, budgetsOf(namespace), "foo", ({ status }) => status?.currentHealthy === 3);
    expect((await refusal("pod-0")).details.causes[0].reason).toBe("DisruptionBudget");
    await api.patch(`${budgetsOf(namespace)}/foo`, { spec: { minAvailable: 2 } });
    await until(() => evict("pod-0").then(() => true));
    await pods.gone("pod-0");
    await refusal("pod-1");
    await api.delete(`${budgetsOf(namespace)}/foo`);
    await until(() => evict("pod-1").then(() => true));
    await pods.gone("pod-1");
  },
);
