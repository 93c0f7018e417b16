// What `get` shows of built-in kinds beyond their rows: several kinds at once, all namespaces, watching, missing ones.
import { expect, inject } from "vitest";
import { eventually } from "../../e2e/harness/eventually.ts";
import { toolsFor } from "../../e2e/harness/kubectl.ts";
import { clientStory } from "../harness/client-story.ts";

clientStory("several kinds at once, and all of them", async ({ tools, kubectlWith }) => {
  await tools.kubectl("create", "deployment", "web", "--image=example.com/web:1");
  await tools.kubectl("create", "service", "clusterip", "web", "--tcp=80");
  await tools.kubectl("rollout", "status", "deployment/web", "--watch=false");
  const several = await tools.kubectl("get", "deployments,services");
  expect(several).toMatch(
    /^NAME +READY .*\ndeployment.apps\/web +0\/1 +\d +0 .*\n\nNAME +TYPE .*\nservice\/web +ClusterIP /,
  );
  await tools.kubectl("wait", "deployment/web", "--for=jsonpath={.status.unavailableReplicas}=1", "--timeout=10s");
  const all = await tools.kubectl("get", "all");
  for (const kind of ["pod", "service", "deployment.apps", "replicaset.apps"])
    expect(all).toMatch(new RegExp(`^${kind}/web`, "m"));
  const named = await tools.tryKubectl("get", "deployment/web", "service/web", "configmap/none");
  expect(named).toMatchObject({ code: 1, stderr: 'Error from server (NotFound): configmaps "none" not found\n' });
  expect(named.stdout).toContain("service/web");
  const input = JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name: "web" } });
  expect((await kubectlWith({ input }, "get", "-f", "-")).stdout).toMatch(/^NAME .*\nweb +ClusterIP/);
  expect((await tools.tryKubectl("get", "odds")).stderr).toBe(
    `error: the server doesn't have a resource type "odds"\n`,
  );
});

clientStory("every namespace, in chunks, by age", async ({ tools, namespace }) => {
  for (const name of ["one", "two", "three"]) await tools.kubectl("create", "configmap", name);
  // Between two chunks another story's namespace may go for good: then kubectl says so, and one asks again.
  const everywhere = (...more: string[]) =>
    eventually(() => tools.kubectl("get", "configmaps", "-A", "--no-headers", "--chunk-size=5", ...more));
  const rows = (await everywhere()).trim().split("\n");
  expect(rows.filter((row) => row.startsWith(`${namespace} `))).toHaveLength(4);
  expect(rows.some((row) => row.startsWith("kube-system "))).toBe(true);
  const byAge = await everywhere("--sort-by=.metadata.creationTimestamp");
  expect(byAge.indexOf("kube-system ")).toBeLessThan(byAge.indexOf(`${namespace} `));
});

clientStory("pods by field and label", async ({ tools }) => {
  await tools.kubectl("run", "one", "--image=example.com/a:1", "--labels=tier=front,app=x");
  await tools.kubectl("run", "two", "--image=example.com/a:1", "--labels=tier=back,app=x");
  const names = (...parameters: string[]) => tools.kubectl("get", "pods", "-o", "name", ...parameters);
  expect(await names("--field-selector=status.phase=Pending,metadata.name!=one")).toBe("pod/two\n");
  expect(await names("--field-selector=status.phase=Running")).toBe("");
  expect(await names("--field-selector=spec.restartPolicy=Always", "-l", "tier notin (back)")).toBe("pod/one\n");
  expect(await names("-l", "app=x,tier")).toBe("pod/one\npod/two\n");
  expect((await tools.tryKubectl("get", "pods", "-l", "!=")).stderr).toContain("found '!=', expected: !, identifier");
  const wide = await tools.kubectl("get", "pods", "-o", "wide");
  expect(wide).toMatch(
    /^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES\none +0\/1 +Pending +0 /,
  );
});

clientStory("describe tells a deployment's story, and so do events", async ({ tools }) => {
  await tools.kubectl("create", "deployment", "web", "--image=example.com/web:1", "--replicas=2");
  await tools.kubectl("wait", "deployment/web", "--for=jsonpath={.status.unavailableReplicas}=2", "--timeout=10s");
  const deployment = await tools.kubectl("describe", "deployment", "web");
  expect(deployment).toMatch(/^Replicas: +2 desired \| 2 updated \| 2 total \| 0 available \| 2 unavailable$/m);
  expect(deployment).toMatch(/^ +Available +False +MinimumReplicasUnavailable$/m);
  expect(deployment).toMatch(/^NewReplicaSet: +web-\w+ \(2\/2 replicas created\)$/m);
  expect(deployment).toMatch(
    /Normal +ScalingReplicaSet .* deployment-controller +Scaled up replica set web-\w+ from 0 to 2$/m,
  );
  const replicaSet = await tools.kubectl("describe", "replicaset");
  expect(replicaSet).toMatch(/^Controlled By: +Deployment\/web$/m);
  expect(replicaSet).toMatch(/^Pods Status: +0 Running \/ 2 Waiting \/ 0 Succeeded \/ 0 Failed$/m);
  const pod = await tools.kubectl("describe", "pod", "web");
  expect(pod).toMatch(/^Status: +Pending$/m);
  expect(pod).toMatch(/^QoS Class: +BestEffort$/m);
  const events = await tools.kubectl("events", "--for=deployment/web");
  expect(events).toMatch(/^LAST SEEN .*\n\S+ +Normal +ScalingReplicaSet +Deployment\/web +Scaled up/);
  const made = await tools.kubectl(
    "get",
    "events",
    "--field-selector=reason=SuccessfulCreate",
    "--sort-by=.lastTimestamp",
  );
  expect(made.trim().split("\n")).toHaveLength(3);
  expect((await tools.tryKubectl("events", "--types=Nothing")).code).toBe(1);
});

clientStory("describe what is not a workload", async ({ tools, namespace }) => {
  await tools.kubectl("create", "service", "clusterip", "web", "--tcp=80:8080");
  await tools.kubectl("create", "configmap", "settings", "--from-literal=a=1");
  await tools.kubectl("create", "secret", "generic", "hidden", "--from-literal=p=x");
  await tools.kubectl("create", "ingress", "way-in", "--class=any", "--rule=example.com/x*=web:80");
  await tools.kubectl("create", "quota", "limit", "--hard=services=5");
  await tools.kubectl("wait", "quota/limit", "--for=jsonpath={.status.used.services}=1", "--timeout=10s");
  const describe = (...words: string[]) => tools.kubectl("describe", ...words);
  expect(await describe("service", "web")).toMatch(/^Type: +ClusterIP\n[\s\S]*^TargetPort: +8080\/TCP$/m);
  expect(await describe("configmap", "settings")).toContain("a:\n----\n1\n");
  expect(await describe("secret", "hidden")).toMatch(/^Type: +Opaque\n[\s\S]*^p: +1 bytes$/m);
  expect(await describe("ingress", "way-in")).toMatch(/^ +example.com *\n +\/x +web:80 \(.*\)$/m);
  expect(await describe("namespace", namespace)).toMatch(/^Status: +Active\n[\s\S]*^ +services +1 +5$/m);
  expect((await tools.tryKubectl("describe", "pod", "none")).stderr).toBe(
    'Error from server (NotFound): pods "none" not found\n',
  );
});

clientStory("explain built-in kinds", async ({ tools }) => {
  const explain = (...words: string[]) => tools.kubectl("explain", ...words);
  expect(await explain("deploy")).toMatch(/^GROUP: +apps\nKIND: +Deployment\nVERSION: +v1\n\nDESCRIPTION:\n +\S/);
  expect(await explain("pods.spec.containers.ports.containerPort")).toMatch(
    /^FIELD: containerPort <integer>\n+DESCRIPTION:\n +Number of port/m,
  );
  const recursive = await explain("cronjob", "--recursive");
  expect(recursive).toMatch(/^ {2}spec\t<CronJobSpec> -required-$/m);
  expect(recursive).toMatch(/^ {4}schedule\t<string> -required-$/m);
  expect(recursive).toMatch(/^ {4}concurrencyPolicy\t<string>\n +enum: Allow, Forbid, Replace$/m);
  expect(await explain("hpa", "--api-version=autoscaling/v1")).toMatch(/^VERSION: +v1$/m);
  expect(await explain("deploy.spec.strategy", "--output=plaintext-openapiv2")).toMatch(
    /^RESOURCE: strategy <Object>$/m,
  );
});

clientStory("wait for what is created, for many, and in vain", async ({ tools }) => {
  const created = tools.kubectl("wait", "configmap/late", "--for=create", "--timeout=20s");
  await tools.kubectl("create", "configmap", "late");
  expect(await created).toBe("configmap/late condition met\n");
  await tools.kubectl("create", "deployment", "web", "--image=example.com/web:1", "--replicas=2");
  await tools.kubectl("wait", "deployment/web", "--for=condition=Available=false", "--timeout=10s");
  await tools.kubectl("wait", "deployment/web", "--for=jsonpath={.status.unavailableReplicas}=2", "--timeout=10s");
  const pods = await tools.kubectl(
    "wait",
    "pods",
    "-l",
    "app=web",
    "--for=jsonpath={.status.phase}=Pending",
    "--timeout=10s",
  );
  expect(pods).toMatch(/^(pod\/web-\S+ condition met\n){2}$/);
  const vain = await tools.tryKubectl("wait", "deployment/web", "--for=condition=Available", "--timeout=1s");
  expect(vain.stderr).toContain("timed out waiting for the condition on deployments/web");
  const missing = await tools.tryKubectl("wait", "pod/none", "--for=condition=Ready", "--timeout=1s");
  expect(missing.stderr).toContain('pods "none" not found');
});

clientStory("a shell completes names, kinds and containers from the server", async ({ tools, namespace }) => {
  await tools.kubectl("create", "configmap", "settings");
  await tools.kubectl("run", "web", "--image=example.com/web:1");
  // The hidden command that shells call takes no flag before it.
  const { kubectl } = toolsFor({ kubeconfig: inject("kubeconfig"), namespace: "" });
  const complete = async (...words: string[]) => (await kubectl("__complete", "-n", namespace, ...words)).split("\n");
  expect(await complete("get", "configmaps", "se")).toContain("settings");
  expect(await complete("get", "deploym")).toContain("deployments.apps");
  expect(await complete("exec", "web", "-c", "")).toContain("web");
  expect(await complete("-n", "kube-s")).toContain("kube-system");
});
