// Pods as whom they are.
import { expect } from "vitest";
import { until } from "../harness/until.ts";
import { once, pausing, script } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";

const folder = "/var/run/secrets/kubernetes.io/serviceaccount";

podConformance(
  "[sig-auth] ServiceAccounts should mount an API token into pods [Conformance]",
  async ({ api, namespace, pods }) => {
    await api.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: "mounted" } });
    const { metadata } = await pods.run({ spec: { serviceAccountName: "mounted", containers: [pausing()] } });
    const read = (name: string) => pods.shell(metadata.name, `cat ${folder}/${name}`);
    expect(await read("namespace")).toBe(namespace);
    const { data } = await api.get(`/api/v1/namespaces/${namespace}/configmaps/kube-root-ca.crt`);
    expect((await read("ca.crt")).trim()).toBe(data["ca.crt"].trim());
    const review = {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenReview",
      spec: { token: await read("token") },
    };
    const { status } = await api.create("/apis/authentication.k8s.io/v1/tokenreviews", review);
    expect(status.authenticated).toBe(true);
    expect(status.user.username).toBe(`system:serviceaccount:${namespace}:mounted`);
  },
);

podConformance(
  "[sig-auth] ServiceAccounts should mount projected service account token [Conformance]",
  async ({ pods }) => {
    const token = { path: "token", expirationSeconds: 3600, audience: "test" };
    const volumes = [{ name: "it", projected: { defaultMode: 0o400, sources: [{ serviceAccountToken: token }] } }];
    const container = script("stat -L -c %a /it/token; cat /it/token", {
      volumeMounts: [{ name: "it", mountPath: "/it" }],
    });
    const [mode, text = ""] = (await pods.output({ spec: once(container, { volumes }) })).split("\n");
    expect(mode).toBe("400");
    const claims = JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString());
    expect(claims.aud).toEqual(["test"]);
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(3600);
  },
);

podConformance(
  "[sig-auth] ServiceAccounts ServiceAccountIssuerDiscovery should support OIDC discovery of service account issuer [Conformance]",
  async ({ api, pods }) => {
    // A pod reads the issuer from its token and the keys by the cluster's own address, with its own rights.
    const { metadata } = await pods.run({ spec: { containers: [pausing()] } });
    const token = await pods.shell(metadata.name, `cat ${folder}/token`);
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    const asPod = api.as(token);
    const discovered = await until(() => asPod.json("GET", "/.well-known/openid-configuration"));
    expect(discovered.issuer).toBe(claims.iss);
    expect(discovered.response_types_supported).toContain("id_token");
    const { keys } = await asPod.json("GET", new URL(discovered.jwks_uri).pathname);
    const header = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());
    expect(keys.map(({ kid }: { kid: string }) => kid)).toContain(header.kid);
    asPod.close();
  },
);
