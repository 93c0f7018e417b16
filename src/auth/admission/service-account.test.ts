import { expect, test } from "vitest";
import { fakeHost } from "../../../test/fixtures/admission-host.ts";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import { serviceAccount } from "./service-account.ts";

const pods = "/api/v1/namespaces/default/pods";
const open: KubeObject = { metadata: { name: "default" }, automountServiceAccountToken: false };
const limited: KubeObject = {
  metadata: { name: "limited", annotations: { "kubernetes.io/enforce-mountable-secrets": "true" } },
  secrets: [{ name: "known" }],
  imagePullSecrets: [{ name: "pull" }],
};

function scope() {
  const accounts = [open, limited];
  const find = (_collection: string, name: string) => accounts.find((one) => one.metadata?.name === name);
  return apiScope({ admission: [serviceAccount(fakeHost({ find }))] });
}

async function create(spec: object, annotations: Record<string, string> = {}) {
  const whole = { containers: [{ name: "c", image: "i" }], ...spec };
  const { code, body } = await scope().call("POST", pods, { metadata: { name: "p", annotations }, spec: whole });
  return { code, message: body.message as string | undefined, spec: body.spec };
}

const variable = (name: string) => ({ name: "V", valueFrom: { secretKeyRef: { name, key: "k" } } });

test("a pod runs as an account, which there must be", async () => {
  expect(await create({})).toMatchObject({ code: 201, spec: { serviceAccountName: "default" } });
  expect(await create({ serviceAccountName: "none" })).toMatchObject({
    code: 403,
    message: 'pods "p" is forbidden: error looking up service account default/none: serviceaccount "none" not found',
  });
});

test.each([
  [{ volumes: [{ name: "v", secret: { secretName: "s" } }] }, 'volume with secret.secretName="s"'],
  [
    { initContainers: [{ name: "i", image: "i", env: [variable("s")] }] },
    'init container i with envVar V referencing secret.secretName="s"',
  ],
  [
    { containers: [{ name: "c", image: "i", env: [variable("known"), variable("s")] }] },
    'container c with envVar V referencing secret.secretName="s"',
  ],
  [
    { containers: [{ name: "c", image: "i", envFrom: [{ secretRef: { name: "s" } }] }] },
    'container c with envFrom referencing secret.secretName="s"',
  ],
])("an account that limits its secrets refuses others: %#", async (spec, text) => {
  expect((await create({ ...spec, serviceAccountName: "limited" })).message).toBe(
    `pods "p" is forbidden: ${text} is not allowed because service account limited does not reference that secret`,
  );
  expect(await create({ ...spec, serviceAccountName: "default" })).toMatchObject({ code: 201 });
});

test("an account that limits its secrets lets those be used that it names", async () => {
  const volumes = [{ name: "v", secret: { secretName: "known" } }];
  const spec = { serviceAccountName: "limited", volumes, imagePullSecrets: [{ name: "pull" }] };
  expect(await create(spec)).toMatchObject({ code: 201 });
  expect((await create({ ...spec, imagePullSecrets: [{ name: "pull" }, { name: "x" }] })).message).toBe(
    'pods "p" is forbidden: imagePullSecrets[1].name="x" is not allowed because service account limited does not reference that imagePullSecret',
  );
});

test("containers for debugging are held to the same", async () => {
  const api = scope();
  const spec = { serviceAccountName: "limited", containers: [{ name: "c", image: "i" }] };
  await api.call("POST", pods, { metadata: { name: "p" }, spec });
  const debug = { name: "d", image: "i", env: [variable("s")] };
  const { body } = await api.call(
    "PATCH",
    `${pods}/p/ephemeralcontainers`,
    { spec: { ephemeralContainers: [debug] } },
    { "content-type": "application/strategic-merge-patch+json" },
  );
  expect(body.message).toContain(
    'ephemeral container d with envVar V referencing secret.secretName="s" is not allowed',
  );
});

test.each([
  [{ serviceAccountName: "default" }, "a mirror pod may not reference service accounts"],
  [{ volumes: [{ name: "v", secret: { secretName: "s" } }] }, "a mirror pod may not reference secrets"],
])("a node's own pod has no part in accounts and secrets: %#", async (spec, detail) => {
  const mirror = { "kubernetes.io/config.mirror": "x" };
  const placed = { nodeName: "n", ...spec };
  expect((await create(placed, mirror)).message).toBe(`pods "p" is forbidden: ${detail}`);
  expect(await create({ nodeName: "n" }, mirror)).toMatchObject({ code: 201 });
});
