// The JavaScript client's watches and informers: what they see, after an expired revision and after a restart, too.
import { CoreV1Api, CustomObjectsApi, makeInformer, type V1ConfigMap, Watch } from "@kubernetes/client-node";
import { beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { eventually } from "../../e2e/harness/eventually.ts";
import { startInstance } from "../../e2e/harness/instance.ts";
import { toolsFor } from "../../e2e/harness/kubectl.ts";
import { expireRevisions } from "../harness/expire-revisions.ts";
import { widgetDefinition } from "../harness/widget-definition.ts";
import { define, kubeConfig, newNamespace } from "./javascript-client.ts";

const group = "informers.clients.example.com";
const config = kubeConfig();
const core = config.makeApiClient(CoreV1Api);

beforeAll(() => define(widgetDefinition(group), `widgets.${group}`));

interface Named {
  readonly metadata?: { readonly name?: string };
}

/** An informer that writes down what it hears: `add one`, `update one`, `delete one`. */
function informerOf(
  path: string,
  listed: () => Promise<{ items: V1ConfigMap[] }>,
  on = config,
  labelSelector?: string,
) {
  const heard: string[] = [];
  const informer = makeInformer(on, path, listed, labelSelector);
  for (const verb of ["add", "update", "delete"] as const) {
    informer.on(verb, (object: Named) => {
      // Every namespace has this one; when it comes is of no interest here.
      if (object.metadata?.name !== "kube-root-ca.crt") heard.push(`${verb} ${object.metadata?.name}`);
    });
  }
  onTestFinished(() => informer.stop());
  return { informer, heard };
}

const configMap = (name: string, data: Record<string, string> = {}) => ({ metadata: { name }, data });

test("an informer sees what is there and what comes", async () => {
  const namespace = await newNamespace(config);
  await core.createNamespacedConfigMap({ namespace, body: configMap("one") });
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const { informer, heard } = informerOf(path, () => core.listNamespacedConfigMap({ namespace }));
  await informer.start();
  expect(heard).toEqual(["add one"]);
  await core.createNamespacedConfigMap({ namespace, body: configMap("two") });
  await core.replaceNamespacedConfigMap({ namespace, name: "one", body: configMap("one", { a: "1" }) });
  await core.deleteNamespacedConfigMap({ namespace, name: "two" });
  await eventually(() => expect(heard).toEqual(["add one", "add two", "update one", "delete two"]));
  expect(informer.get("one", namespace)?.data).toEqual({ a: "1" });
  expect(informer.get("two", namespace)).toBeUndefined();
});

test("an informer whose revision has expired lists again and goes on", async () => {
  const namespace = await newNamespace(config);
  const labels = { story: namespace };
  const labelSelector = `story=${namespace}`;
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "one", labels } } });
  let lists = 0;
  const listed = async () => {
    const list = await core.listConfigMapForAllNamespaces({ labelSelector });
    lists += 1;
    // The first takes so long to arrive that nothing goes on from it.
    if (lists === 1) await expireRevisions(toolsFor({ kubeconfig: inject("kubeconfig"), namespace }));
    return list;
  };
  const { informer, heard } = informerOf("/api/v1/configmaps", listed, config, labelSelector);
  await informer.start();
  await eventually(() => expect(lists).toBe(2));
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "two", labels } } });
  await eventually(() => expect(heard).toEqual(["add one", "add two"]));
});

test("an informer of a custom kind, in every namespace", async () => {
  const custom = config.makeApiClient(CustomObjectsApi);
  const at = { group, version: "v1", plural: "widgets" };
  const [first, second] = [await newNamespace(config), await newNamespace(config)];
  const create = (namespace: string, name: string) =>
    custom.createNamespacedCustomObject({
      ...at,
      namespace,
      body: { apiVersion: `${group}/v1`, kind: "Widget", metadata: { name } },
    });
  await create(first, "one");
  const { informer, heard } = informerOf(`/apis/${group}/v1/widgets`, () => custom.listClusterCustomObject(at));
  await informer.start();
  await create(second, "two");
  await custom.deleteNamespacedCustomObject({ ...at, namespace: first, name: "one" });
  await eventually(() => expect(heard).toEqual(["add one", "add two", "delete one"]));
});

test("a watch with a selector, bookmarks and an end", async () => {
  const namespace = await newNamespace(config);
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const { metadata } = await core.listNamespacedConfigMap({ namespace });
  const seen: string[] = [];
  const parameters = {
    resourceVersion: metadata?.resourceVersion ?? "",
    labelSelector: "app=x",
    allowWatchBookmarks: true,
    timeoutSeconds: 2,
  };
  const ended = new Promise<unknown>((resolve) => {
    new Watch(config)
      .watch(path, parameters, (phase, object: Named) => seen.push(`${phase} ${object.metadata?.name ?? ""}`), resolve)
      .catch(resolve);
  });
  const labels = { app: "x" };
  await core.createNamespacedConfigMap({ namespace, body: configMap("unseen") });
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "seen", labels } } });
  // What no longer matches is gone for this watch.
  await core.replaceNamespacedConfigMap({ namespace, name: "seen", body: configMap("seen") });
  expect(await ended).toBeNull();
  expect(seen.filter((one) => !one.startsWith("BOOKMARK"))).toEqual(["ADDED seen", "DELETED seen"]);
});

test("an informer outlives a restart of the server", async () => {
  const first = await startInstance({ parameters: ["--no-agent"] });
  const own = kubeConfig(first.kubeconfig);
  const namespace = "default";
  const api = own.makeApiClient(CoreV1Api);
  await api.createNamespacedConfigMap({ namespace, body: configMap("before") });
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const { informer, heard } = informerOf(path, () => api.listNamespacedConfigMap({ namespace }), own);
  // As its documentation says: who hears of an error starts it again.
  informer.on("error", () => setTimeout(() => void informer.start().catch(() => {}), 500));
  await informer.start();
  await first.interrupt();
  const { dataDir, port } = first;
  await startInstance({ dataDir, port, parameters: ["--no-agent"] });
  await api.createNamespacedConfigMap({ namespace, body: configMap("after") });
  await eventually(() => expect(heard).toEqual(["add before", "add after"]));
  await api.deleteNamespacedConfigMap({ namespace, name: "before" });
  await eventually(() => expect(heard).toEqual(["add before", "add after", "delete before"]));
});
