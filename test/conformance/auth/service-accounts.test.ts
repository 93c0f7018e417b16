// Service accounts and their tokens.
import { expect } from "vitest";
import { conformance } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";

conformance(
  "[sig-auth] ServiceAccounts should run through the lifecycle of a ServiceAccount [Conformance]",
  async ({ api, namespace }) => {
    const collection = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    const name = randomName("account");
    const path = `${collection}/${name}`;
    const labelSelector = `story=${name}`;
    const watch = await api.watch(collection, { labelSelector });
    try {
      await api.create(collection, { metadata: { name, labels: { story: name } } });
      await watch.until(({ type }) => type === "ADDED");
      await api.patch(path, { automountServiceAccountToken: false }, "strategic-merge-patch");
      await watch.until(({ type, object }) => type === "MODIFIED" && object["automountServiceAccountToken"] === false);
      const everywhere = (await api.list("/api/v1/serviceaccounts", { labelSelector })).items;
      expect(everywhere).toMatchObject([{ metadata: { name, namespace }, automountServiceAccountToken: false }]);
      await api.json("DELETE", collection, { query: { labelSelector } });
      await watch.until(({ type }) => type === "DELETED");
      expect(await api.exists(path)).toBe(false);
    } finally {
      watch.close();
    }
  },
);

conformance("[sig-auth] ServiceAccounts should update a ServiceAccount [Conformance]", async ({ api, namespace }) => {
  const collection = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await api.create(collection, { metadata: { name: "account" }, automountServiceAccountToken: false });
  const updated = await api.change(`${collection}/account`, (account) =>
    Object.assign(account, { automountServiceAccountToken: true }),
  );
  expect(updated["automountServiceAccountToken"]).toBe(true);
  expect((await api.get(`${collection}/account`))["automountServiceAccountToken"]).toBe(true);
});

conformance(
  "[sig-auth] ServiceAccounts should guarantee kube-root-ca.crt exist in any namespace [Conformance]",
  async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}/configmaps/kube-root-ca.crt`;
    const whole = (await api.get(path))["data"]["ca.crt"];
    expect(whole).toContain("BEGIN CERTIFICATE");
    await api.delete(path);
    await until(async () => (await api.get(path))["data"]["ca.crt"] === whole);
    await api.change(path, (object) => Object.assign(object, { data: { "ca.crt": "", other: "not its own" } }));
    await until(async () => {
      const { data } = await api.get(path);
      return data["ca.crt"] === whole && !("other" in data);
    });
  },
);

conformance(
  "[sig-auth] ServiceAccounts should allow opting out of API token automount [Conformance]",
  async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}`;
    const accounts = { mount: true, nomount: false } as const;
    for (const [name, automountServiceAccountToken] of Object.entries(accounts))
      await api.create(`${path}/serviceaccounts`, { metadata: { name }, automountServiceAccountToken });
    // The pod's word counts, and the account's where the pod has none.
    const cases = [
      { account: "default", pod: undefined, mounts: true },
      { account: "default", pod: true, mounts: true },
      { account: "default", pod: false, mounts: false },
      { account: "mount", pod: undefined, mounts: true },
      { account: "mount", pod: true, mounts: true },
      { account: "mount", pod: false, mounts: false },
      { account: "nomount", pod: undefined, mounts: false },
      { account: "nomount", pod: true, mounts: true },
      { account: "nomount", pod: false, mounts: false },
    ];
    for (const { account, pod, mounts } of cases) {
      const made = await api.create(`${path}/pods`, {
        metadata: { generateName: "mounting-" },
        spec: {
          serviceAccountName: account,
          ...(pod === undefined ? {} : { automountServiceAccountToken: pod }),
          containers: [{ name: "a", image: "a" }],
        },
      });
      const folders = (made["spec"].containers[0].volumeMounts ?? []).map(
        (one: { mountPath: string }) => one.mountPath,
      );
      const expected = mounts ? ["/var/run/secrets/kubernetes.io/serviceaccount"] : [];
      expect(folders, `${account} ${pod}`).toEqual(expected);
    }
  },
);

conformance(
  "[sig-auth] ServiceAccounts should create a serviceAccountToken and ensure a successful TokenReview [Conformance]",
  async ({ api, namespace }) => {
    const collection = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    const account = await api.create(collection, { metadata: { name: "reviewed" } });
    const request = await api.create(`${collection}/reviewed/token`, {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { expirationSeconds: 600 },
    });
    const { token } = request["status"];
    expect(token).not.toBe("");
    const review = await api.create("/apis/authentication.k8s.io/v1/tokenreviews", {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenReview",
      spec: { token },
    });
    expect(review["status"].error ?? "").toBe("");
    expect(review["status"]).toMatchObject({
      authenticated: true,
      user: { username: `system:serviceaccount:${namespace}:reviewed`, uid: account.metadata.uid },
    });
  },
);
