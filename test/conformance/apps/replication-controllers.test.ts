// ReplicationControllers whose pods are never run.
import { expect } from "vitest";
import { conformance } from "../harness/conformance.ts";
import { until } from "../harness/until.ts";

conformance(
  "[sig-apps] ReplicationController should surface a failure condition on a common issue like exceeded quota [Conformance]",
  async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}`;
    await api.create(`${path}/resourcequotas`, { metadata: { name: "tight" }, spec: { hard: { pods: "2" } } });
    await until(async () => (await api.get(`${path}/resourcequotas/tight`))["status"].hard?.pods === "2");
    const labels = { name: "tight" };
    const template = { metadata: { labels }, spec: { containers: [{ name: "a", image: "a" }] } };
    const spec = { replicas: 3, selector: labels, template };
    await api.create(`${path}/replicationcontrollers`, { metadata: { name: "tight" }, spec });

    const controller = `${path}/replicationcontrollers/tight`;
    const failure = async () => {
      const { metadata, status } = await api.get(controller);
      const conditions: readonly { type: string }[] = status.conditions ?? [];
      return {
        observed: status.observedGeneration >= (metadata.generation ?? 0),
        condition: conditions.find(({ type }) => type === "ReplicaFailure"),
      };
    };
    const { condition } = await until(async () => {
      const found = await failure();
      return found.observed && found.condition !== undefined && found;
    });
    expect(condition).toMatchObject({ status: "True", reason: "FailedCreate" });

    await api.patch(controller, { spec: { replicas: 2 } });
    await until(async () => {
      const found = await failure();
      return found.observed && found.condition === undefined;
    });
  },
);
