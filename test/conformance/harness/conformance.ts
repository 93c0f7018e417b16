// What a conformance test starts from: a client, and a namespace of its own.
import { test as base, inject } from "vitest";
import { conformanceTests } from "../list/conformance-tests.ts";
import { Api, accessOf } from "./api.ts";
import { randomName } from "./random-name.ts";
import { until } from "./until.ts";

export interface ConformanceFixtures {
  /** A client with all rights. */
  readonly api: Api;
  /** Made for this test and ready for pods; deleted after it. */
  readonly namespace: string;
}

const names = new Set(conformanceTests.map(({ name }) => name));

const extended = base.extend<ConformanceFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that one needs from here
  api: async ({}, use) => {
    const api = new Api(accessOf(inject("kubeconfig")));
    await use(api);
    api.close();
  },
  namespace: async ({ api }, use) => {
    const name = randomName("conformance");
    await makeNamespace(api, name);
    await use(name);
    await api.send("DELETE", `/api/v1/namespaces/${name}`);
  },
});

/** A namespace with what every test relies on: its service account and the cluster's certificate. */
export async function makeNamespace(
  api: Api,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<void> {
  await api.create("/api/v1/namespaces", { metadata: { name, labels } });
  const path = `/api/v1/namespaces/${name}`;
  await until(() => api.exists(`${path}/serviceaccounts/default`));
  await until(() => api.exists(`${path}/configmaps/kube-root-ca.crt`));
}

/** A test of upstream's list. `name` is its codename, whole; throws when there is none of that name. */
export function conformance(
  name: string,
  body: (fixtures: ConformanceFixtures) => Promise<void>,
  timeoutMs = 60_000,
  options: { readonly concurrent?: boolean } = {},
): void {
  if (!names.has(name)) throw new Error(`upstream's list has no test ${name}`);
  extended(name, { timeout: timeoutMs, ...options }, ({ api, namespace }) => body({ api, namespace }));
}
