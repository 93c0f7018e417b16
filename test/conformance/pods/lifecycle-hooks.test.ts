// What containers do when they have started and before they end.
import { expect } from "vitest";
import { until } from "../harness/until.ts";
import { pausing, tool } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import type { Pods } from "./harness/pods.ts";

const title = "[sig-node] Container Lifecycle Hook when create a pod with lifecycle hook should execute";

/** A pod that is told of by hooks: its address, and a wait for a request. */
async function listener(pods: Pods): Promise<{ ip: string; heard(path: string): Promise<unknown> }> {
  const { metadata, status } = await pods.run({ name: "listener", spec: { containers: [tool(["serve", "8080"])] } });
  return {
    ip: status.podIP,
    heard: (path) => until(async () => (await pods.log(metadata.name)).includes(`GET ${path}`)),
  };
}

const call = (ip: string, path: string) => ({ exec: { command: ["wget", "-qO-", `http://${ip}:8080${path}`] } });
const get = (host: string, path: string) => ({
  httpGet: { path, host, port: 8080, httpHeaders: [{ name: "x-test", value: "hook" }] },
});

podConformance(`${title} poststart exec hook properly [NodeConformance] [Conformance]`, async ({ pods }) => {
  const { ip, heard } = await listener(pods);
  await pods.run({ spec: { containers: [pausing({ lifecycle: { postStart: call(ip, "/started") } })] } });
  await heard("/started");
});

podConformance(`${title} poststart http hook properly [NodeConformance] [Conformance]`, async ({ pods }) => {
  const { ip, heard } = await listener(pods);
  await pods.run({ spec: { containers: [pausing({ lifecycle: { postStart: get(ip, "/started") } })] } });
  await heard("/started hook");
});

podConformance(`${title} prestop exec hook properly [NodeConformance] [Conformance]`, async ({ pods }) => {
  const { ip, heard } = await listener(pods);
  const lifecycle = { preStop: call(ip, "/stopping") };
  const { metadata } = await pods.run({
    spec: { terminationGracePeriodSeconds: 15, containers: [pausing({ lifecycle })] },
  });
  await pods.delete(metadata.name);
  await heard("/stopping");
  await pods.gone(metadata.name);
});

podConformance(`${title} prestop http hook properly [NodeConformance] [Conformance]`, async ({ pods }) => {
  const { ip, heard } = await listener(pods);
  const lifecycle = { preStop: get(ip, "/stopping") };
  const { metadata } = await pods.run({
    spec: { terminationGracePeriodSeconds: 15, containers: [pausing({ lifecycle })] },
  });
  await pods.delete(metadata.name);
  await heard("/stopping hook");
  await pods.gone(metadata.name);
});

podConformance("[sig-node] PreStop should call prestop when killing a pod [Conformance]", async ({ pods }) => {
  const { ip, heard } = await listener(pods);
  const lifecycle = { preStop: call(ip, "/prestop") };
  const { metadata } = await pods.run({
    name: "tester",
    spec: { terminationGracePeriodSeconds: 15, containers: [pausing({ lifecycle })] },
  });
  await pods.delete(metadata.name);
  await heard("/prestop");
  await pods.gone(metadata.name);
  expect((await pods.log("listener")).match(/GET \/prestop/g)).toHaveLength(1);
});
