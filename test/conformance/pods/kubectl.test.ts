// kubectl with pods that run.
import { expect, inject } from "vitest";
import { packagedTool } from "../../../src/cli/packaged-tools.ts";
import { checkout } from "../../e2e/harness/checkout.ts";
import { echoImage, nextEchoImage } from "../../e2e/harness/images.ts";
import { type Tools, toolsFor } from "../../e2e/harness/kubectl.ts";
import { runProgram } from "../../e2e/harness/program.ts";
import { until } from "../harness/until.ts";
import { pausing, script, tool } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { template } from "./harness/workloads.ts";

const toolsIn = (namespace: string): Tools => toolsFor({ kubeconfig: inject("kubeconfig"), namespace });

function controller(name: string, replicas: number, container: object): string {
  const labels = { app: "agnhost", role: "primary" };
  const spec = { replicas, selector: labels, template: template(labels, container) };
  return JSON.stringify({ apiVersion: "v1", kind: "ReplicationController", metadata: { name, labels }, spec });
}

const echo = (ports: object[] = []) => ({ name: "primary", image: echoImage, ports });

podConformance(
  "[sig-cli] Kubectl client Kubectl describe should check if kubectl describe prints relevant information for rc and pods [Conformance]",
  async ({ api, namespace, pods }) => {
    const { apply, kubectl } = toolsIn(namespace);
    await apply(controller("agnhost-primary", 1, echo([{ name: "server", containerPort: 8080 }])));
    const service = { ports: [{ port: 8080, targetPort: "server" }], selector: { app: "agnhost", role: "primary" } };
    const metadata = { name: "agnhost-primary", labels: { app: "agnhost", role: "primary" } };
    await apply(JSON.stringify({ apiVersion: "v1", kind: "Service", metadata, spec: service }));
    const [pod] = await until(async () => {
      const { items } = await api.list(pods.collection);
      return items.length === 1 && items;
    });
    const { spec, status } = await pods.ready(pod?.metadata.name ?? "");
    const wanted: readonly [string[], (string | RegExp)[]][] = [
      [
        ["describe", "pod", pod?.metadata.name ?? ""],
        [
          "Controlled By:  ReplicationController/agnhost-primary",
          `Namespace:        ${namespace}`,
          /^Node:\s+/m,
          /^Labels:\s+app=agnhost$/m,
          "role=primary",
          /^Status:\s+Running$/m,
          new RegExp(`^IP:\\s+${status.podIP}$`, "m"),
          new RegExp(`Image:\\s+${echoImage}`),
          /Container ID:\s+docker:/,
        ],
      ],
      [
        ["describe", "rc", "agnhost-primary"],
        [
          /^Name:\s+agnhost-primary$/m,
          /^Selector:\s+app=agnhost,role=primary$/m,
          /^Replicas:\s+1 current \/ 1 desired$/m,
          /^Pods Status:\s+1 Running \/ 0 Waiting \/ 0 Succeeded \/ 0 Failed$/m,
          new RegExp(`Image:\\s+${echoImage}`),
          /^Events:/m,
        ],
      ],
      [
        ["describe", "service", "agnhost-primary"],
        [
          /^Type:\s+ClusterIP$/m,
          /^TargetPort:\s+server\/TCP$/m,
          new RegExp(`^Endpoints:\\s+${status.podIP}:8080$`, "m"),
        ],
      ],
      [
        ["describe", "node", spec.nodeName],
        [/^Roles:/m, /^Conditions:/m, /^Capacity:/m, /^Allocatable:/m, namespace],
      ],
      [["describe", "namespace", namespace], [/^Status:\s+Active$/m]],
    ];
    for (const [words, texts] of wanted) {
      const said = await until(async () => {
        const text = await kubectl(...words);
        return !text.includes("Endpoints:                \n") && text;
      });
      for (const text of texts) expect(said).toMatch(text);
    }
  },
);

podConformance(
  "[sig-cli] Kubectl client Kubectl expose should create services for rc [Conformance]",
  async ({ api, namespace, pods }) => {
    const { apply, kubectl } = toolsIn(namespace);
    await apply(controller("agnhost-primary", 1, echo()));
    const endpoints = async (name: string) => {
      const { subsets = [] } = await api.get(`/api/v1/namespaces/${namespace}/endpoints/${name}`);
      return subsets[0]?.addresses?.length === 1 && subsets[0].ports[0].port;
    };
    await kubectl("expose", "rc", "agnhost-primary", "--name=rm2", "--port=1234", "--target-port=8080");
    expect(await until(() => endpoints("rm2"))).toBe(8080);
    await kubectl("expose", "service", "rm2", "--name=rm3", "--port=2345", "--target-port=8080");
    expect(await until(() => endpoints("rm3"))).toBe(8080);
    const asking = await pods.run({ spec: { containers: [pausing()] } });
    for (const [name, port] of [
      ["rm2", 1234],
      ["rm3", 2345],
    ]) {
      const { spec } = await api.get(`/api/v1/namespaces/${namespace}/services/${name}`);
      expect(spec.ports[0].port).toBe(port);
      expect(await pods.shell(asking.metadata.name, `wget -qO- http://${spec.clusterIP}:${port}/version`)).toBe("1");
    }
  },
);

podConformance(
  "[sig-cli] Kubectl client Kubectl label should update the label on a resource [Conformance]",
  async ({ namespace, pods }) => {
    const { kubectl } = toolsIn(namespace);
    await pods.run({ name: "pause", spec: { containers: [pausing()] } });
    await kubectl("label", "pods", "pause", "testing-label=testing-label-value");
    expect(await kubectl("get", "pod", "pause", "-L", "testing-label")).toContain("testing-label-value");
    await kubectl("label", "pods", "pause", "testing-label-");
    expect(await kubectl("get", "pod", "pause", "-L", "testing-label")).not.toContain("testing-label-value");
  },
);

podConformance(
  "[sig-cli] Kubectl client Kubectl patch should add annotations for pods in rc [Conformance]",
  async ({ api, namespace, pods }) => {
    const { apply, kubectl } = toolsIn(namespace);
    await apply(controller("agnhost-primary", 1, echo()));
    const { items } = await until(async () => {
      const list = await api.list(pods.collection);
      return list.items.length === 1 && list;
    });
    const name = items[0]?.metadata.name ?? "";
    await pods.ready(name);
    await kubectl("patch", "pod", name, "-p", '{"metadata":{"annotations":{"x":"y"}}}');
    expect((await pods.get(name)).metadata.annotations).toMatchObject({ x: "y" });
  },
);

podConformance(
  "[sig-cli] Kubectl client Kubectl replace should update a single-container pod's image [Conformance]",
  async ({ namespace, pods }) => {
    const { kubectl } = toolsIn(namespace);
    await kubectl("run", "httpd", `--image=${echoImage}`, "--labels=run=httpd", "--pod-running-timeout=2m0s");
    await pods.ready("httpd");
    const manifest = await kubectl("get", "pod", "httpd", "-o", "json");
    await withInput(namespace, ["replace", "-f", "-"], manifest.replaceAll(echoImage, nextEchoImage));
    expect((await pods.get("httpd"))["spec"].containers[0].image).toBe(nextEchoImage);
    await pods.until("httpd", ({ status }) => status.containerStatuses[0].restartCount === 1);
    await kubectl("delete", "pod", "httpd", "--wait=false");
  },
);

async function withInput(namespace: string, parameters: readonly string[], input: string): Promise<string> {
  const environment = { KUBECONFIG: inject("kubeconfig") };
  const words = ["--namespace", namespace, ...parameters];
  const { code, stdout, stderr } = await runProgram(packagedTool(checkout, "kubectl"), words, { environment, input });
  if (code !== 0) throw new Error(`${parameters.join(" ")} answered ${code}: ${stderr}`);
  return stdout;
}

podConformance(
  "[sig-cli] Kubectl logs logs should be able to retrieve and filter logs [Conformance]",
  async ({ namespace, pods }) => {
    const { kubectl } = toolsIn(namespace);
    const counting = script(
      "i=0; while [ $i -lt 100 ]; do echo line number $i; i=$((i+1)); sleep 0.05; done; sleep 600",
    );
    await pods.run({ name: "logs-generator", spec: { containers: [counting] } });
    await until(async () => (await kubectl("logs", "logs-generator")).includes("line number 99"));
    expect(await kubectl("logs", "logs-generator", "--tail=1")).toBe("line number 99\n");
    expect(await kubectl("logs", "logs-generator", "--limit-bytes=1")).toHaveLength(1);
    const timed = await kubectl("logs", "logs-generator", "--tail=1", "--timestamps");
    expect(timed).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d) line number 99\n$/);
    const { stdout: recent } = await pods.exec("logs-generator", ["sleep", "1.5"]);
    expect(recent).toBe("");
    const sinceOne = await kubectl("logs", "logs-generator", "--since=1s");
    const sinceDay = await kubectl("logs", "logs-generator", "--since=24h");
    expect(sinceOne.split("\n").length).toBeLessThan(sinceDay.split("\n").length);
  },
);

const demo = "[sig-cli] Kubectl client Update Demo";
const nautilus = "update-demo-nautilus";

/** All pods of the demo run and answer. */
async function untilDemo(tools: Tools, replicas: number): Promise<void> {
  await until(async () => {
    const running = '{range .items[*]}{.metadata.name} {.status.containerStatuses[0].ready}{"\\n"}{end}';
    const lines = (await tools.kubectl("get", "pods", "-l", "app=agnhost", "-o", `jsonpath=${running}`))
      .trim()
      .split("\n");
    return lines.length === replicas && lines.every((line) => line.endsWith(" true"));
  }, 60_000);
}

podConformance(
  `${demo} should create and stop a replication controller [Conformance]`,
  async ({ api, namespace, pods }) => {
    const tools = toolsIn(namespace);
    await tools.apply(controller(nautilus, 2, echo()));
    await untilDemo(tools, 2);
    for (const { metadata } of (await api.list(pods.collection)).items) {
      const { text } = await api.send("GET", `${pods.path(metadata.name)}:8080/proxy/version`, { accept: "*/*" });
      expect(text).toBe("1\n");
    }
    await tools.kubectl("delete", "--grace-period=0", "--force", "rc", nautilus);
    await until(async () =>
      (await api.list(pods.collection)).items.every(({ metadata }) => metadata.deletionTimestamp),
    );
  },
);

podConformance(`${demo} should scale a replication controller [Conformance]`, async ({ namespace }) => {
  const tools = toolsIn(namespace);
  await tools.apply(controller(nautilus, 2, echo()));
  await untilDemo(tools, 2);
  await tools.kubectl("scale", "rc", nautilus, "--replicas=1", "--timeout=5m");
  await untilDemo(tools, 1);
  await tools.kubectl("scale", "rc", nautilus, "--replicas=2", "--timeout=5m");
  await untilDemo(tools, 2);
});

podConformance(
  "[sig-cli] Kubectl client Guestbook application should create and stop a working application [Conformance]",
  async ({ api, namespace }) => {
    const tools = toolsIn(namespace);
    const roles = [
      { role: "primary", name: "agnhost-primary", replicas: 1, port: 6379 },
      { role: "replica", name: "agnhost-replica", replicas: 2, port: 6379 },
      { role: "frontend", name: "frontend", replicas: 3, port: 80 },
    ];
    const documents = roles.flatMap(({ role, name, replicas, port }) => {
      const labels = { app: "guestbook", role };
      const container = tool(["guestbook", role], { ports: [{ containerPort: port }] });
      const deployment = { replicas, selector: { matchLabels: labels }, template: template(labels, container) };
      const service = { ports: [{ port }], selector: labels };
      return [
        { apiVersion: "apps/v1", kind: "Deployment", metadata: { name }, spec: deployment },
        { apiVersion: "v1", kind: "Service", metadata: { name, labels }, spec: service },
      ];
    });
    const manifest = documents.map((document) => JSON.stringify(document)).join("\n---\n");
    await tools.apply(manifest);
    for (const { name } of roles) await tools.kubectl("rollout", "status", `deployment/${name}`, "--timeout=90s");
    const front = `/api/v1/namespaces/${namespace}/services/frontend/proxy`;
    const ask = async (path: string) => (await api.send("GET", front + path, { accept: "*/*" })).text;
    await until(async () => (await ask("/set?key=messages&value=TestEntry")) === "TestEntry");
    await until(async () => (await ask("/get?key=messages")) === "TestEntry");
    await withInput(namespace, ["delete", "--grace-period=0", "--force", "-f", "-"], manifest);
    expect(await tools.kubectl("get", "deployments,services", "-o", "name")).toBe("");
  },
);
