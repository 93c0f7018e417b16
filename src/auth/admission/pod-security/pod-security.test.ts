import { describe, expect, test } from "vitest";
import { fakeHost } from "../../../../test/fixtures/admission-host.ts";
import { type ApiScope, apiScope } from "../../../../test/fixtures/api-scope.ts";
import type { KubeObject } from "../../../apimachinery/json.ts";
import { podSecurity } from "./pod-security.ts";

const label = (mode: string) => `pod-security.kubernetes.io/${mode}`;
const pods = "/api/v1/namespaces/default/pods";

function namespaceWith(labels: Record<string, string>): ApiScope {
  const host = fakeHost({ namespace: { metadata: { name: "default", labels } } });
  return apiScope({ admission: [podSecurity(host)] });
}

function pod(name: string, spec: object = {}): KubeObject {
  return { metadata: { name }, spec: { containers: [{ name: "c", image: "i" }], ...spec } };
}

const deployment = {
  metadata: { name: "d" },
  spec: {
    selector: { matchLabels: { a: "b" } },
    template: {
      metadata: { labels: { a: "b" } },
      spec: { hostNetwork: true, containers: [{ name: "c", image: "i" }] },
    },
  },
};

const warningsOf = (headers: Headers) => headers.get("warning") ?? "";

describe("pods", () => {
  test("that violate what is enforced are refused", async () => {
    const api = namespaceWith({ [label("enforce")]: "baseline", [label("enforce-version")]: "v1.25" });
    const refused = await api.call("POST", pods, pod("p", { hostNetwork: true }));
    expect(refused).toMatchObject({ code: 403, body: { reason: "Forbidden", details: { kind: "pods", name: "p" } } });
    expect(refused.body.message).toBe(
      'pods "p" is forbidden: violates PodSecurity "baseline:v1.25": host namespaces (hostNetwork)',
    );
    expect(await api.call("POST", pods, pod("p"))).toMatchObject({ code: 201 });
  });

  test("that violate what is only warned about are taken, with a warning", async () => {
    const api = namespaceWith({ [label("warn")]: "baseline" });
    const { code, headers } = await api.call("POST", pods, pod("p", { hostPID: true }));
    expect(code).toBe(201);
    expect(warningsOf(headers)).toContain('would violate PodSecurity \\"baseline:latest\\": host namespaces (hostPID)');
  });

  test("in a namespace without labels may be anything", async () => {
    const { code, headers } = await namespaceWith({}).call("POST", pods, pod("p", { hostPID: true }));
    expect([code, warningsOf(headers)]).toEqual([201, ""]);
  });

  test("are held to the strictest when the labels can't be read", async () => {
    const refused = await namespaceWith({ [label("enforce")]: "strict" }).call("POST", pods, pod("p"));
    expect(refused.body.message).toContain(
      'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
    );
  });

  test("that run are looked at again when their image changes, not when their labels do", async () => {
    const labels: Record<string, string> = {};
    const api = namespaceWith(labels);
    expect(await api.call("POST", pods, pod("p", { hostPID: true }))).toMatchObject({ code: 201 });
    labels[label("enforce")] = "baseline";
    const patch = (body: object) =>
      api.call("PATCH", `${pods}/p`, body, { "content-type": "application/strategic-merge-patch+json" });
    expect(await patch({ metadata: { labels: { a: "b" } } })).toMatchObject({ code: 200 });
    const refused = await patch({ spec: { containers: [{ name: "c", image: "other" }] } });
    expect(refused.body.message).toContain("host namespaces (hostPID)");
  });

  test("that get a container for debugging are looked at with it", async () => {
    const labels: Record<string, string> = {};
    const api = namespaceWith(labels);
    await api.call("POST", pods, pod("p"));
    labels[label("enforce")] = "baseline";
    const debug = { name: "d", image: "i", securityContext: { privileged: true } };
    const refused = await api.call(
      "PATCH",
      `${pods}/p/ephemeralcontainers`,
      { spec: { ephemeralContainers: [debug] } },
      { "content-type": "application/strategic-merge-patch+json" },
    );
    expect(refused.body.message).toContain('privileged (container "d" must not set securityContext.privileged=true)');
  });
});

test("what is enforced, violated and unreadable is noted for audit", async () => {
  const labels = { [label("enforce")]: "baseline", [label("audit")]: "restricted", [label("warn-version")]: "new" };
  const step = podSecurity(fakeHost({ namespace: { metadata: { name: "default", labels } } }));
  const notes: Record<string, string> = {};
  const kind = { collection: "pods", group: "", plural: "pods" };
  const request = { kind, operation: "CREATE", subresource: "", name: "p", object: pod("p"), old: undefined };
  const annotate = (key: string, value: string) => {
    notes[key] = value;
  };
  await step.validate?.({ ...request, annotate, warn: () => {} } as never);
  expect(notes).toEqual({
    "pod-security.kubernetes.io/enforce-policy": "baseline:latest",
    "pod-security.kubernetes.io/audit-violations": expect.stringMatching(
      /^would violate PodSecurity "restricted:latest": allowPrivilegeEscalation != false \(/,
    ),
    "pod-security.kubernetes.io/error":
      'Failed to parse policy: metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "new": must be "latest" or "v1.x"',
  });
});

describe("templates of pods", () => {
  test("are warned about what their pods will be refused for", async () => {
    const api = namespaceWith({ [label("enforce")]: "baseline" });
    const { code, headers } = await api.call("POST", "/apis/apps/v1/namespaces/default/deployments", deployment);
    expect(code).toBe(201);
    expect(warningsOf(headers)).toContain(
      'would violate PodSecurity \\"baseline:latest\\": host namespaces (hostNetwork)',
    );
  });

  test("are not warned about when that is not wanted", async () => {
    const api = namespaceWith({ [label("enforce")]: "baseline", [label("warn")]: "privileged" });
    const { headers } = await api.call("POST", "/apis/apps/v1/namespaces/default/deployments", deployment);
    expect(warningsOf(headers)).toBe("");
  });
});

describe("namespaces", () => {
  function cluster(objects: readonly KubeObject[] = []): ApiScope {
    return apiScope({ namespace: "", admission: [podSecurity(fakeHost({ objects }))] });
  }

  const create = (api: ApiScope, labels: object) =>
    api.call("POST", "/api/v1/namespaces", { metadata: { name: "n", labels } });
  const relabel = (api: ApiScope, labels: object) =>
    api.call(
      "PATCH",
      "/api/v1/namespaces/n",
      { metadata: { labels } },
      { "content-type": "application/merge-patch+json" },
    );

  test("have labels that can be read", async () => {
    const refused = await create(cluster(), { [label("enforce")]: "strict", [label("warn-version")]: "1.25" });
    expect(refused.code).toBe(422);
    expect(refused.body.message).toBe(
      'Namespace "n" is invalid: [metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted, metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.25": must be "latest" or "v1.x"]',
    );
  });

  test("that become stricter are told which of their pods would not be let in", async () => {
    const inside = (name: string, spec: object) => ({
      kind: "Pod",
      metadata: { name, namespace: "n" },
      spec: { containers: [], ...spec },
    });
    const api = cluster([
      inside("c", { hostPID: true }),
      inside("a", { hostPID: true }),
      inside("b", { hostPID: true }),
      inside("e", { volumes: [{ name: "v", hostPath: { path: "/" } }] }),
      inside("ok", {}),
    ]);
    await create(api, {});
    const { code, headers } = await relabel(api, { [label("enforce")]: "baseline" });
    expect(code).toBe(200);
    expect(
      warningsOf(headers)
        .split(", 299 - ")
        .map((text) => text.replace("299 - ", "")),
    ).toEqual([
      '"existing pods in namespace \\"n\\" violate the new PodSecurity enforce level \\"baseline:latest\\""',
      '"a (and 2 other pods): host namespaces"',
      '"e: hostPath volumes"',
    ]);
    const relaxed = await relabel(api, { [label("enforce")]: "privileged" });
    expect(warningsOf(relaxed.headers)).toBe("");
  });
});
