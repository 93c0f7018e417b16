// set, rollout, scale, autoscale and debug: what people do with workloads.
import { expect } from "vitest";
import { eventually } from "../../e2e/harness/eventually.ts";
import { clientStory } from "../harness/client-story.ts";

clientStory("set", async ({ tools }) => {
  await tools.kubectl("create", "deployment", "web", "--image=example.com/web:1");
  await tools.kubectl("create", "service", "clusterip", "web", "--tcp=80");
  await tools.kubectl("create", "configmap", "settings", "--from-literal=color=red");
  await tools.kubectl("create", "serviceaccount", "robot");
  const set = (...words: string[]) => tools.kubectl("set", ...words);
  expect(await set("image", "deployment/web", "web=example.com/web:2")).toBe("deployment.apps/web image updated\n");
  expect(await set("env", "deployment/web", "A=1", "B=2")).toBe("deployment.apps/web env updated\n");
  expect(await set("env", "deployment/web", "--list")).toBe("# Deployment web, container web\nA=1\nB=2\n");
  await set("env", "deployment/web", "A-", "--from=configmap/settings");
  expect(await set("resources", "deployment/web", "--limits=cpu=200m", "--requests=cpu=100m,memory=64Mi")).toBe(
    "deployment.apps/web resource requirements updated\n",
  );
  await set("serviceaccount", "deployment", "web", "robot");
  expect(await set("selector", "service", "web", "app=other")).toBe("service/web selector updated\n");
  const { spec } = (await tools.getJson("deployment", "web")) as { spec: { template: { spec: object } } };
  const keyRef = { configMapKeyRef: { name: "settings", key: "color" } };
  expect(spec.template.spec).toMatchObject({
    serviceAccountName: "robot",
    containers: [
      {
        image: "example.com/web:2",
        env: expect.arrayContaining([{ name: "COLOR", valueFrom: keyRef }]),
        resources: { limits: { cpu: "200m" }, requests: { cpu: "100m", memory: "64Mi" } },
      },
    ],
  });
  expect((await tools.tryKubectl("set", "image", "deployment/web", "none=x")).stderr).toContain(
    'unable to find container named "none"',
  );
  await tools.kubectl("create", "role", "reader", "--verb=get", "--resource=pods");
  await tools.kubectl("create", "rolebinding", "readers", "--role=reader", "--user=joe");
  expect(await set("subject", "rolebinding", "readers", "--user=ann")).toContain("subjects updated\n");
});

clientStory("rollout: history, pause, resume, restart, undo", async ({ tools }) => {
  await tools.kubectl("create", "deployment", "web", "--image=example.com/web:1");
  const image = () => tools.kubectl("get", "deployment", "web", "-o", "jsonpath={..containers[0].image}");
  const revision = (wanted: string) =>
    eventually(async () => {
      const path = "jsonpath={.metadata.annotations.deployment\\.kubernetes\\.io/revision}";
      expect(await tools.kubectl("get", "deployment", "web", "-o", path)).toBe(wanted);
    });
  await revision("1");
  await tools.kubectl("set", "image", "deployment/web", "web=example.com/web:2");
  await tools.kubectl("annotate", "deployment/web", "kubernetes.io/change-cause=second");
  await revision("2");
  const rollout = (...words: string[]) => tools.kubectl("rollout", ...words);
  await eventually(async () => expect(await rollout("history", "deployment/web")).toMatch(/^1 +<none>\n2 +second$/m));
  expect(await rollout("history", "deployment/web", "--revision=1")).toMatch(/^ +Image:\s+example.com\/web:1$/m);

  expect(await rollout("pause", "deployment/web")).toBe("deployment.apps/web paused\n");
  expect((await tools.tryKubectl("rollout", "pause", "deployment/web")).stderr).toContain("is already paused");
  expect((await tools.tryKubectl("rollout", "undo", "deployment/web")).stderr).toContain("resume it first");
  await tools.kubectl("set", "image", "deployment/web", "web=example.com/web:3");
  expect(await rollout("resume", "deployment/web")).toBe("deployment.apps/web resumed\n");
  await revision("3");
  expect(await rollout("undo", "deployment/web")).toBe("deployment.apps/web rolled back\n");
  expect(await image()).toBe("example.com/web:2");
  await revision("4");
  await rollout("undo", "deployment/web", "--to-revision=1");
  expect(await image()).toBe("example.com/web:1");
  expect((await tools.tryKubectl("rollout", "undo", "deployment/web", "--to-revision=99")).stderr).toContain(
    "unable to find specified revision 99 in history",
  );
  expect(await rollout("restart", "deployment/web")).toBe("deployment.apps/web restarted\n");
  const status = await tools.tryKubectl("rollout", "status", "deployment/web", "--timeout=1s");
  expect(status).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Waiting for deployment "web" /) });
});

clientStory("scale and autoscale", async ({ tools }) => {
  for (const name of ["one", "two"]) await tools.kubectl("create", "deployment", name, "--image=example.com/web:1");
  expect(await tools.kubectl("scale", "deployment/one", "deployment/two", "--replicas=3")).toBe(
    "deployment.apps/one scaled\ndeployment.apps/two scaled\n",
  );
  await eventually(async () => {
    const pods = await tools.kubectl("get", "pods", "-l", "app=one", "-o", "name");
    expect(pods.trim().split("\n")).toHaveLength(3);
  });
  expect((await tools.tryKubectl("scale", "rs/none", "--replicas=1")).stderr).toContain(
    'replicasets.apps "none" not found',
  );
  expect(await tools.kubectl("autoscale", "deployment", "one", "--min=2", "--max=5", "--cpu=60%")).toBe(
    "horizontalpodautoscaler.autoscaling/one autoscaled\n",
  );
  expect(await tools.kubectl("describe", "hpa", "one")).toMatch(
    /^Reference: +Deployment\/one\n[\s\S]*<unknown> \/ 60%$/m,
  );
  // The same object in its older version, read and written.
  const older = "horizontalpodautoscalers.v1.autoscaling/one";
  await tools.kubectl("patch", older, "--type=merge", "-p", '{"spec":{"targetCPUUtilizationPercentage":70}}');
  expect(await tools.kubectl("get", older, "-o", "jsonpath={.apiVersion} {.spec.targetCPUUtilizationPercentage}")).toBe(
    "autoscaling/v1 70",
  );
  expect(await tools.kubectl("get", "hpa", "one", "-o", "jsonpath={..averageUtilization}")).toBe("70");
  const twice = await tools.tryKubectl("autoscale", "deployment", "one", "--max=5");
  expect(twice.stderr).toContain("failed to create autoscaling/v2 HPA");
});

clientStory("debug a pod, a copy of it, and a node", async ({ tools, namespace }) => {
  await tools.kubectl("run", "web", "--image=example.com/web:1");
  const image = "--image=example.com/tools:1";
  await tools.kubectl("debug", "web", image, "-c", "look", "--profile=general", "--target=web");
  const look = "jsonpath={.spec.ephemeralContainers[0].name} {.spec.ephemeralContainers[0].targetContainerName}";
  expect(await tools.kubectl("get", "pod", "web", "-o", look)).toBe("look web");
  const again = await tools.tryKubectl("debug", "web", image, "-c", "look", "--profile=general");
  expect(again.stderr).toMatch(/"look"|Duplicate value/);
  await tools.kubectl("debug", "web", image, "--copy-to=copy", "--share-processes", "-c", "look", "--profile=baseline");
  expect(
    await tools.kubectl(
      "get",
      "pod",
      "copy",
      "-o",
      "jsonpath={.spec.shareProcessNamespace} {.spec.containers[*].name}",
    ),
  ).toBe("true web look");
  await tools.apply(JSON.stringify({ apiVersion: "v1", kind: "Node", metadata: { name: namespace } }));
  const printed = await tools.kubectl("debug", `node/${namespace}`, image, "--profile=general");
  const [pod] = /node-debugger-\S+/.exec(printed) ?? [];
  expect(await tools.kubectl("get", "pod", pod ?? "", "-o", "jsonpath={.spec.nodeName} {.spec.hostPID}")).toBe(
    `${namespace} true`,
  );
  await tools.kubectl("delete", "node", namespace);
});

clientStory("what needs a running pod says so", async ({ tools }) => {
  await tools.kubectl("run", "web", "--image=example.com/web:1");
  const says = async (...words: string[]) => {
    const { code, stderr } = await tools.tryKubectl(...words);
    expect(code).toBe(1);
    return stderr;
  };
  expect(await tools.kubectl("logs", "web")).toBe("");
  expect(await says("exec", "web", "--", "true")).toContain("pod web does not have a host assigned");
  expect(await says("port-forward", "pod/web", ":80")).toContain("pod is not running. Current status=Pending");
  expect(await says("top", "pods")).toBe("error: Metrics API not available\n");
  expect(await says("top", "nodes")).toBe("error: Metrics API not available\n");
});
