// What kubectl says of the server and of its user: discovery, auth, certificates, proxy, configuration, requests.
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, inject, onTestFinished } from "vitest";
import { packagedTool } from "../../../src/cli/packaged-tools.ts";
import { checkout } from "../../e2e/harness/checkout.ts";
import { clientStory } from "../harness/client-story.ts";

clientStory("api-resources, api-versions, version, cluster-info", async ({ tools, folder }) => {
  const resources = await tools.kubectl("api-resources");
  expect(resources).toMatch(/^NAME +SHORTNAMES +APIVERSION +NAMESPACED +KIND\n/);
  expect(resources).toMatch(/^deployments +deploy +apps\/v1 +true +Deployment$/m);
  expect(resources).toMatch(/^persistentvolumes +pv +v1 +false +PersistentVolume$/m);
  const wide = await tools.kubectl("api-resources", "--api-group=apps", "-o", "wide", "--no-headers");
  expect(wide).toMatch(/^deployments .* create,delete,deletecollection,get,list,patch,update,watch +all$/m);
  const names = await tools.kubectl("api-resources", "--namespaced=false", "--verbs=list,create", "-o", "name");
  expect(names.split("\n")).toEqual(expect.arrayContaining(["nodes", "storageclasses.storage.k8s.io"]));
  expect(names.split("\n")).not.toContain("pods");
  const all = await tools.kubectl("api-resources", "--categories=all", "--sort-by=kind", "-o", "name");
  expect(all.split("\n").slice(0, 2)).toEqual(["cronjobs.batch", "daemonsets.apps"]);
  expect((await tools.kubectl("api-versions")).split("\n")).toEqual(expect.arrayContaining(["apps/v1", "v1"]));
  expect(await tools.kubectl("version")).toMatch(/^Server Version: v1\.36\./m);
  expect(await tools.kubectl("cluster-info")).toMatch(/^.*control plane.* is running at .*https:\/\//);
  await tools.kubectl("cluster-info", "dump", `--output-directory=${folder}`, "--namespaces=default");
  const dumped = JSON.parse(readFileSync(join(folder, "default/services.json"), "utf8"));
  expect(dumped).toMatchObject({ kind: "ServiceList", items: [{ metadata: { name: "kubernetes" } }] });
});

clientStory("discovery's paths may end with a slash, as generated clients write them", async ({ tools }) => {
  const paths = ["/version", "/api", "/api/v1", "/apis", "/apis/apps", "/apis/apps/v1", "/openid/v1/jwks"];
  for (const path of paths) {
    expect(await tools.kubectl("get", "--raw", `${path}/`)).toBe(await tools.kubectl("get", "--raw", path));
  }
});

clientStory("auth: can-i, whoami, reconcile", async ({ tools, namespace, file }) => {
  expect(await tools.kubectl("auth", "can-i", "create", "pods")).toBe("yes\n");
  expect(await tools.kubectl("auth", "can-i", "get", "/healthz")).toBe("yes\n");
  expect(await tools.kubectl("auth", "can-i", "--list")).toMatch(/^Resources .*\n\*\.\* +\[\] +\[\] +\[\*\]$/m);
  expect(await tools.kubectl("auth", "whoami")).toMatch(/^Username +\S+$/m);
  const impersonated = await tools.kubectl("auth", "whoami", "--as=joe", "--as-group=people", "-o", "json");
  const { userInfo } = JSON.parse(impersonated).status;
  expect(userInfo).toMatchObject({ username: "joe", groups: ["people", "system:authenticated"] });

  const role = (resources: string[]) => ({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "reader", namespace },
    rules: [{ apiGroups: [""], resources, verbs: ["get"] }],
  });
  const path = file("role.json", role(["pods", "secrets"]));
  const reconcile = (...more: string[]) => tools.kubectl("auth", "reconcile", "-f", path, ...more);
  const rules = () => tools.kubectl("get", "role", "reader", "-o", "jsonpath={.rules[*].resources}");
  expect(await reconcile()).toMatch(/^role.rbac.authorization.k8s.io\/reader reconciled\n/);
  file("role.json", role(["pods"]));
  await reconcile();
  expect(await rules()).toBe('["pods","secrets"]');
  await reconcile("--remove-extra-permissions");
  expect(await rules()).toBe('["pods"]');
});

clientStory("certificate: approve and deny", async ({ tools, namespace }) => {
  const request = (name: string) =>
    JSON.stringify({
      apiVersion: "certificates.k8s.io/v1",
      kind: "CertificateSigningRequest",
      metadata: { name },
      spec: { request: certificateRequest, signerName: "example.com/any", usages: ["client auth"] },
    });
  const [yes, no] = [`${namespace}-yes`, `${namespace}-no`];
  for (const name of [yes, no]) await tools.apply(request(name));
  expect(await tools.kubectl("get", "csr", yes)).toMatch(/ example.com\/any .* Pending\n$/);
  const approved = "certificatesigningrequest.certificates.k8s.io";
  expect(await tools.kubectl("certificate", "approve", yes)).toBe(`${approved}/${yes} approved\n`);
  expect(await tools.kubectl("certificate", "deny", no)).toBe(`${approved}/${no} denied\n`);
  expect((await tools.tryKubectl("certificate", "deny", yes)).stderr).toContain("is already Approved");
  expect(await tools.kubectl("get", "csr", yes, no, "--no-headers")).toMatch(/ Approved\n.* Denied\n$/);
  const described = await tools.kubectl("describe", "csr", yes);
  expect(described).toMatch(/^Status: +Approved\n[\s\S]*Common Name: +joe$/m);
  await tools.kubectl("delete", "csr", yes, no);
});

clientStory("proxy", async ({ tools, namespace }) => {
  await tools.kubectl("create", "configmap", "one", "--from-literal=a=1");
  const proxy = spawn(packagedTool(checkout, "kubectl"), ["proxy", "--port=0"], {
    env: { ...process.env, KUBECONFIG: inject("kubeconfig") },
  });
  onTestFinished(() => void proxy.kill());
  const line = await firstLine(proxy);
  expect(line).toMatch(/^Starting to serve on 127.0.0.1:\d+$/);
  const base = `http://${line.split(" ").at(-1)}/api/v1/namespaces/${namespace}/configmaps`;
  expect(await (await fetch(`${base}/one`)).json()).toMatchObject({ kind: "ConfigMap", data: { a: "1" } });
  const missing = await fetch(`${base}/none`);
  expect([missing.status, await missing.json()]).toMatchObject([404, { kind: "Status", reason: "NotFound" }]);
});

clientStory("config", async ({ kubectlWith, folder, namespace }) => {
  const copy = join(folder, "kubeconfig");
  copyFileSync(inject("kubeconfig"), copy);
  const config = async (...words: string[]) => {
    const { code, stdout, stderr } = await kubectlWith({ environment: { KUBECONFIG: copy } }, "config", ...words);
    expect([code, stderr]).toEqual([0, ""]);
    return stdout;
  };
  const current = (await config("current-context")).trim();
  const [, cluster] = (await config("get-clusters")).split("\n");
  await config("set-credentials", "nobody", "--token=wrong");
  await config("set-context", "other", `--cluster=${cluster}`, "--user=nobody", "--namespace=other");
  expect(await config("get-contexts", "-o", "name")).toBe(`${[current, "other"].sort().join("\n")}\n`);
  await config("set-context", "--current", `--namespace=${namespace}`);
  expect(await config("view", "--minify", "-o", "jsonpath={..namespace}")).toBe(namespace);
  await config("use-context", "other");
  const refused = await kubectlWith({ environment: { KUBECONFIG: copy } }, "get", "pods");
  expect(refused.stderr).toBe("error: You must be logged in to the server (Unauthorized)\n");
});

clientStory("-v=8 shows the requests, with the server's headers", async ({ kubectlWith }) => {
  const { stderr } = await kubectlWith({ input: "" }, "get", "pods", "-v=8");
  expect(stderr).toMatch(/"Request" verb="GET" url=".*\/pods\?limit=500"/);
  expect(stderr).toMatch(/"Response" status="200 OK" headers=<[\s\S]*Content-Type: application\/json/);
});

function firstLine(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    program.on("error", reject);
    program.on("exit", (code) => reject(new Error(`it ended with ${code}`)));
    createInterface({ input: program.stdout! }).once("line", resolve);
  });
}

/** Of `CN=joe`, without a key that anybody has. */
const certificateRequest =
  "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISU1IQUNBUUF3RGpFTU1Bb0dBMVVFQXd3RGFtOWxNRmt3RXdZSEtvWkl6ajBDQVFZSUtvWkl6ajBEQVFjRApRZ0FFeVh6TjB5SnRoR2lpYmVnTzRBdW1TK0NTM3Fid0VyZkhxUXRDRy8wNFJ2bE4wYWdRNzN2TnJ2MDBqRmozCk9xWDRoeElOdTd0ZGx3cWhKSVJOYkYwRWpxQUFNQW9HQ0NxR1NNNDlCQU1DQTBnQU1FVUNJQ3ptMzFZNWc3aFgKcnduSzlFZTU3dndnMHhkdExvRlBQMU1lL0NKcVJxb0VBaUVBeG9pb0ZzNHdWTVFHOWtnMnpvdTNEN0ZQd2ZPaApTQlJDWTBIMWgyUjQramc9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";
