// The JavaScript client's typed, generic and custom-object APIs: create, read, replace, patch, delete, and errors.
import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
  setHeaderOptions,
  VersionApi,
} from "@kubernetes/client-node";
import { beforeAll, expect, test } from "vitest";
import { widgetDefinition } from "../harness/widget-definition.ts";
import { define, kubeConfig, newNamespace } from "./javascript-client.ts";

const group = "javascript.clients.example.com";
const config = kubeConfig();

beforeAll(() => define(widgetDefinition(group), `widgets.${group}`));

test("create, read, list, replace and delete", async () => {
  const namespace = await newNamespace(config);
  const core = config.makeApiClient(CoreV1Api);
  const made = await core.createNamespacedConfigMap({
    namespace,
    body: { metadata: { name: "one" }, data: { a: "1" } },
  });
  expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date);
  const read = await core.readNamespacedConfigMap({ namespace, name: "one" });
  expect(read).toEqual(made);
  const replaced = await core.replaceNamespacedConfigMap({
    namespace,
    name: "one",
    body: { ...read, data: { a: "2" } },
  });
  expect(replaced.data).toEqual({ a: "2" });
  const stale = core.replaceNamespacedConfigMap({ namespace, name: "one", body: { ...read, data: { a: "3" } } });
  await expect(stale).rejects.toMatchObject({ code: 409 });

  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "two", labels: { app: "x" } } } });
  const selected = await core.listNamespacedConfigMap({ namespace, labelSelector: "app=x" });
  expect(selected.items.map((one) => one.metadata?.name)).toEqual(["two"]);
  const page = await core.listNamespacedConfigMap({ namespace, limit: 1 });
  expect(page.items).toHaveLength(1);
  const rest = await core.listNamespacedConfigMap({ namespace, _continue: page.metadata?._continue ?? "" });
  expect(rest.items).toHaveLength(2);
  await core.deleteNamespacedConfigMap({
    namespace,
    name: "one",
    body: { preconditions: { uid: made.metadata?.uid ?? "" } },
  });
  const gone = core.readNamespacedConfigMap({ namespace, name: "one" });
  await expect(gone).rejects.toBeInstanceOf(ApiException);
  await expect(gone).rejects.toMatchObject({ code: 404 });
});

test("patch in every type, and the scale of a deployment", async () => {
  const namespace = await newNamespace(config);
  const apps = config.makeApiClient(AppsV1Api);
  const selector = { matchLabels: { app: "web" } };
  const containers = [{ name: "main", image: "example.com/web:1" }];
  const template = { metadata: { labels: selector.matchLabels }, spec: { containers } };
  const body = { metadata: { name: "web" }, spec: { replicas: 0, selector, template } };
  await apps.createNamespacedDeployment({ namespace, body });
  const patch = (type: PatchStrategy, change: unknown) =>
    apps.patchNamespacedDeployment(
      {
        namespace,
        name: "web",
        body: change,
        fieldManager: "story",
        ...(type === PatchStrategy.ServerSideApply ? { force: true } : {}),
      },
      setHeaderOptions("Content-Type", type),
    );
  const first = await patch(PatchStrategy.JsonPatch, [{ op: "add", path: "/metadata/labels", value: { a: "1" } }]);
  expect(first.metadata?.labels).toEqual({ a: "1" });
  const second = await patch(PatchStrategy.MergePatch, { metadata: { labels: { a: null, b: "2" } } });
  expect(second.metadata?.labels).toEqual({ b: "2" });
  const sidecar = { spec: { template: { spec: { containers: [{ name: "side", image: "example.com/side:1" }] } } } };
  const third = await patch(PatchStrategy.StrategicMergePatch, sidecar);
  expect(third.spec?.template.spec?.containers.map((one) => one.name).sort()).toEqual(["main", "side"]);
  const applied = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", labels: { c: "3" } } };
  const fourth = await patch(PatchStrategy.ServerSideApply, applied);
  expect(fourth.metadata?.labels).toEqual({ b: "2", c: "3" });
  expect(fourth.metadata?.managedFields).toContainEqual(
    expect.objectContaining({ manager: "story", operation: "Apply" }),
  );
  const scale = await apps.readNamespacedDeploymentScale({ namespace, name: "web" });
  await apps.replaceNamespacedDeploymentScale({ namespace, name: "web", body: { ...scale, spec: { replicas: 1 } } });
  expect((await apps.readNamespacedDeployment({ namespace, name: "web" })).spec?.replicas).toBe(1);
});

interface Widget extends KubernetesObject {
  spec?: { size?: string; replicas?: number; note?: string };
}

test("the object API finds a custom kind by discovery", async () => {
  const namespace = await newNamespace(config);
  const objects = KubernetesObjectApi.makeApiClient(config);
  const widget: Widget = {
    apiVersion: `${group}/v1`,
    kind: "Widget",
    metadata: { name: "one", namespace },
    spec: { note: "made" },
  };
  const made = (await objects.create(widget)) as Widget;
  expect(made.spec).toEqual({ note: "made", replicas: 1, size: "small" });
  const header = { apiVersion: widget.apiVersion ?? "", kind: "Widget", metadata: { name: "one", namespace } };
  expect(await objects.read(header)).toEqual(made);
  const change = { ...header, spec: { note: "changed" } };
  const patched = (await objects.patch(
    change,
    undefined,
    undefined,
    undefined,
    undefined,
    PatchStrategy.MergePatch,
  )) as Widget;
  expect(patched.spec?.note).toBe("changed");
  const apply = { ...header, spec: { size: "large" } };
  const applied = (await objects.patch(
    apply,
    undefined,
    undefined,
    "story",
    true,
    PatchStrategy.ServerSideApply,
  )) as Widget;
  expect(applied.spec).toEqual({ note: "changed", replicas: 1, size: "large" });
  const replaced = (await objects.replace({ ...applied, spec: { size: "small" } } as Widget)) as Widget;
  expect(replaced.spec).toEqual({ replicas: 1, size: "small" });
  const listed = await objects.list(`${group}/v1`, "Widget", namespace);
  expect(listed.items.map((one) => one.metadata?.name)).toEqual(["one"]);
  await expect(objects.create({ ...widget, kind: "Gizmo" })).rejects.toThrow(/Unrecognized API version and kind/);
  await objects.delete(header);
  await expect(objects.read(header)).rejects.toMatchObject({ code: 404 });
});

test("the custom-object API, with status and scale", async () => {
  const namespace = await newNamespace(config);
  const custom = config.makeApiClient(CustomObjectsApi);
  const at = { group, version: "v1", plural: "widgets", namespace };
  const body = { apiVersion: `${group}/v1`, kind: "Widget", metadata: { name: "one" }, spec: { replicas: 2 } };
  await custom.createNamespacedCustomObject({ ...at, body });
  const merge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
  const status = { status: { replicas: 2 } };
  await custom.patchNamespacedCustomObjectStatus({ ...at, name: "one", body: status }, merge);
  const scale = await custom.getNamespacedCustomObjectScale({ ...at, name: "one" });
  expect(scale).toMatchObject({ kind: "Scale", spec: { replicas: 2 }, status: { replicas: 2 } });
  const invalid = custom.createNamespacedCustomObject({
    ...at,
    body: { ...body, metadata: { name: "two" }, spec: { size: "odd" } },
  });
  await expect(invalid).rejects.toMatchObject({ code: 422 });
  const list = await custom.listNamespacedCustomObject(at);
  expect(list).toMatchObject({ kind: "WidgetList", items: [{ metadata: { name: "one" }, status: { replicas: 2 } }] });
});

test("the server's version", async () => {
  expect(await config.makeApiClient(VersionApi).getCode()).toMatchObject({ major: "1", minor: "36" });
});
