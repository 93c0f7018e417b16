// Custom resources whose versions a webhook in a pod converts.
import { expect } from "vitest";
import type { ApiObject } from "../harness/api.ts";
import { definitionOf, isEstablished, versionOf } from "../harness/custom-resource.ts";
import { until } from "../harness/until.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import type { Where } from "./harness/services.ts";
import { webhookServer } from "./harness/webhook.ts";

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const text = { type: "string" };
const v1Schema = { type: "object", properties: { hostPort: text } };
const v2Schema = { type: "object", properties: { host: text, port: text } };

interface Converted {
  readonly definition: string;
  collection(version: string): string;
  make(version: string, name: string, fields: object): Promise<ApiObject>;
}

/** v1 has `hostPort` and is stored, v2 has `host` and `port`. */
async function withConversion(where: Where, run: (resource: Converted) => Promise<void>): Promise<void> {
  const { api, namespace } = where;
  const { clientConfig } = await webhookServer(where);
  const v1 = versionOf("v1", v1Schema, { selectableFields: [{ jsonPath: ".hostPort" }] });
  const selectableFields = [{ jsonPath: ".host" }, { jsonPath: ".port" }];
  const body = definitionOf({ versions: [v1, versionOf("v2", v2Schema, { storage: false, selectableFields })] });
  const conversion = {
    strategy: "Webhook",
    webhook: { clientConfig: clientConfig("/convert"), conversionReviewVersions: ["v1", "v1beta1"] },
  };
  const { group, names } = body.spec;
  const definition = `${definitions}/${body.metadata.name}`;
  await api.create(definitions, { ...body, spec: { ...body.spec, conversion } });
  const collection = (version: string) => `/apis/${group}/${version}/namespaces/${namespace}/${names.plural}`;
  try {
    await until(async () => isEstablished(await api.get(definition)));
    for (const version of ["v1", "v2"]) await until(() => api.exists(collection(version)));
    await run({
      definition,
      collection,
      make: (version, name, fields) =>
        api.create(collection(version), {
          apiVersion: `${group}/${version}`,
          kind: names.kind,
          metadata: { name },
          ...fields,
        }),
    });
  } finally {
    await api.send("DELETE", definition);
  }
}

const title = "[sig-api-machinery] CustomResourceConversionWebhook [Privileged:ClusterAdmin]";

podConformance(`${title} should be able to convert from CR v1 to CR v2 [Conformance]`, (where) =>
  withConversion(where, async ({ collection, make }) => {
    await make("v1", "converted", { hostPort: "localhost:8080" });
    const seen = await where.api.get(`${collection("v2")}/converted`);
    expect(seen).toMatchObject({ host: "localhost", port: "8080" });
    expect(seen["hostPort"]).toBeUndefined();
  }),
);

podConformance(`${title} should be able to convert a non homogeneous list of CRs [Conformance]`, (where) =>
  withConversion(where, async ({ definition, collection, make }) => {
    const { api } = where;
    await make("v1", "one", { hostPort: "localhost:8080" });
    await api.change(definition, (one) => {
      for (const version of one["spec"].versions) version.storage = version.name === "v2";
    });
    await until(async () => (await api.get(definition))["status"].storedVersions.includes("v2"));
    await make("v2", "two", { host: "localhost", port: "8081" });
    const ofV1 = (await api.list(collection("v1"))).items.map(({ hostPort }) => hostPort);
    expect(ofV1.sort()).toEqual(["localhost:8080", "localhost:8081"]);
    const ofV2 = (await api.list(collection("v2"))).items.map(({ host, port }) => `${host} ${port}`);
    expect(ofV2.sort()).toEqual(["localhost 8080", "localhost 8081"]);
  }),
);

podConformance(
  "[sig-api-machinery] CustomResourceFieldSelectors [Privileged:ClusterAdmin] CustomResourceFieldSelectors MUST list and watch custom resources matching the field selector [Conformance]",
  (where) =>
    withConversion(where, async ({ collection, make }) => {
      const { api } = where;
      const names = async (version: string, fieldSelector: string) =>
        (await api.list(collection(version), { fieldSelector })).items.map(({ metadata }) => metadata.name).sort();
      const ofV1 = await api.watch(collection("v1"), { fieldSelector: "hostPort=host1:80" });
      const ofV2 = await api.watch(collection("v2"), { fieldSelector: "host=host1,port=80" });
      await make("v1", "one", { hostPort: "host1:80" });
      await make("v2", "two", { host: "host1", port: "8080" });
      await make("v1", "three", { hostPort: "host2:80" });
      expect(await names("v1", "hostPort=host1:80")).toEqual(["one"]);
      expect(await names("v1", "hostPort=host1:8080")).toEqual(["two"]);
      expect(await names("v2", "host=host1")).toEqual(["one", "two"]);
      expect(await names("v2", "host=host1,port=80")).toEqual(["one"]);
      expect(await names("v2", "port=80")).toEqual(["one", "three"]);
      for (const watch of [ofV1, ofV2]) {
        const { type, object } = await watch.next();
        expect([type, object.metadata.name]).toEqual(["ADDED", "one"]);
      }
      // A change that leaves the selection is told of as an end.
      await api.patch(`${collection("v2")}/one`, { port: "81" });
      for (const watch of [ofV1, ofV2]) {
        expect((await watch.until(({ type }) => type === "DELETED")).object.metadata.name).toBe("one");
        watch.close();
      }
    }),
);
