// kubectl, where no pod needs to run.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { toolsFor } from "../../e2e/harness/kubectl.ts";
import { conformance } from "../harness/conformance.ts";

const toolsIn = (namespace: string) => toolsFor({ kubeconfig: inject("kubeconfig"), namespace });

conformance(
  "[sig-cli] Kubectl client Kubectl api-versions should check if v1 is in available api versions [Conformance]",
  async ({ namespace }) => {
    const lines = (await toolsIn(namespace).kubectl("api-versions")).split("\n");
    expect(lines).toContain("v1");
  },
);

conformance(
  "[sig-cli] Kubectl client Kubectl cluster-info should check if Kubernetes control plane services is included in cluster-info [Conformance]",
  async ({ namespace }) => {
    expect(await toolsIn(namespace).kubectl("cluster-info")).toContain("Kubernetes control plane");
  },
);

conformance(
  "[sig-cli] Kubectl client Kubectl version should check is all data is printed [Conformance]",
  async ({ namespace }) => {
    const version = await toolsIn(namespace).kubectl("version");
    expect(version).toMatch(/Client Version: v\d/);
    expect(version).toMatch(/Server Version: v1\.\d/);
  },
);

const deploymentOf = (image: string) =>
  JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "compared" },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "compared" } },
      template: {
        metadata: { labels: { app: "compared" } },
        spec: { containers: [{ name: "web", image }] },
      },
    },
  });

conformance(
  "[sig-cli] Kubectl client Kubectl diff should check if kubectl diff finds a difference for Deployments [Conformance]",
  async ({ namespace }) => {
    const { apply, tryKubectl } = toolsIn(namespace);
    await apply(deploymentOf("web:1"));
    const folder = mkdtempSync(join(tmpdir(), "skerry-diff-"));
    try {
      const file = join(folder, "deployment.json");
      writeFileSync(file, deploymentOf("busybox:2"));
      const { code, stdout } = await tryKubectl("diff", "-f", file);
      // So kubectl says that there are differences.
      expect(code).toBe(1);
      expect(stdout).toMatch(/^-\s+- image: web:1$/m);
      expect(stdout).toMatch(/^\+\s+- image: busybox:2$/m);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

conformance(
  "[sig-cli] Kubectl client Kubectl run pod should create a pod from an image when restart is Never [Conformance]",
  async ({ api, namespace }) => {
    await toolsIn(namespace).kubectl("run", "once", "--restart=Never", "--image=example.com/a:1");
    const { spec } = await api.get(`/api/v1/namespaces/${namespace}/pods/once`);
    expect(spec).toMatchObject({ restartPolicy: "Never", containers: [{ image: "example.com/a:1" }] });
  },
);

conformance(
  "[sig-cli] Kubectl client Kubectl server-side dry-run should check if kubectl can dry-run update Pods [Conformance]",
  async ({ api, namespace }) => {
    const { kubectl } = toolsIn(namespace);
    await kubectl("run", "dry", "--image=example.com/a:1", "--labels=run=dry");
    const patch = { spec: { containers: [{ name: "dry", image: "example.com/b:2" }] } };
    await kubectl("patch", "pod", "dry", "-p", JSON.stringify(patch), "--dry-run=server");
    const { spec } = await api.get(`/api/v1/namespaces/${namespace}/pods/dry`);
    expect(spec.containers[0].image).toBe("example.com/a:1");
  },
);
