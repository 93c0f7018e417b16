// What no client should send: each is a Status with the right code and reason, and nothing is stored.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { request } from "../harness/https.ts";
import { startInstance } from "../harness/instance.ts";

const configMaps = "/api/v1/namespaces/default/configmaps";
const configMap = (metadata: object, more: object = {}) =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata, ...more });

interface Case {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly type?: string;
  readonly body: string;
  readonly code: number;
  readonly reason: string;
  /** Part of the message. */
  readonly says?: string;
}

const cases: readonly Case[] = [
  { name: "malformed JSON", body: "{", code: 400, reason: "BadRequest" },
  { name: "malformed YAML", type: "application/yaml", body: "a: [", code: 400, reason: "BadRequest" },
  {
    name: "malformed protobuf",
    type: "application/vnd.kubernetes.protobuf",
    body: "k8s\u0000\u0012",
    code: 400,
    reason: "BadRequest",
  },
  { name: "a media type nobody knows", type: "text/html", body: "<p>", code: 415, reason: "UnsupportedMediaType" },
  {
    name: "an unknown field, strictly",
    path: `${configMaps}?fieldValidation=Strict`,
    body: configMap({ name: "a" }, { dta: {} }),
    code: 400,
    reason: "BadRequest",
    says: 'unknown field "dta"',
  },
  {
    name: "a wrong type",
    body: configMap({ name: "a" }, { data: "text" }),
    code: 400,
    reason: "BadRequest",
    says: "cannot unmarshal string",
  },
  {
    name: "a name that isn't one",
    body: configMap({ name: "Not_A_Name" }),
    code: 422,
    reason: "Invalid",
    says: "metadata.name",
  },
  { name: "no name", body: configMap({}), code: 422, reason: "Invalid", says: "name or generateName is required" },
  {
    name: "another namespace than the path's",
    body: configMap({ name: "a", namespace: "other" }),
    code: 400,
    reason: "BadRequest",
  },
  {
    name: "another kind than the path's",
    body: JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "a" } }),
    code: 400,
    reason: "BadRequest",
  },
  {
    name: "an object of 2 MB",
    path: "/apis/apps/v1/namespaces/default/controllerrevisions",
    body: JSON.stringify({
      apiVersion: "apps/v1",
      kind: "ControllerRevision",
      metadata: { name: "a" },
      data: { a: "x".repeat(2 * 1024 * 1024) },
      revision: 1,
    }),
    code: 413,
    reason: "RequestEntityTooLarge",
  },
  {
    name: "a config map of more than it may hold",
    body: configMap({ name: "a" }, { data: { a: "x".repeat(1024 * 1024 + 1) } }),
    code: 422,
    reason: "Invalid",
    says: "may not be more than 1048576 bytes",
  },
  {
    name: "a stale resourceVersion",
    method: "PUT",
    path: `${configMaps}/kept`,
    body: configMap({ name: "kept", resourceVersion: "1" }),
    code: 409,
    reason: "Conflict",
  },
  {
    name: "a patch of nothing",
    method: "PATCH",
    path: `${configMaps}/none`,
    type: "application/merge-patch+json",
    body: "{}",
    code: 404,
    reason: "NotFound",
  },
  { name: "an unknown kind", path: "/api/v1/namespaces/default/gadgets", body: "{}", code: 404, reason: "NotFound" },
  { name: "an unknown group", path: "/apis/example.com/v1/gadgets", body: "{}", code: 404, reason: "NotFound" },
  {
    name: "a namespace that isn't there",
    path: "/api/v1/namespaces/none/configmaps",
    body: configMap({ name: "a" }),
    code: 404,
    reason: "NotFound",
  },
  {
    name: "a path that escapes",
    path: "/api/v1/namespaces/%2e%2e%2fother/configmaps",
    body: configMap({ name: "a" }),
    code: 404,
    reason: "NotFound",
  },
  {
    name: "a path that escapes the cluster",
    path: "/clusters/..%2fdefault/api/v1/namespaces/default/configmaps",
    body: configMap({ name: "a" }),
    code: 404,
    reason: "NotFound",
  },
  {
    name: "a method that isn't for this",
    method: "PUT",
    body: configMap({ name: "a" }),
    code: 405,
    reason: "MethodNotAllowed",
  },
];

test("bad input is answered with what is wrong, and nothing is stored", async () => {
  const instance = await startInstance({ parameters: ["--no-agent"] });
  const ca = readFileSync(join(instance.dataDir, "tls/ca.crt"), "utf8");
  const token = /token: (\S+)/.exec(readFileSync(instance.kubeconfig, "utf8"))?.[1];
  await instance.tools.kubectl("create", "configmap", "kept", "--from-literal=a=b");
  const stored = async () => instance.tools.kubectl("get", "configmaps,secrets,namespaces", "-A", "-o", "json");
  const before = await stored();
  for (const {
    name,
    method = "POST",
    path = configMaps,
    type = "application/json",
    body,
    code,
    reason,
    says,
  } of cases) {
    const headers = { "content-type": type };
    const answer = await request(`${instance.server}${path}`, { method, ca, token, body, headers }).catch((error) => ({
      code: 0,
      text: JSON.stringify({ message: String(error) }),
    }));
    const status = JSON.parse(answer.text.startsWith("{") ? answer.text : JSON.stringify({ message: answer.text }));
    expect
      .soft([name, answer.code, status.kind, status.reason], status.message)
      .toEqual([name, code, "Status", reason]);
    if (says !== undefined) expect.soft(`${name}: ${status.message}`).toContain(says);
  }
  expect(await stored()).toBe(before);
});
