import { describe, expect, test } from "vitest";
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Schema } from "../../apimachinery/schema/schema.ts";
import { resourceFacts } from "./resources.ts";
import {
  definitionNames,
  findSchemaOfKind,
  fullDefinitionName,
  kindsByDefinition,
  schemaOf,
  schemaOfKind,
  shortDefinitionName,
} from "./schema-of.ts";
import type * as types from "./types.gen.ts";

const pod = schemaOfKind("", "v1", "Pod");

/** Every node that a schema reaches, each once. */
function reach(schema: Schema, seen = new Set<Schema>()): Set<Schema> {
  if (seen.has(schema)) return seen;
  seen.add(schema);
  for (const child of Object.values(schema.properties ?? {})) reach(child, seen);
  if (schema.items !== undefined) reach(schema.items, seen);
  if (typeof schema.additionalProperties === "object") reach(schema.additionalProperties, seen);
  return seen;
}

describe("schemaOf", () => {
  test("answers the same node for the same definition, by either name", () => {
    expect(schemaOf("io.k8s.api.core.v1.Pod")).toBe(pod);
    expect(schemaOf("core.v1.Pod")).toBe(pod);
    expect(schemaOf("apps.v1.DeploymentSpec").properties?.["template"]).toBe(schemaOf("core.v1.PodTemplateSpec"));
  });

  test("reads every definition", () => {
    for (const name of definitionNames()) {
      const schema = schemaOf(name);
      expect(schema.name).toBe(fullDefinitionName(name));
      for (const required of schema.required ?? []) expect(schema.properties).toHaveProperty([required]);
      for (const one of reach(schema)) {
        if (one.listType === "map") expect(one.listMapKeys?.length).toBeGreaterThan(0);
        for (const key of one.listMapKeys ?? []) expect(one.items?.properties).toHaveProperty([key]);
        if (one.patchMergeKey !== undefined) expect(one.items?.properties).toHaveProperty([one.patchMergeKey]);
      }
    }
  });

  test("knows definitions that refer to themselves", () => {
    const props = schemaOf("apiextensions.v1.JSONSchemaProps");
    expect(props.properties?.["not"]).toBe(props);
    expect(props.properties?.["allOf"]?.items).toBe(props);
  });

  test("finds no field that objects inherit", () => {
    expect(pod.properties?.["constructor"]).toBeUndefined();
    expect(pod.properties?.["toString"]).toBeUndefined();
  });

  test("refuses a name that nobody has", () => {
    expect(() => schemaOf("core.v1.Nothing")).toThrow("no such definition");
    expect(() => schemaOfKind("apps", "v1", "Nothing")).toThrow("no such kind: apps/v1 Nothing");
    expect(findSchemaOfKind("apps", "v1beta1", "Deployment")).toBeUndefined();
  });

  test("options are every group's", () => {
    expect(schemaOfKind("apps", "v1", "DeleteOptions")).toBe(schemaOf("meta.v1.DeleteOptions"));
  });

  test("long and short names belong together", () => {
    for (const name of definitionNames()) expect(shortDefinitionName(fullDefinitionName(name))).toBe(name);
  });
});

describe("the facts", () => {
  const container = schemaOf("core.v1.Container").properties ?? {};

  test("have list types, keys and the defaults of keys", () => {
    expect(container["ports"]).toMatchObject({
      type: "array",
      listType: "map",
      listMapKeys: ["containerPort", "protocol"],
      patchStrategy: "merge",
      patchMergeKey: "containerPort",
    });
    expect(schemaOf("core.v1.ContainerPort").properties?.["protocol"]?.default).toBe("TCP");
    expect(schemaOf("core.v1.ServicePort").properties?.["protocol"]?.default).toBe("TCP");
    expect(schemaOf("meta.v1.ObjectMeta").properties?.["finalizers"]?.listType).toBe("set");
    expect(schemaOf("batch.v1.JobStatus").properties?.["conditions"]?.listType).toBe("atomic");
    expect(schemaOf("meta.v1.LabelSelector").mapType).toBe("atomic");
    expect(schemaOf("core.v1.PersistentVolumeSpec").properties?.["claimRef"]?.mapType).toBe("granular");
    expect(schemaOf("core.v1.ObjectReference").mapType).toBe("atomic");
    expect(schemaOf("apps.v1.DeploymentSpec").properties?.["strategy"]?.patchStrategy).toBe("retainKeys");
  });

  test("tell pointers from values: only a pointer's zero means something", () => {
    const deployment = schemaOf("apps.v1.DeploymentSpec").omittedWhenZero;
    expect(deployment?.has("paused")).toBe(true);
    expect(deployment?.has("replicas")).toBe(false);
    expect(schemaOf("core.v1.Container").omittedWhenZero?.has("name")).toBe(false);
    expect(schemaOf("apiregistration.v1.APIServiceSpec").omittedWhenZero?.has("insecureSkipTLSVerify")).toBe(true);
    expect(schemaOf("apiextensions.v1.JSONSchemaProps").omittedWhenZero?.has("maxLength")).toBe(false);
  });

  test("have field numbers, also of fields that Go embeds", () => {
    expect(schemaOf("core.v1.Container").protobuf?.["image"]).toEqual({ number: 2, type: "string" });
    expect(schemaOf("core.v1.Volume").protobuf?.["emptyDir"]).toEqual({
      number: 2,
      type: "k8s.io.api.core.v1.EmptyDirVolumeSource",
      within: [2],
    });
    expect(schemaOf("admissionregistration.v1.NamedRuleWithOperations").protobuf?.["apiGroups"]?.within).toEqual([
      2, 2,
    ]);
    expect(schemaOf("authentication.v1.UserInfo").protobuf?.["extra"]?.type).toBe(
      "map[string]k8s.io.api.authentication.v1.ExtraValue",
    );
  });

  test("number every field of a kind but its type", () => {
    const without = definitionNames().flatMap((name) => {
      const { properties, protobuf } = schemaOf(name);
      return Object.keys(properties ?? {})
        .filter((field) => protobuf?.[field] === undefined && field !== "kind" && field !== "apiVersion")
        .map((field) => `${name}.${field}`);
    });
    expect(without.filter((one) => !one.startsWith("version.Info."))).toEqual([]);
  });

  test("have no alpha or beta", () => {
    expect(definitionNames().filter((name) => /alpha|beta/.test(name))).toEqual([]);
    expect(resourceFacts().filter(({ version }) => /alpha|beta/.test(version))).toEqual([]);
  });
});

describe("resourceFacts", () => {
  const find = (plural: string) => resourceFacts().find((fact) => fact.plural === plural);

  test("have kinds, verbs and subresources as upstream's paths do", () => {
    expect(find("namespaces")).toMatchObject({
      namespaced: false,
      verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
    });
    expect(find("subjectaccessreviews")).toMatchObject({ verbs: ["create"], subresources: [] });
    expect(find("pods")?.subresources.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "attach PodAttachOptions",
      "binding Binding",
      "ephemeralcontainers Pod",
      "eviction Eviction",
      "exec PodExecOptions",
      "log Pod",
      "portforward PodPortForwardOptions",
      "proxy PodProxyOptions",
      "resize Pod",
      "status Pod",
    ]);
    expect(find("deployments")?.subresources[0]).toEqual({
      name: "scale",
      group: "autoscaling",
      version: "v1",
      kind: "Scale",
      definition: "autoscaling.v1.Scale",
      verbs: ["get", "patch", "update"],
    });
  });

  test("name definitions that exist, of the kind they say", () => {
    const kinds = kindsByDefinition();
    for (const { group, version, kind, definition, listDefinition } of resourceFacts()) {
      expect(schemaOfKind(group, version, kind)).toBe(schemaOf(definition));
      expect(kinds.get(fullDefinitionName(definition))).toEqual({ group, version, kind });
      if (listDefinition !== undefined)
        expect(schemaOfKind(group, version, `${kind}List`)).toBe(schemaOf(listDefinition));
    }
  });
});

describe("types", () => {
  test("are shaped like JSON and pass for objects (checked by the compiler)", () => {
    const deployment: types.Deployment = {
      metadata: { name: "web", creationTimestamp: "2026-01-01T00:00:00Z" },
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: {
          spec: {
            containers: [{ name: "web", ports: [{ containerPort: 80 }], resources: { limits: { cpu: "1" } } }],
          },
        },
        strategy: { rollingUpdate: { maxSurge: "25%", maxUnavailable: 1 } },
      },
    };
    const event: types.EventsV1Event = { metadata: {}, eventTime: "2026-01-01T00:00:00.000000Z" };
    const scaler: types.HorizontalPodAutoscaler = {
      spec: { maxReplicas: 2, metrics: [], scaleTargetRef: { kind: "a", name: "b" } },
    };
    const objects: KubeObject[] = [deployment, event, scaler];
    expect(objects).toHaveLength(3);
    // @ts-expect-error a field that Deployment does not have
    expect(deployment.sepc).toBeUndefined();
  });
});
