// The end of a namespace with pods that run.
import { expect } from "vitest";
import { makeNamespace } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";
import { pausing } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { Pods, watched } from "./harness/pods.ts";

podConformance(
  "[sig-api-machinery] OrderedNamespaceDeletion namespace deletion should delete pod first [Conformance]",
  async ({ api }) => {
    const name = randomName("ordered");
    await makeNamespace(api, name);
    const pods = new Pods(api, name);
    const path = `/api/v1/namespaces/${name}`;
    const made = await api.create(pods.collection, {
      metadata: { name: "held", finalizers: ["e2e.example.com/finalizer"] },
      spec: { terminationGracePeriodSeconds: 1, containers: [pausing()] },
    });
    await pods.ready(made.metadata.name);
    await api.create(`${path}/configmaps`, { metadata: { name: "kept" }, data: { key: "value" } });
    await api.delete(path);
    await pods.until("held", ({ metadata }) => metadata.deletionTimestamp !== undefined);
    await watched(api, "/api/v1/namespaces", name, ({ status }) =>
      status.conditions?.some(
        ({ type, status }: { type: string; status: string }) =>
          type === "NamespaceContentRemaining" && status === "True",
      ),
    );
    expect(await api.exists(`${path}/configmaps/kept`)).toBe(true);
    await api.patch(pods.path("held"), { metadata: { finalizers: null } });
    const watch = await api.watch("/api/v1/namespaces", { fieldSelector: `metadata.name=${name}` });
    if (await api.exists(path)) await watch.until(({ type }) => type === "DELETED", 60_000);
    watch.close();
  },
);
