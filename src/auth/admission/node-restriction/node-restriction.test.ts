import { describe, expect, test } from "vitest";
import { fakeHost } from "../../../../test/fixtures/admission-host.ts";
import { type ApiScope, apiScope } from "../../../../test/fixtures/api-scope.ts";
import type { KubeObject } from "../../../apimachinery/json.ts";
import type { User } from "../../user.ts";
import type { AdmissionHost } from "../step.ts";
import { forbiddenChanges } from "./labels.ts";
import { nodeRestriction } from "./node-restriction.ts";

const nodeUser: User = { name: "system:node:mine", groups: ["system:nodes", "system:authenticated"] };
const merge = { "content-type": "application/merge-patch+json" };
const pods = "/api/v1/namespaces/default/pods";

/** A scope as the node sees it, filled by `made` before the node may only do its part. */
async function scopeOf(
  namespace: string,
  made: readonly (readonly [string, object])[] = [],
  objects: KubeObject[] = [],
) {
  const host: AdmissionHost = {
    ...fakeHost({ objects }),
    find: (collection, name) => {
      const stored = api.store.get(collection, name);
      return stored === undefined ? undefined : JSON.parse(stored.text);
    },
  };
  let restricted = false;
  const step = nodeRestriction(host);
  const admission = [
    { name: step.name, validate: (request: never) => (restricted ? step.validate?.(request) : undefined) },
  ];
  const api: ApiScope = apiScope({ namespace, admission, user: nodeUser });
  for (const [path, object] of made) expect(await api.call("POST", path, object)).toMatchObject({ code: 201 });
  restricted = true;
  return api;
}

const pod = (name: string, nodeName: string | undefined) => ({
  metadata: { name },
  spec: { nodeName, serviceAccountName: "a", containers: [{ name: "c", image: "i" }] },
});
const podsOfBoth = [
  [pods, pod("own", "mine")],
  [pods, pod("other", "theirs")],
] as const;

async function messageOf(answer: Promise<{ code: number; body: { message?: string } }>): Promise<string | number> {
  const { code, body } = await answer;
  return code < 300 ? code : `${code} ${body.message}`;
}

describe("pods", () => {
  test("are reported by their own node", async () => {
    const api = await scopeOf("default", podsOfBoth);
    const report = (name: string, body: object) => messageOf(api.call("PATCH", `${pods}/${name}/status`, body, merge));
    expect(await report("own", { status: { phase: "Running" } })).toBe(200);
    expect(await report("other", { status: { phase: "Running" } })).toBe(
      '403 pods "other" is forbidden: node "mine" can only update pod status for pods with spec.nodeName set to itself',
    );
    expect(await report("own", { metadata: { labels: { a: "b" } } })).toBe(
      '403 pods "own" is forbidden: node "mine" cannot update labels through pod status',
    );
  });

  test("are deleted and evicted by their own node", async () => {
    const api = await scopeOf("default", podsOfBoth);
    const evict = (name: string) =>
      messageOf(
        api.call("POST", `${pods}/${name}/eviction`, { kind: "Eviction", apiVersion: "policy/v1", metadata: { name } }),
      );
    expect(await evict("other")).toBe(
      '403 pods "other" is forbidden: node mine can only evict pods with spec.nodeName set to itself',
    );
    expect(await evict("own")).toBe(201);
    expect(await messageOf(api.call("DELETE", `${pods}/other`))).toBe(
      '403 pods "other" is forbidden: node "mine" can only delete pods with spec.nodeName set to itself',
    );
    expect(await messageOf(api.call("DELETE", `${pods}/own?gracePeriodSeconds=0`))).toBe(200);
  });

  test("are changed in no other way", async () => {
    const api = await scopeOf("default", podsOfBoth);
    expect(await messageOf(api.call("PATCH", `${pods}/own`, { metadata: { labels: { a: "b" } } }, merge))).toBe(
      '403 pods "own" is forbidden: unexpected operation "UPDATE", node "mine" can only create and delete mirror pods',
    );
    const binding = {
      kind: "Binding",
      apiVersion: "v1",
      metadata: { name: "own" },
      target: { kind: "Node", name: "mine" },
    };
    expect(
      await messageOf(api.call("POST", `${pods}/free/binding`, { ...binding, metadata: { name: "free" } })),
    ).toContain("404");
  });
});

describe("mirror pods", () => {
  const owner = { apiVersion: "v1", kind: "Node", name: "mine", uid: "u", controller: true };
  const mirror = (more: { metadata?: object; spec?: object }) => ({
    metadata: {
      name: "m",
      annotations: { "kubernetes.io/config.mirror": "x" },
      ownerReferences: [owner],
      ...more.metadata,
    },
    spec: { nodeName: "mine", containers: [{ name: "c", image: "i" }], ...more.spec },
  });
  const self: KubeObject = { kind: "Node", metadata: { name: "mine", uid: "u" } };
  const create = async (more: { metadata?: object; spec?: object }, nodes = [self]) =>
    messageOf((await scopeOf("default", [], nodes)).call("POST", pods, mirror(more)));

  test("may be made by their node", async () => {
    expect(await create({})).toBe(201);
  });

  test.each([
    [
      "without their annotation",
      { metadata: { annotations: {} } },
      'pod does not have "kubernetes.io/config.mirror" annotation, node "mine" can only create mirror pods',
    ],
    [
      "for another node",
      { spec: { nodeName: "theirs" } },
      'node "mine" can only create pods with spec.nodeName set to itself',
    ],
    [
      "without an owner",
      { metadata: { ownerReferences: [] } },
      'node "mine" can only create pods with an owner reference set to itself',
    ],
    [
      "with two owners",
      { metadata: { ownerReferences: [owner, { ...owner, uid: "v", controller: false }] } },
      'node "mine" can only create pods with a single owner reference set to itself',
    ],
    [
      "with an owner that doesn't control them",
      { metadata: { ownerReferences: [{ ...owner, controller: false }] } },
      'node "mine" can only create pods with a controller owner reference set to itself',
    ],
    [
      "with an owner that waits for them",
      { metadata: { ownerReferences: [{ ...owner, blockOwnerDeletion: true }] } },
      'node "mine" must not set blockOwnerDeletion on an owner reference',
    ],
    [
      "with an account",
      { spec: { serviceAccountName: "a" } },
      'node "mine" can not create pods that reference a service account',
    ],
    [
      "with secrets",
      { spec: { containers: [{ name: "c", image: "i", envFrom: [{ secretRef: { name: "s" } }] }] } },
      'node "mine" can not create pods that reference secrets',
    ],
    [
      "with config maps",
      { spec: { volumes: [{ name: "v", configMap: { name: "m" } }] } },
      'node "mine" can not create pods that reference configmaps',
    ],
    [
      "with claims",
      { spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "c" } }] } },
      'node "mine" can not create pods that reference persistentvolumeclaims',
    ],
  ])("are refused %s", async (_name, more, detail) => {
    expect(await create(more)).toBe(`403 pods "m" is forbidden: ${detail}`);
  });

  test("belong to the node that there is now", async () => {
    const other = { ...self, metadata: { name: "mine", uid: "new" } };
    expect(await create({}, [other])).toBe('403 pods "m" is forbidden: node mine UID mismatch: expected u got new');
  });
});

describe("nodes", () => {
  const nodes = "/api/v1/nodes";
  const patched = async (body: object, name = "mine", part = "") => {
    const api = await scopeOf("", [[nodes, { metadata: { name } }]]);
    return messageOf(api.call("PATCH", `${nodes}/${name}${part}`, body, merge));
  };

  test("write themselves, and no other", async () => {
    expect(await patched({ status: { phase: "Running" } }, "mine", "/status")).toBe(200);
    expect(await patched({ metadata: { labels: { a: "b", "kubernetes.io/hostname": "h" } } })).toBe(200);
    expect(await patched({ metadata: { labels: { a: "b" } } }, "theirs")).toBe(
      '403 nodes "theirs" is forbidden: node "mine" is not allowed to modify node "theirs"',
    );
  });

  test.each([
    [
      "taints",
      { spec: { taints: [{ key: "a", effect: "NoSchedule" }] } },
      'node "mine" is not allowed to modify taints',
    ],
    [
      "labels of others",
      { metadata: { labels: { "node-restriction.kubernetes.io/a": "b", "x.k8s.io/c": "d" } } },
      "is not allowed to modify labels: node-restriction.kubernetes.io/a, x.k8s.io/c",
    ],
    [
      "owners",
      { metadata: { ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "p", uid: "u" }] } },
      'node "mine" is not allowed to modify ownerReferences',
    ],
  ])("do not change their %s", async (_name, body, detail) => {
    expect(await patched(body)).toBe(`403 nodes "mine" is forbidden: ${detail}`);
  });

  test("do not register with labels of others", async () => {
    const api = await scopeOf("");
    const node = (labels: object) => ({ metadata: { name: "mine", labels } });
    expect(await messageOf(api.call("POST", nodes, node({ "node-role.kubernetes.io/master": "" })))).toBe(
      '403 nodes "mine" is forbidden: node "mine" is not allowed to set the following labels: node-role.kubernetes.io/master',
    );
    expect(await messageOf(api.call("POST", nodes, node({ "kubernetes.io/os": "linux" })))).toBe(201);
  });

  test("may have labels of their own domains", () => {
    const fine = {
      "node.kubernetes.io/a": "",
      "x.kubelet.kubernetes.io/b": "",
      "topology.kubernetes.io/zone": "",
      c: "",
    };
    expect(forbiddenChanges(fine)).toEqual([]);
    expect(forbiddenChanges({ "kubernetes.io/x": "1" }, { "kubernetes.io/x": "1" })).toEqual([]);
    expect(forbiddenChanges({}, { "kubernetes.io/x": "1" })).toEqual(["kubernetes.io/x"]);
  });
});

describe("what belongs to nodes", () => {
  test("is named like them: leases and CSINodes", async () => {
    const leases = (namespace: string) => `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
    const inside = await scopeOf("kube-node-lease");
    expect(await messageOf(inside.call("POST", leases("kube-node-lease"), { metadata: { name: "mine" } }))).toBe(201);
    expect(await messageOf(inside.call("POST", leases("kube-node-lease"), { metadata: { name: "other" } }))).toContain(
      "can only access node lease with the same name as the requesting node",
    );
    const outside = await scopeOf("default");
    expect(await messageOf(outside.call("POST", leases("default"), { metadata: { name: "mine" } }))).toContain(
      'can only access leases in the "kube-node-lease" system namespace',
    );
    const cluster = await scopeOf("");
    const csiNode = { metadata: { name: "other" }, spec: { drivers: [] } };
    expect(await messageOf(cluster.call("POST", "/apis/storage.k8s.io/v1/csinodes", csiNode))).toContain(
      "can only access CSINode with the same name as the requesting node",
    );
  });

  test("are the devices that it has", async () => {
    const slices = "/apis/resource.k8s.io/v1/resourceslices";
    const slice = (name: string, nodeName: string) => ({
      metadata: { name },
      spec: { nodeName, driver: "d.example", pool: { name: "p", generation: 1, resourceSliceCount: 1 } },
    });
    const cluster = await scopeOf("", [[slices, slice("a", "theirs")]]);
    expect(await messageOf(cluster.call("POST", slices, slice("b", "mine")))).toBe(201);
    expect(await messageOf(cluster.call("POST", slices, slice("c", "theirs")))).toContain(
      "can only create ResourceSlice with the same NodeName as the requesting node",
    );
    expect(await messageOf(cluster.call("DELETE", `${slices}/a`))).toContain(
      "can only delete ResourceSlice with the same NodeName as the requesting node",
    );
    expect(await messageOf(cluster.call("DELETE", `${slices}/b`))).toBe(200);
  });

  test("of a claim is its size", async () => {
    const claims = "/api/v1/namespaces/default/persistentvolumeclaims";
    const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
    const api = await scopeOf("default", [[claims, { metadata: { name: "c" }, spec }]]);
    const report = (status: object) => messageOf(api.call("PATCH", `${claims}/c/status`, { status }, merge));
    expect(await report({ capacity: { storage: "1Gi" } })).toBe(200);
    expect(await report({ phase: "Bound" })).toContain("not allowed to update fields other than status.capacity");
    expect(await messageOf(api.call("PATCH", `${claims}/c`, { metadata: { labels: { a: "b" } } }, merge))).toContain(
      "may only update PVC status",
    );
  });

  test("is a token for a pod that it runs", async () => {
    const accounts = "/api/v1/namespaces/default/serviceaccounts";
    const api = await scopeOf("default", [[accounts, { metadata: { name: "a" } }], ...podsOfBoth]);
    const uidOf = async (name: string) => (await api.call("GET", `${pods}/${name}`)).body.metadata.uid as string;
    const ask = async (bound: object | undefined, audiences: string[] = []) => {
      const spec = { audiences, boundObjectRef: bound };
      return messageOf(
        api.call("POST", `${accounts}/a/token`, { kind: "TokenRequest", apiVersion: "authentication.k8s.io/v1", spec }),
      );
    };
    const own = { kind: "Pod", apiVersion: "v1", name: "own", uid: await uidOf("own") };
    expect(await ask(own)).toBe(201);
    expect(await ask(undefined)).toContain("node requested token not bound to a pod");
    expect(await ask({ ...own, uid: "" })).toContain("node requested token with a pod binding without a uid");
    expect(await ask({ ...own, name: "other", uid: await uidOf("other") })).toContain(
      "node requested token bound to a pod scheduled on a different node",
    );
    expect(await ask(own, ["a", "b"])).toContain("node may only request 0 or 1 audiences");
  });
});

test("who is no node is not concerned", async () => {
  const admission = [nodeRestriction(fakeHost())];
  const like = apiScope({
    namespace: "",
    admission,
    user: { name: "system:node:x", groups: ["system:authenticated"] },
  });
  expect(await like.call("POST", "/api/v1/nodes", { metadata: { name: "y" } })).toMatchObject({ code: 201 });
  const nameless = apiScope({ namespace: "", admission, user: { name: "system:node:", groups: ["system:nodes"] } });
  const { body } = await nameless.call("POST", "/api/v1/nodes", { metadata: { name: "y" } });
  expect(body.message).toContain('could not determine node from user "system:node:"');
});
