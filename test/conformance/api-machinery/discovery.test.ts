// Discovery, field validation, tables and the server's version.
import { expect } from "vitest";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

conformance(
  "[sig-api-machinery] AggregatedDiscovery should support aggregated discovery interface [Conformance]",
  async ({ api }) => {
    const { kind, items } = await api.json("GET", "/apis", { accept: aggregated });
    expect(kind).toBe("APIGroupDiscoveryList");
    const expected = [
      "admissionregistration.k8s.io",
      "apiextensions.k8s.io",
      "apiregistration.k8s.io",
      "apps",
      "authentication.k8s.io",
      "authorization.k8s.io",
      "autoscaling",
      "batch",
      "coordination.k8s.io",
      "discovery.k8s.io",
      "events.k8s.io",
      "networking.k8s.io",
      "node.k8s.io",
      "policy",
      "scheduling.k8s.io",
    ];
    expect(items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(
      expect.arrayContaining(expected),
    );
    const core = await api.json("GET", "/api", { accept: aggregated });
    const resources = core.items[0].versions[0].resources.map((one: { resource: string }) => one.resource);
    expect(resources).toEqual(
      expect.arrayContaining(["namespaces", "pods", "services", "configmaps", "secrets", "nodes"]),
    );
  },
);

conformance(
  "[sig-api-machinery] AggregatedDiscovery should support raw aggregated discovery endpoint Accept headers [Conformance]",
  async ({ api }) => {
    for (const path of ["/api", "/apis"]) {
      const asked = await api.send("GET", path, { accept: aggregated });
      expect(asked.headers["content-type"]).toContain("as=APIGroupDiscoveryList");
      expect(JSON.parse(asked.text).kind).toBe("APIGroupDiscoveryList");
      const either = await api.json("GET", path, { accept: `${aggregated},application/json` });
      expect(either.kind).toBe("APIGroupDiscoveryList");
      const plain = await api.json("GET", path, { accept: "application/json" });
      expect(plain.kind).toBe(path === "/api" ? "APIVersions" : "APIGroupList");
    }
  },
);

conformance(
  "[sig-api-machinery] Discovery should validate PreferredVersion for each APIGroup [Conformance]",
  async ({ api }) => {
    const { groups } = await api.json("GET", "/apis");
    expect(groups.length).toBeGreaterThan(15);
    for (const { name, versions, preferredVersion } of groups) {
      // Those of tests that run beside this one come and go.
      if (name.endsWith(".example.com")) continue;
      const group = await api.json("GET", `/apis/${name}`);
      expect(group).toMatchObject({ kind: "APIGroup", name, preferredVersion, versions });
      expect(versions).toContainEqual(preferredVersion);
    }
  },
);

conformance(
  "[sig-api-machinery] Discovery should locate the groupVersion and a resource within each APIGroup [Conformance]",
  async ({ api }) => {
    const one: Readonly<Record<string, string>> = {
      "admissionregistration.k8s.io": "validatingwebhookconfigurations",
      "apiextensions.k8s.io": "customresourcedefinitions",
      "apiregistration.k8s.io": "apiservices",
      apps: "deployments",
      "authentication.k8s.io": "tokenreviews",
      "authorization.k8s.io": "selfsubjectaccessreviews",
      autoscaling: "horizontalpodautoscalers",
      batch: "jobs",
      "certificates.k8s.io": "certificatesigningrequests",
      "coordination.k8s.io": "leases",
      "discovery.k8s.io": "endpointslices",
      "events.k8s.io": "events",
      "flowcontrol.apiserver.k8s.io": "flowschemas",
      "networking.k8s.io": "ingresses",
      "node.k8s.io": "runtimeclasses",
      policy: "poddisruptionbudgets",
      "scheduling.k8s.io": "priorityclasses",
      "storage.k8s.io": "csinodes",
    };
    for (const [group, resource] of Object.entries(one)) {
      const { groupVersion } = (await api.json("GET", `/apis/${group}`)).preferredVersion;
      const list = await api.json("GET", `/apis/${groupVersion}`);
      expect(list).toMatchObject({ kind: "APIResourceList", groupVersion });
      expect(list.resources.map(({ name }: { name: string }) => name)).toContain(resource);
    }
  },
);

conformance("[sig-api-machinery] server version should find the server version [Conformance]", async ({ api }) => {
  const version = await api.json("GET", "/version");
  expect(version.major).toMatch(/^[1-9]\d*$/);
  expect(version.minor.replace(/\D.*$/, "")).toMatch(/^[1-9]\d*$/);
});

conformance(
  "[sig-api-machinery] FieldValidation should detect unknown and duplicate fields of a typed object [Conformance]",
  async ({ api, namespace }) => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    const body = JSON.stringify({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "a" },
      spec: {
        unknownField: "x",
        replicas: 1,
        selector: { matchLabels: { app: "a" } },
        template: { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "a", image: "a" }] } },
      },
    }).replace('"replicas":1', '"replicas":1,"replicas":2');
    const error = await expectReason(
      api.json("POST", path, { body, query: { fieldValidation: "Strict" } }),
      "BadRequest",
    );
    expect(error.status.message).toContain(
      'strict decoding error: unknown field "spec.unknownField", duplicate field "spec.replicas"',
    );
  },
);

conformance(
  "[sig-api-machinery] FieldValidation should detect unknown metadata fields of a typed object [Conformance]",
  async ({ api, namespace }) => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    const body = {
      metadata: { name: "a", unknownMeta: "x" },
      spec: {
        selector: { matchLabels: { app: "a" } },
        template: {
          metadata: { labels: { app: "a" }, unknownTemplateMeta: "x" },
          spec: { containers: [{ name: "a", image: "a" }] },
        },
      },
    };
    const error = await expectReason(api.create(path, body, { fieldValidation: "Strict" }), "BadRequest");
    expect(error.message).toContain('unknown field \\"metadata.unknownMeta\\"');
    expect(error.message).toContain('unknown field \\"spec.template.metadata.unknownTemplateMeta\\"');
  },
);
conformance(
  "[sig-api-machinery] Servers with support for Table transformation should return a 406 for a backend which does not implement metadata [Conformance]",
  async ({ api }) => {
    const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    const body = {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { verb: "list", resource: "pods" } },
    };
    const answer = await api.send("POST", path, { body, accept: "application/json;as=Table;v=v1;g=meta.k8s.io" });
    expect(answer.code).toBe(406);
    expect(JSON.parse(answer.text).reason).toBe("NotAcceptable");
  },
);
