import { describe, expect, test } from "vitest";
import { tokenHash } from "../../auth/credentials.ts";
import type { User } from "../../auth/user.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";
import type { ApiRequest } from "../request.ts";
import { requestInfo } from "../request-info.ts";
import { answerReview, isReview } from "./answer-review.ts";

const admin: User = { name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] };
const joining: User = { name: "system:bootstrap:join", groups: ["system:bootstrappers", "system:authenticated"] };

async function ask(path: string, body: object, { user = admin, accept = "" } = {}) {
  const info = requestInfo("POST", path, false);
  if (info.type !== "resource") throw new Error("not a resource");
  const kind = builtinRegistry.byResource(info.group, info.version, info.resource);
  if (kind === undefined) throw new Error("no such kind");
  const query = new URLSearchParams();
  const common = { contentType: "application/json", userAgent: "", warnings: [], body: JSON.stringify(body) };
  const request: ApiRequest = { info, kind, query, user, accept, ...common };
  const credentials = async () => ({
    version: 1,
    issuer: "https://issuer",
    adminTokenHashes: [await tokenHash("secret")],
    joinTokenHashes: [],
    publicKeys: [],
  });
  const response = await answerReview(request, { nowMs: 0, credentials });
  return { code: response.status, body: (await response.json()) as { status: unknown; metadata: unknown } };
}

const authorization = "/apis/authorization.k8s.io/v1";
const authentication = "/apis/authentication.k8s.io/v1";
const pods = { verb: "create", resource: "pods", namespace: "default" };

function messageOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => "answered",
    (error: Error) => error.message,
  );
}

describe("access reviews", () => {
  test("are answered by the seam that every request passes", async () => {
    const own = { spec: { resourceAttributes: pods } };
    expect(await ask(`${authorization}/selfsubjectaccessreviews`, own)).toMatchObject({
      code: 201,
      body: {
        kind: "SelfSubjectAccessReview",
        apiVersion: "authorization.k8s.io/v1",
        ...own,
        status: { allowed: true },
      },
    });
    const refused = await ask(`${authorization}/selfsubjectaccessreviews`, own, { user: joining });
    expect(refused.body.status).toEqual({ allowed: false, reason: "a join token can only be used to join" });
  });

  test("of somebody else are about somebody else", async () => {
    const spec = { resourceAttributes: pods, user: "x", groups: ["system:bootstrappers"] };
    const { body } = await ask(`${authorization}/subjectaccessreviews`, { spec });
    expect(body.status).toMatchObject({ allowed: false });
    const local = await ask(`${authorization}/namespaces/default/localsubjectaccessreviews`, { spec });
    expect(local.body).toMatchObject({ metadata: { namespace: "default" }, status: { allowed: false } });
  });

  test("ask one question about one subject", async () => {
    const at = `${authorization}/subjectaccessreviews`;
    expect(await messageOf(ask(at, { spec: {} }))).toContain(
      "spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified",
    );
    expect(await messageOf(ask(at, { spec: { resourceAttributes: pods } }))).toContain(
      'spec.user: Invalid value: "": at least one of user or group must be specified',
    );
    const both = { resourceAttributes: pods, nonResourceAttributes: { verb: "get", path: "/" }, user: "x" };
    expect(await messageOf(ask(at, { spec: both }))).toContain("in combination with resourceAttributes");
    const named = { metadata: { name: "n" }, spec: { user: "x", resourceAttributes: pods } };
    expect(await messageOf(ask(at, named))).toContain("must be empty");
  });

  test("of a namespace stay in it", async () => {
    const at = `${authorization}/namespaces/other/localsubjectaccessreviews`;
    expect(await messageOf(ask(at, { spec: { user: "x", resourceAttributes: pods } }))).toContain(
      'spec.resourceAttributes.namespace: Invalid value: "default": must match metadata.namespace',
    );
    const spec = { user: "x", nonResourceAttributes: { verb: "get", path: "/" } };
    expect(await messageOf(ask(at, { spec }))).toContain("disallowed on this kind of request");
  });

  test("of rules name what the seam allows", async () => {
    const at = `${authorization}/selfsubjectrulesreviews`;
    expect((await ask(at, { spec: { namespace: "default" } })).body.status).toEqual({
      resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }],
      nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
      incomplete: false,
    });
    expect(await messageOf(ask(at, { spec: {} }))).toBe("no namespace on request");
  });
});

describe("authentication reviews", () => {
  test("tell the caller who it is", async () => {
    const { body } = await ask(`${authentication}/selfsubjectreviews`, {});
    expect(body.status).toEqual({ userInfo: { username: "kubernetes-admin", groups: admin.groups } });
  });

  test("tell whose a token is, or that it is nobody's", async () => {
    const at = `${authentication}/tokenreviews`;
    expect((await ask(at, { spec: { token: "secret", audiences: ["a"] } })).body.status).toEqual({
      authenticated: true,
      user: { username: "kubernetes-admin", groups: admin.groups },
      audiences: ["a"],
    });
    const unknown = { user: {}, error: "invalid bearer token" };
    expect((await ask(at, { spec: { token: "wrong" } })).body.status).toEqual(unknown);
    expect((await ask(at, { spec: { token: "a.b.c" } })).body.status).toEqual(unknown);
    expect(await messageOf(ask(at, { spec: {} }))).toBe("token is required for TokenReview in authentication");
  });
});

test("a review is no table, and is only posted to its collection", async () => {
  const at = `${authentication}/selfsubjectreviews`;
  const table = "application/json;as=Table;v=v1;g=meta.k8s.io";
  await expect(ask(at, {}, { accept: table })).rejects.toMatchObject({ code: 406, reason: "NotAcceptable" });
  expect((await ask(at, {}, { accept: `${table},application/json` })).body).toMatchObject({
    kind: "SelfSubjectReview",
  });
  await expect(ask(`${at}/name`, {})).rejects.toMatchObject({ code: 405 });
  await expect(ask(`${authorization}/localsubjectaccessreviews`, {})).rejects.toMatchObject({ code: 405 });
});

test("every virtual kind of authentication and authorization is a review", () => {
  const groups = ["authentication.k8s.io", "authorization.k8s.io"];
  const virtual = builtinRegistry.kinds.filter((kind) => kind.virtual === true && groups.includes(kind.group));
  expect(virtual.filter((kind) => !isReview(kind))).toEqual([]);
  expect(virtual).toHaveLength(6);
});
