// npm start, from the first start to the last.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../harness/eventually.ts";
import { request } from "../harness/https.ts";
import { isRunning, skerry, spawnInstance, startInstance, temporaryDataDir, untilReady } from "../harness/instance.ts";

const noAgent = { parameters: ["--no-agent"] };

test("one block says where the server and the kubeconfig are, and what to try", async () => {
  const instance = await startInstance(noAgent);
  expect(instance.stdout().match(/Skerry is ready/g)).toHaveLength(1);
  const block = /^Skerry is ready\n(.+\n)+/m.exec(instance.stdout())?.[0];
  expect(block).toContain(instance.server);
  expect(block).toContain(instance.kubeconfig);
  expect(block).toContain("npx skerry kubectl");
  expect(statSync(instance.kubeconfig).mode & 0o777).toBe(0o600);
  expect(await instance.tools.kubectl("config", "current-context")).toBe("skerry\n");
  expect(await instance.tools.kubectl("get", "--raw", "/healthz")).toBe("ok");
});

test("the certificate is for this host, and only the instance's CA vouches for it", async () => {
  const instance = await startInstance(noAgent);
  const ca = readFileSync(join(instance.dataDir, "tls/ca.crt"), "utf8");
  for (const host of ["127.0.0.1", "localhost"]) {
    expect((await request(`https://${host}:${instance.port}/healthz`, { ca })).code).toBe(200);
  }
  await expect(request(`${instance.server}/healthz`)).rejects.toThrow(/certificate/i);
});

test("nobody gets in without a token, but the health checks answer all", async () => {
  const instance = await startInstance(noAgent);
  const ca = readFileSync(join(instance.dataDir, "tls/ca.crt"), "utf8");
  for (const path of ["/healthz", "/livez", "/readyz"]) {
    expect((await request(`${instance.server}${path}`, { ca })).code).toBe(200);
  }
  const paths = ["/api", "/api/v1/namespaces", "/apis/apps/v1/deployments", "/openapi/v3", "/clusters/default/api"];
  for (const path of [...paths, "/v1/clusters"]) {
    for (const token of [undefined, "wrong"]) {
      const answer = await request(`${instance.server}${path}`, { ca, token });
      expect([path, answer.code]).toEqual([path, 401]);
      expect(JSON.parse(answer.text)).toMatchObject({ kind: "Status", reason: "Unauthorized", code: 401 });
    }
  }
  expect((await request(`${instance.server}/healthz`, { ca, token: "wrong" })).code).toBe(200);
});

test("Ctrl-C ends everything; the next start finds it as it was", async () => {
  const instance = await startInstance(noAgent);
  const workerd = instance.controlPlanePid();
  await instance.tools.kubectl("create", "configmap", "kept", "--from-literal=a=b");
  const kubeconfig = readFileSync(instance.kubeconfig, "utf8");
  expect(await instance.interrupt()).toBe(0);
  expect(isRunning(workerd)).toBe(false);
  const again = await startInstance({ ...noAgent, dataDir: instance.dataDir, port: instance.port });
  expect(readFileSync(again.kubeconfig, "utf8")).toBe(kubeconfig);
  expect(await again.tools.kubectl("get", "configmap", "kept", "-o", "jsonpath={.data.a}")).toBe("b");
});

test("Ctrl-C while a watch is open ends everything, too", async () => {
  const instance = await startInstance(noAgent);
  const watch = instance.tools.tryKubectl("get", "configmaps", "-A", "-w");
  await eventually(() => {
    const connections = readFileSync("/proc/net/tcp", "utf8");
    expect(connections).toMatch(new RegExp(`:${instance.port.toString(16).toUpperCase()} [0-9A-F:]+ 01`));
  });
  expect(await instance.interrupt()).toBe(0);
  await watch;
});

test("a SIGTERM that only npm hears ends everything, too", async () => {
  const instance = await startInstance(noAgent);
  const workerd = instance.controlPlanePid();
  instance.process.kill("SIGTERM");
  await eventually(() => expect(isRunning(workerd)).toBe(false));
  await eventually(() => expect(existsSync(join(instance.dataDir, "lock"))).toBe(false));
});

test("--listen opens it to other hosts, by a certificate for their names of it", async () => {
  const own = Object.values(networkInterfaces()).flatMap((infos) => infos ?? []);
  const address = own.find((info) => info.family === "IPv4" && !info.internal)?.address ?? "127.0.0.1";
  const instance = await startInstance({ parameters: ["--no-agent", "--listen", "0.0.0.0"] });
  expect(instance.stdout()).toContain(`server      https://127.0.0.1:${instance.port}`);
  const ca = readFileSync(join(instance.dataDir, "tls/ca.crt"), "utf8");
  expect((await request(`https://${address}:${instance.port}/healthz`, { ca })).code).toBe(200);
  const closed = await startInstance(noAgent);
  if (address !== "127.0.0.1") await expect(request(`https://${address}:${closed.port}/healthz`)).rejects.toThrow();
});

test("a second start on the same data is refused and does no harm", async () => {
  const instance = await startInstance(noAgent);
  const second = await spawnInstance({ ...noAgent, dataDir: instance.dataDir });
  await eventually(() => expect(second.process.exitCode).toBe(1));
  expect(second.stderr()).toContain(`already running on ${instance.dataDir}`);
  expect(second.stdout()).not.toContain("Skerry is ready");
  expect(await instance.tools.kubectl("get", "--raw", "/healthz")).toBe("ok");
});

test("a port that is taken is refused with who has it", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const instance = await spawnInstance({ ...noAgent, dataDir: temporaryDataDir(), port });
  await eventually(() => expect(instance.process.exitCode).toBe(1));
  expect(instance.stderr()).toContain(`127.0.0.1:${port} is in use by`);
  expect(instance.stderr()).toContain(`pid ${process.pid}`);
  expect(instance.stderr()).toContain("--port");
  server.close();
});

test("options that make no sense are refused by name", async () => {
  for (const [option, value] of [
    ["--port", "many"],
    ["--listen", "no/address"],
    ["--colour", "blue"],
  ]) {
    const result = await skerry(["up", option as string, value as string, "--data-dir", temporaryDataDir()]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(option);
  }
});

test("without a Docker engine the control plane stands all the same, and one line says what to install", async () => {
  const instance = await startInstance({ environment: { DOCKER_HOST: "unix:///nowhere/docker.sock" } });
  const lines = instance.stderr().split("\n");
  expect(lines.filter((line) => line.includes("Docker"))).toEqual([
    expect.stringContaining("apt-get install docker.io"),
  ]);
  expect(instance.stdout()).toContain("none: no Docker engine");
  expect(await instance.tools.kubectl("get", "--raw", "/readyz")).toBe("ok");
});

test("a kubeconfig of the person's own keeps what is in it", async () => {
  const dataDir = temporaryDataDir();
  const path = join(dataDir, "own/config");
  mkdirSync(join(dataDir, "own"));
  const contexts = "contexts: [{name: work, context: {cluster: work, user: work}}]\ncurrent-context: work\n";
  writeFileSync(path, `apiVersion: v1\nkind: Config\n${contexts}`);
  const instance = await startInstance({ dataDir, parameters: ["--no-agent", "--kubeconfig", path] });
  expect(instance.stdout()).toContain(`kubeconfig  ${path}`);
  const found = await instance.tools.kubectl("--kubeconfig", path, "config", "get-contexts", "-o", "name");
  expect(found.trim().split("\n").sort()).toEqual(["skerry", "work"]);
  expect(await instance.tools.kubectl("--kubeconfig", path, "get", "--raw", "/healthz")).toBe("ok");
});

test("down ends it, and --purge leaves nothing", async () => {
  const instance = await startInstance(noAgent);
  const workerd = instance.controlPlanePid();
  const down = await skerry(["down", "--data-dir", instance.dataDir]);
  expect(down).toMatchObject({ code: 0, stdout: expect.stringContaining("Stopped") });
  await eventually(() => expect(instance.process.exitCode).toBe(0));
  expect(isRunning(workerd)).toBe(false);
  expect(existsSync(instance.dataDir)).toBe(true);
  const again = await skerry(["down", "--data-dir", instance.dataDir]);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing was running") });
  expect((await skerry(["down", "--purge", "--data-dir", instance.dataDir])).code).toBe(0);
  expect(existsSync(instance.dataDir)).toBe(false);
});

test("down --purge keeps its hands off a folder that is somebody else's", async () => {
  const folder = temporaryDataDir();
  writeFileSync(join(folder, "letter.txt"), "dear");
  const result = await skerry(["down", "--purge", "--data-dir", folder]);
  expect(result.code).toBe(1);
  expect(readFileSync(join(folder, "letter.txt"), "utf8")).toBe("dear");
});

test("started in one data directory and stopped before it was ready, it leaves nothing running", async () => {
  const instance = await spawnInstance({ ...noAgent, dataDir: temporaryDataDir() });
  await eventually(() => expect(existsSync(join(instance.dataDir, "run/workerd.pid"))).toBe(true));
  const workerd = instance.controlPlanePid();
  expect(await instance.interrupt()).toBe(0);
  expect(isRunning(workerd)).toBe(false);
  expect(existsSync(join(instance.dataDir, "lock"))).toBe(false);
  const again = await spawnInstance({ ...noAgent, dataDir: instance.dataDir });
  await untilReady(again);
  expect(await again.interrupt()).toBe(0);
});
