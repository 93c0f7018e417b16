// Clusters beside the default one, at the terminal and over HTTPS.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { request } from "../harness/https.ts";
import { type Instance, skerry, startInstance } from "../harness/instance.ts";
import { toolsFor } from "../harness/kubectl.ts";

async function cluster(instance: Instance, ...parameters: string[]) {
  return skerry(["cluster", ...parameters, "--data-dir", instance.dataDir]);
}

test("are created, listed, used and deleted, each for itself", async () => {
  const instance = await startInstance({ parameters: ["--no-agent"] });
  for (const id of ["blue", "green", "blue"]) expect((await cluster(instance, "create", id)).code).toBe(0);
  const list = await cluster(instance, "list");
  expect(list.stdout.split("\n").map((line) => line.split(/ +/)[0])).toEqual(["ID", "blue", "default", "green", ""]);

  const tools = async (id: string) => {
    const kubeconfig = join(instance.dataDir, `${id}.kubeconfig`);
    writeFileSync(kubeconfig, (await cluster(instance, "kubeconfig", id)).stdout);
    return toolsFor({ kubeconfig, namespace: "default" });
  };
  const blue = await tools("blue");
  const green = await tools("green");
  await blue.kubectl("create", "configmap", "mine", "--from-literal=a=blue");
  expect(await blue.kubectl("get", "configmap", "mine", "-o", "jsonpath={.data.a}")).toBe("blue");
  expect((await green.tryKubectl("get", "configmap", "mine")).stderr).toContain("NotFound");
  expect((await instance.tools.tryKubectl("get", "configmap", "mine")).stderr).toContain("NotFound");

  expect((await cluster(instance, "delete", "blue")).stdout).toBe("cluster blue deleted\n");
  expect((await blue.tryKubectl("get", "configmap", "mine")).code).not.toBe(0);
  expect((await cluster(instance, "kubeconfig", "blue")).code).toBe(1);
  await cluster(instance, "create", "blue");
  const reborn = await tools("blue");
  expect((await reborn.tryKubectl("get", "configmap", "mine")).stderr).toContain("NotFound");
});

test("a token of one cluster is nothing in another", async () => {
  const instance = await startInstance({ parameters: ["--no-agent"] });
  const ca = readFileSync(join(instance.dataDir, "tls/ca.crt"), "utf8");
  await cluster(instance, "create", "blue");
  const token = /token: (\S+)/.exec((await cluster(instance, "kubeconfig", "blue")).stdout)?.[1];
  const at = (path: string) => request(`${instance.server}${path}`, { ca, token });
  expect((await at("/clusters/blue/api/v1/namespaces")).code).toBe(200);
  expect((await at("/clusters/default/api/v1/namespaces")).code).toBe(401);
  expect((await at("/api/v1/namespaces")).code).toBe(401);
  expect((await at("/clusters/none/api/v1/namespaces")).code).toBe(404);
  expect((await at("/v1/clusters")).code).toBe(401);
});

test("a name that can't be one is refused with the reason", async () => {
  const instance = await startInstance({ parameters: ["--no-agent"] });
  const refused = await cluster(instance, "create", "Not_A_Name");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("lower case letters");
});

test("npx skerry kubectl passes everything on, and the exit code back", async () => {
  const instance = await startInstance({ parameters: ["--no-agent"] });
  const run = (...parameters: string[]) => skerry(["kubectl", "--data-dir", instance.dataDir, ...parameters]);
  expect(await run("get", "--raw", "/healthz")).toMatchObject({ code: 0, stdout: "ok" });
  expect((await run("get", "nothing-of-the-kind")).code).toBe(1);
  expect((await run("version", "--client", "-o", "json")).stdout).toContain('"minor": "36"');
});
