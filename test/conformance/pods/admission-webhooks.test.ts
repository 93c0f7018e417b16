// Admission webhooks that run in pods.
import { expect, inject } from "vitest";
import { toolsFor } from "../../e2e/harness/kubectl.ts";
import type { Api, ApiObject } from "../harness/api.ts";
import { customResource, definitionOf, keepsAll, refusal, versionOf } from "../harness/custom-resource.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";
import { pausing } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { podOf } from "./harness/pods.ts";
import type { Where } from "./harness/services.ts";
import {
  configuration,
  configurationsOf,
  configured,
  type Hook,
  untilRefused,
  type WebhookType,
  webhookServer,
} from "./harness/webhook.ts";

const title = "[sig-api-machinery] AdmissionWebhook [Privileged:ClusterAdmin]";
const unwanted = { "webhook-e2e-test": "webhook-disallow" };
const configMapsOf = (namespace: string) => `/api/v1/namespaces/${namespace}/configmaps`;
const onConfigMaps = { operations: ["CREATE", "UPDATE", "DELETE"], resources: ["configmaps"] };
const creating = { operations: ["CREATE"], resources: ["configmaps"] };
const types: readonly WebhookType[] = ["validating", "mutating"];

function makeConfigMap(api: Api, namespace: string, data: object, name = randomName("cm")): Promise<ApiObject> {
  return api.create(configMapsOf(namespace), { metadata: { name }, data });
}

/** Whether the webhook, of either type, takes part in the making of a config map. */
async function takesPart(type: WebhookType, { api, namespace }: Where): Promise<boolean> {
  if (type === "validating") return (await refusal(makeConfigMap(api, namespace, unwanted))) !== undefined;
  return (await makeConfigMap(api, namespace, { "mutation-start": "yes" }))["data"]["mutation-stage-1"] === "yes";
}

const pathOf = (type: WebhookType) => (type === "validating" ? "/configmaps" : "/mutating-data");

for (const type of types) {
  podConformance(`${title} listing ${type} webhooks should work [Conformance]`, async (where) => {
    const { api, namespace } = where;
    const { clientConfig } = await webhookServer(where);
    const label = randomName("listed");
    for (let index = 0; index < 10; index++) {
      const body = configuration(type, `${label}-${index}`, namespace, [
        { clientConfig: clientConfig(pathOf(type)), rule: creating },
      ]) as { metadata: object };
      await api.create(configurationsOf(type), { ...body, metadata: { ...body.metadata, labels: { story: label } } });
    }
    const query = { labelSelector: `story=${label}` };
    try {
      expect((await api.list(configurationsOf(type), query)).items).toHaveLength(10);
      await until(() => takesPart(type, where));
    } finally {
      await api.delete(configurationsOf(type), {}, query);
    }
    await until(async () => !(await takesPart(type, where)));
  });

  podConformance(`${title} patching/updating a ${type} webhook should work [Conformance]`, async (where) => {
    const { api, namespace } = where;
    const { clientConfig } = await webhookServer(where);
    const hook = { clientConfig: clientConfig(pathOf(type)), rule: creating };
    const body = configuration(type, randomName("changed"), namespace, [hook]);
    await configured(where, type, body, async (path) => {
      await until(() => takesPart(type, where));
      await api.change(path, (one) => {
        one["webhooks"][0].rules[0].operations = ["UPDATE"];
      });
      await until(async () => !(await takesPart(type, where)));
      await api.patch(
        path,
        [{ op: "replace", path: "/webhooks/0/rules/0/operations", value: ["CREATE"] }],
        "json-patch",
      );
      await until(() => takesPart(type, where));
    });
  });

  podConformance(
    `${title} should be able to create and update ${type} webhook configurations with match conditions [Conformance]`,
    async (where) => {
      const matchConditions = [{ name: "expression-1", expression: "object.metadata.namespace == 'production'" }];
      const hook = { clientConfig: { url: "https://127.0.0.1:1/" }, rule: creating, more: { matchConditions } };
      await configured(where, type, configuration(type, randomName("match"), where.namespace, [hook]), async (path) => {
        expect((await where.api.get(path))["webhooks"][0].matchConditions).toEqual(matchConditions);
        const others = [{ name: "expression-2", expression: "object.metadata.namespace == 'staging'" }];
        await where.api.change(path, (one) => {
          one["webhooks"][0].matchConditions = others;
        });
        expect((await where.api.get(path))["webhooks"][0].matchConditions).toEqual(others);
      });
    },
  );

  podConformance(
    `${title} should reject ${type} webhook configurations with invalid match conditions [Conformance]`,
    async ({ api, namespace }) => {
      const matchConditions = [{ name: "invalid-expression-1", expression: "... [] bad expression" }];
      const hook = { clientConfig: { url: "https://127.0.0.1:1/" }, rule: creating, more: { matchConditions } };
      const body = configuration(type, randomName("match"), namespace, [hook]);
      expect(await refusal(api.create(configurationsOf(type), body))).toContain("compilation failed");
    },
  );
}

podConformance(`${title} should include webhook resources in discovery documents [Conformance]`, async ({ api }) => {
  const { groups } = await api.json("GET", "/apis");
  const group = groups.find(({ name }: { name: string }) => name === "admissionregistration.k8s.io");
  expect(group.versions).toContainEqual({ groupVersion: "admissionregistration.k8s.io/v1", version: "v1" });
  const { resources } = await api.json("GET", "/apis/admissionregistration.k8s.io/v1");
  const names = resources.map(({ name }: { name: string }) => name);
  for (const type of types) expect(names).toContain(`${type}webhookconfigurations`);
});

podConformance(`${title} should be able to deny pod and configmap creation [Conformance]`, async (where) => {
  const { api, namespace, pods } = where;
  const { clientConfig } = await webhookServer(where);
  const hooks: Hook[] = [
    { clientConfig: clientConfig("/pods"), rule: { operations: ["CREATE"], resources: ["pods"] } },
    { clientConfig: clientConfig("/configmaps"), rule: onConfigMaps },
    // Nobody is there: what it is asked about is refused in the end.
    {
      clientConfig: clientConfig("/always-allow-delay"),
      rule: { operations: ["CREATE"], resources: ["secrets"] },
      more: { timeoutSeconds: 1 },
    },
  ];
  await configured(where, "validating", configuration("validating", randomName("deny"), namespace, hooks), async () => {
    await untilRefused(() => makeConfigMap(api, namespace, unwanted), "the configmap contains unwanted key and value");
    const pod = (labels: Record<string, string>, name: string) =>
      podOf({ name: randomName("pod"), labels, spec: { containers: [pausing({ name })] } });
    const dry = { dryRun: "All" };
    const byLabel = api.create(pods.collection, pod(unwanted, "main"), dry);
    expect(await refusal(byLabel)).toContain("the pod contains unwanted label");
    const byName = api.create(pods.collection, pod({}, "webhook-disallow"), dry);
    expect(await refusal(byName)).toContain("the pod contains unwanted container name");
    const secret = api.create(`/api/v1/namespaces/${namespace}/secrets`, { metadata: { name: "slow" } });
    expect(await refusal(secret)).toMatch(/deadline|timeout|Timeout/);
    const { metadata } = await makeConfigMap(api, namespace, {});
    const path = `${configMapsOf(namespace)}/${metadata.name}`;
    const message = "the configmap contains unwanted key and value";
    expect(await refusal(api.patch(path, { data: unwanted }))).toContain(message);
    const updated = api.change(path, (one) => Object.assign(one, { data: unwanted }));
    expect(await refusal(updated)).toContain(message);
  });
});

podConformance(`${title} should be able to deny attaching pod [Conformance]`, async (where) => {
  const { namespace, pods } = where;
  const { clientConfig } = await webhookServer(where);
  const rule = { operations: ["CONNECT"], resources: ["pods/attach"] };
  const body = configuration("validating", randomName("attach"), namespace, [
    { clientConfig: clientConfig("/attach"), rule },
  ]);
  await configured(where, "validating", body, async () => {
    await pods.run({ name: "to-be-attached-pod", spec: { containers: [pausing()] } });
    const { tryKubectl } = toolsFor({ kubeconfig: inject("kubeconfig"), namespace });
    const { code, stderr } = await tryKubectl("attach", "to-be-attached-pod", "-i", "-c=main");
    expect(code).not.toBe(0);
    expect(stderr).toContain("attaching to pod 'to-be-attached-pod' is not allowed");
  });
});

podConformance(
  `${title} should be able to deny custom resource creation, update and deletion [Conformance]`,
  async (where) => {
    const { api, namespace } = where;
    const { clientConfig } = await webhookServer(where);
    const { group, plural, kind, collection, remove } = await customResource(api);
    const rule = {
      operations: ["CREATE", "UPDATE", "DELETE"],
      apiGroups: [group],
      apiVersions: ["*"],
      resources: [plural],
    };
    const body = configuration("validating", randomName("custom"), namespace, [
      { clientConfig: clientConfig("/custom-resource"), rule },
    ]);
    const message = "the custom resource contains unwanted key and value";
    const make = (name: string, data: object) =>
      api.create(collection(namespace), { apiVersion: `${group}/v1`, kind, metadata: { name }, data });
    try {
      await make("before", unwanted);
      await configured(where, "validating", body, async () => {
        await untilRefused(() => make(randomName("cr"), unwanted), message);
        await make("wanted", { key: "value" });
        expect(await refusal(api.patch(`${collection(namespace)}/wanted`, { data: unwanted }))).toContain(message);
        expect(await refusal(api.delete(`${collection(namespace)}/before`))).toContain(message);
        await api.delete(`${collection(namespace)}/wanted`);
      });
    } finally {
      await remove();
    }
  },
);

podConformance(`${title} should deny crd creation [Conformance]`, async (where) => {
  const { api } = where;
  const { clientConfig } = await webhookServer(where);
  const rule = {
    operations: ["CREATE"],
    apiGroups: ["apiextensions.k8s.io"],
    apiVersions: ["*"],
    resources: ["customresourcedefinitions"],
  };
  const hook = {
    clientConfig: clientConfig("/crd"),
    rule,
    more: { objectSelector: { matchLabels: { "e2e-webhook": "disallow" } } },
  };
  await configured(where, "validating", configuration("validating", randomName("crd"), "", [hook]), async () => {
    const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const body = definitionOf();
    const labelled = { ...body, metadata: { ...body.metadata, labels: { "e2e-webhook": "disallow" } } };
    const undo = () => api.delete(`${definitions}/${body.metadata.name}`);
    await untilRefused(() => api.create(definitions, labelled), "the crd contains unwanted label", undo);
  });
});

podConformance(
  `${title} should unconditionally reject operations on fail closed webhook [Conformance]`,
  async (where) => {
    const { api, namespace } = where;
    // There is no such service, and nothing else is allowed without it.
    const clientConfig = { service: { namespace, name: "no-such-service", path: "/configmaps" } };
    const hook = { clientConfig, rule: creating, more: { failurePolicy: "Fail" } };
    await configured(
      where,
      "validating",
      configuration("validating", randomName("closed"), namespace, [hook]),
      async () => {
        await untilRefused(() => makeConfigMap(api, namespace, {}), 'failed calling webhook \\\\?"hook-0.k8s.io');
      },
    );
  },
);

podConformance(`${title} should mutate configmap [Conformance]`, async (where) => {
  const { api, namespace } = where;
  const { clientConfig } = await webhookServer(where);
  const hook = { clientConfig: clientConfig("/mutating-data"), rule: creating };
  await configured(
    where,
    "mutating",
    configuration("mutating", randomName("cm"), namespace, [hook, hook]),
    async () => {
      await until(() => takesPart("mutating", where));
      const { data } = await makeConfigMap(api, namespace, { "mutation-start": "yes" });
      expect(data).toEqual({ "mutation-start": "yes", "mutation-stage-1": "yes", "mutation-stage-2": "yes" });
    },
  );
});

podConformance(`${title} should mutate everything except 'skip-me' configmaps [Conformance]`, async (where) => {
  const { api, namespace } = where;
  const { clientConfig } = await webhookServer(where);
  const matchConditions = [{ name: "skip-me", expression: "object.metadata.name != 'skip-me'" }];
  const hook = { clientConfig: clientConfig("/mutating-data"), rule: creating, more: { matchConditions } };
  await configured(where, "mutating", configuration("mutating", randomName("skip"), namespace, [hook]), async () => {
    await until(() => takesPart("mutating", where));
    const { data } = await makeConfigMap(api, namespace, { "mutation-start": "yes" }, "skip-me");
    expect(data).toEqual({ "mutation-start": "yes" });
  });
});

podConformance(`${title} should mutate pod and apply defaults after mutation [Conformance]`, async (where) => {
  const { api, namespace, pods } = where;
  const { clientConfig } = await webhookServer(where);
  const rule = { operations: ["CREATE"], resources: ["pods"] };
  const hook = { clientConfig: clientConfig("/mutating-pods"), rule };
  await configured(where, "mutating", configuration("mutating", randomName("pods"), namespace, [hook]), async () => {
    const mutated = await until(async () => {
      const pod = podOf({ name: "webhook-to-be-mutated", spec: { containers: [pausing()] } });
      const { spec } = await api.create(pods.collection, pod, { dryRun: "All" });
      return spec.initContainers?.[0];
    });
    expect(mutated).toMatchObject({
      name: "webhook-added-init-container",
      terminationMessagePath: "/dev/termination-log",
      terminationMessagePolicy: "File",
      imagePullPolicy: "Always",
    });
  });
});

const v1 = (more: object = {}) => versionOf("v1", keepsAll, more);

/** Makes a custom resource of `version` and answers the data that it was given. */
async function mutatedCustom(
  where: Where,
  options: { schema?: object; versions?: readonly object[] },
): Promise<object> {
  const { api, namespace } = where;
  const { clientConfig } = await webhookServer(where);
  const { group, plural, kind, definition, collection, remove } = await customResource(api, options);
  const rule = { operations: ["CREATE", "UPDATE"], apiGroups: [group], apiVersions: ["*"], resources: [plural] };
  const hook = { clientConfig: clientConfig("/mutating-data"), rule };
  const make = (version: string) =>
    api.create(collection(namespace).replace("/v1/", `/${version}/`), {
      apiVersion: `${group}/${version}`,
      kind,
      metadata: { name: randomName("cr") },
      data: { "mutation-start": "yes" },
    });
  let data: object = {};
  try {
    await configured(
      where,
      "mutating",
      configuration("mutating", randomName("cr"), namespace, [hook, hook]),
      async () => {
        const made = await until(async () => {
          const object = await make("v1");
          return object["data"]["mutation-stage-1"] === undefined ? false : object;
        });
        data = made["data"];
        if (options.versions === undefined) return;
        // Another version is stored from now on: what was stored before is mutated all the same.
        await api.change(definition, (one) => {
          for (const version of one["spec"].versions) version.storage = version.name === "v2";
        });
        const path = `${collection(namespace)}/${made.metadata.name}`;
        await api.change(path, (one) => Object.assign(one["data"], { other: "value" }));
        data = (await api.get(path.replace("/v1/", "/v2/")))["data"];
      },
    );
  } finally {
    await remove();
  }
  return data;
}

const bothStages = { "mutation-start": "yes", "mutation-stage-1": "yes", "mutation-stage-2": "yes" };

podConformance(`${title} should mutate custom resource [Conformance]`, async (where) => {
  expect(await mutatedCustom(where, {})).toEqual(bothStages);
});

podConformance(`${title} should mutate custom resource with pruning [Conformance]`, async (where) => {
  const text = { type: "string" };
  // What the second webhook adds is no field of the schema.
  const data = { type: "object", properties: { "mutation-start": text, "mutation-stage-1": text } };
  expect(await mutatedCustom(where, { schema: { type: "object", properties: { data } } })).toEqual({
    "mutation-start": "yes",
    "mutation-stage-1": "yes",
  });
});

podConformance(`${title} should mutate custom resource with different stored version [Conformance]`, async (where) => {
  const versions = [v1(), versionOf("v2", keepsAll, { storage: false })];
  expect(await mutatedCustom(where, { versions })).toEqual({ ...bothStages, other: "value" });
});

podConformance(`${title} should honor timeout [Conformance]`, async (where) => {
  const { api, namespace } = where;
  const { clientConfig } = await webhookServer(where);
  const make = () => makeConfigMap(api, namespace, {});
  const slow = (more: object): Hook => ({ clientConfig: clientConfig("/always-allow-delay"), rule: creating, more });
  const withSlow = (more: object, run: () => Promise<void>) =>
    configured(where, "validating", configuration("validating", randomName("slow"), namespace, [slow(more)]), run);
  await withSlow({ timeoutSeconds: 1, failurePolicy: "Fail" }, () => untilRefused(make, /deadline|timeout|Timeout/));
  await withSlow({ timeoutSeconds: 1, failurePolicy: "Ignore" }, async () => void (await make()));
  await withSlow({ timeoutSeconds: 10, failurePolicy: "Fail" }, async () => void (await make()));
  // Ten seconds, when nothing is said.
  await withSlow({ failurePolicy: "Fail" }, async () => void (await make()));
});

podConformance(
  `${title} should not be able to mutate or prevent deletion of webhook configuration objects [Conformance]`,
  async (where) => {
    const { api } = where;
    const { clientConfig } = await webhookServer(where);
    const rule = {
      operations: ["*"],
      apiGroups: ["admissionregistration.k8s.io"],
      apiVersions: ["*"],
      resources: types.map((type) => `${type}webhookconfigurations`),
    };
    const denying = configuration("validating", randomName("guard"), "", [
      { clientConfig: clientConfig("/always-deny"), rule },
    ]);
    const labelling = configuration("mutating", randomName("guard"), "", [
      { clientConfig: clientConfig("/add-label"), rule },
    ]);
    await configured(where, "validating", denying, () =>
      configured(where, "mutating", labelling, async () => {
        for (const type of types) {
          const hook = { clientConfig: clientConfig("/always-allow"), rule: creating };
          const made = await api.create(
            configurationsOf(type),
            configuration(type, randomName("free"), "none", [hook]),
          );
          expect(made.metadata.labels?.["added-label"]).toBeUndefined();
          await api.delete(`${configurationsOf(type)}/${made.metadata.name}`);
        }
      }),
    );
  },
);
