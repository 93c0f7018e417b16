import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtinRegistry, isStorageKind, kindRegistry } from "./kind-registry.ts";
import { builtinKinds } from "./registry.ts";

const swaggerPath = join(
  process.env["SKERRY_REFERENCE"] ?? join(import.meta.dirname, "../../../shared/reference"),
  "swagger.json",
);

interface Operation {
  readonly "x-kubernetes-action"?: string;
}

/** `group/version/plural` -> namespaced, from the paths of the published API, without alpha and beta. */
function publishedResources(): Map<string, { namespaced: boolean; subresources: Set<string> }> {
  const swagger = JSON.parse(readFileSync(swaggerPath, "utf8")) as { paths: Record<string, Record<string, Operation>> };
  const found = new Map<string, { namespaced: boolean; subresources: Set<string> }>();
  for (const path of Object.keys(swagger.paths)) {
    const match =
      /^\/(?:api|apis\/([^/]+))\/(v\d+)\/(?:(namespaces)\/\{namespace\}\/)?([a-z]+)(?:\/\{name\}\/([a-z]+))?/.exec(
        path,
      );
    if (match === null || match[4] === "watch") continue;
    const [, group = "", version, scope, plural, subresource] = match;
    const key = `${group}/${version}/${plural}`;
    const entry = found.get(key) ?? { namespaced: false, subresources: new Set<string>() };
    entry.namespaced ||= scope !== undefined;
    if (subresource !== undefined) entry.subresources.add(subresource);
    found.set(key, entry);
  }
  return found;
}

describe("registry", () => {
  test.skipIf(!existsSync(swaggerPath))(
    "has every stable resource of the published API, with its scope and subresources",
    () => {
      const published = publishedResources();
      const ours = new Map(builtinKinds.map((kind) => [`${kind.group}/${kind.version}/${kind.plural}`, kind]));
      expect([...ours.keys()].sort()).toEqual([...published.keys()].sort());
      for (const [key, { namespaced, subresources }] of published) {
        const kind = ours.get(key);
        expect(kind?.scope, key).toBe(namespaced ? "Namespaced" : "Cluster");
        const { status, scale, others = [] } = kind?.subresources ?? {};
        const names = [...others, ...(status ? ["status"] : []), ...(scale ? ["scale"] : [])];
        expect(names.sort(), key).toEqual([...subresources].sort());
      }
    },
  );

  test("finds a kind by path, by object and by collection", () => {
    const deployment = builtinRegistry.byResource("apps", "v1", "deployments");
    expect(deployment?.kind).toBe("Deployment");
    expect(builtinRegistry.byKind("apps", "v1", "Deployment")).toBe(deployment);
    expect(builtinRegistry.byCollection("deployments.apps")).toBe(deployment);
    expect(builtinRegistry.byResource("apps", "v1beta1", "deployments")).toBeUndefined();
    expect(builtinRegistry.byResource("", "v1", "constructor")).toBeUndefined();
  });

  test("one collection has one stored shape, and may be served in two", () => {
    for (const kind of builtinKinds) {
      expect(builtinRegistry.servedFrom(kind.collection).filter(isStorageKind), kind.collection).toHaveLength(1);
    }
    expect(builtinRegistry.byCollection("events")?.group).toBe("");
    expect(builtinRegistry.servedFrom("events").map((kind) => kind.group)).toEqual(["", "events.k8s.io"]);
    expect(builtinRegistry.byCollection("horizontalpodautoscalers.autoscaling")?.version).toBe("v2");
  });

  test("groups stand in upstream's order, each with its preferred version", () => {
    expect(builtinRegistry.groups.slice(0, 3).map((group) => group.name)).toEqual([
      "",
      "apiregistration.k8s.io",
      "apps",
    ]);
    expect(builtinRegistry.groups.find((group) => group.name === "autoscaling")).toEqual({
      name: "autoscaling",
      versions: ["v2", "v1"],
      preferredVersion: "v2",
    });
    expect(builtinRegistry.kindsOf("batch", "v1").map((kind) => kind.plural)).toEqual(["cronjobs", "jobs"]);
  });

  test("`all` is upstream's category", () => {
    const all = builtinKinds.filter((kind) => kind.categories.includes("all")).map((kind) => kind.plural);
    expect([...new Set(all)].sort()).toEqual([
      "cronjobs",
      "daemonsets",
      "deployments",
      "horizontalpodautoscalers",
      "jobs",
      "pods",
      "replicasets",
      "replicationcontrollers",
      "services",
      "statefulsets",
    ]);
  });

  test("every kind has a schema with metadata, reviews and bindings included", () => {
    for (const kind of builtinKinds) expect(kind.schema.properties?.["metadata"], kind.kind).toBeDefined();
  });

  test("how updates and deletes of a kind differ from most", () => {
    const kindsWith = (property: "createsOnUpdate" | "needsResourceVersion" | "answersDeleted"): string[] =>
      [...new Set(builtinKinds.filter((kind) => kind[property]).map((kind) => kind.collection))].sort();
    expect(kindsWith("createsOnUpdate")).toEqual([
      "clusterrolebindings.rbac.authorization.k8s.io",
      "clusterroles.rbac.authorization.k8s.io",
      "endpoints",
      "events",
      "leases.coordination.k8s.io",
      "limitranges",
      "rolebindings.rbac.authorization.k8s.io",
      "roles.rbac.authorization.k8s.io",
      "runtimeclasses.node.k8s.io",
      "services",
    ]);
    expect(kindsWith("needsResourceVersion")).toEqual([
      "apiservices.apiregistration.k8s.io",
      "csidrivers.storage.k8s.io",
      "csinodes.storage.k8s.io",
      "csistoragecapacities.storage.k8s.io",
      "customresourcedefinitions.apiextensions.k8s.io",
      "leases.coordination.k8s.io",
      "mutatingadmissionpolicies.admissionregistration.k8s.io",
      "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
      "mutatingwebhookconfigurations.admissionregistration.k8s.io",
      "poddisruptionbudgets.policy",
      "runtimeclasses.node.k8s.io",
      "validatingadmissionpolicies.admissionregistration.k8s.io",
      "validatingadmissionpolicybindings.admissionregistration.k8s.io",
      "validatingwebhookconfigurations.admissionregistration.k8s.io",
      "volumeattachments.storage.k8s.io",
    ]);
    expect(kindsWith("answersDeleted")).toEqual([
      "csidrivers.storage.k8s.io",
      "csinodes.storage.k8s.io",
      "deviceclasses.resource.k8s.io",
      "persistentvolumeclaims",
      "persistentvolumes",
      "pods",
      "podtemplates",
      "resourceclaims.resource.k8s.io",
      "resourceclaimtemplates.resource.k8s.io",
      "resourcequotas",
      "resourceslices.resource.k8s.io",
      "serviceaccounts",
      "services",
      "storageclasses.storage.k8s.io",
      "volumeattachments.storage.k8s.io",
      "volumeattributesclasses.storage.k8s.io",
    ]);
  });

  test("custom kinds are found beside the built-in ones", () => {
    const custom = {
      ...builtinKinds[2],
      group: "example.com",
      plural: "widgets",
      kind: "Widget",
      collection: "widgets.example.com",
    };
    const registry = kindRegistry([...builtinKinds, custom as (typeof builtinKinds)[number]]);
    expect(registry.byResource("example.com", "v1", "widgets")?.kind).toBe("Widget");
    expect(registry.groups.at(-1)?.name).toBe("example.com");
  });
});
