// Pods from the object at the API server to processes on this machine's Docker, and back.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { PodHarness, script } from "../../../test/agent/pod-harness.ts";
import { whyNoDocker } from "../../../test/agent/test-docker.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import { inspectContainer } from "../docker/inspect-container.ts";
import { listContainers } from "../docker/list-containers.ts";

const missing = await whyNoDocker();
const server = new FakeApiServer();
let node: PodHarness;
const patience = { timeout: 15_000, interval: 50 };

describe.skipIf(missing !== undefined)(
  `pods on Docker${missing === undefined ? "" : ` (skipped: ${missing})`}`,
  { timeout: 60_000 },
  () => {
    beforeAll(async () => {
      await server.start();
      node = new PodHarness(server);
      await node.start();
    });

    afterAll(async () => {
      await node.stop();
      await server.stop();
    });

    const phase = (name: string) => node.get(name)?.status?.phase;
    const stateOf = (name: string, container: string) => node.container(name, container)?.state;
    const untilGone = async (name: string) => {
      node.delete(name, 1);
      await expect.poll(() => node.get(name), patience).toBeUndefined();
    };

    test("an object becomes a running container, and nothing is left when it is deleted", async () => {
      node.create("web", { containers: [script("app", "trap 'exit 0' TERM; while true; do sleep 0.1; done")] });
      await expect.poll(() => phase("web"), patience).toBe("Running");
      const { status, metadata } = node.get("web") ?? {};
      expect(status).toMatchObject({
        podIP: expect.stringMatching(/^10\.99/),
        hostIP: "192.0.2.1",
        qosClass: "BestEffort",
      });
      expect(status?.conditions?.map(({ type, status: value }) => `${type} ${value}`)).toEqual([
        "PodReadyToStartContainers True",
        "Initialized True",
        "Ready True",
        "ContainersReady True",
        "PodScheduled True",
      ]);
      expect(node.container("web", "app")).toMatchObject({ ready: true, started: true, restartCount: 0 });
      node.delete("web");
      await expect.poll(() => node.get("web"), patience).toBeUndefined();
      expect(await listContainers(node.docker, { labels: [`io.skerry.agent=${node.agentId}`] })).toEqual([]);
      expect(node.network.asked).toEqual([`attach ${metadata?.uid}`, `detach ${metadata?.uid}`]);
      await expect
        .poll(() => node.events("web"), patience)
        .toEqual([
          'Pulled spec.containers{app}: Container image "skerry-test/busybox:1" already present on machine and can be accessed by the pod',
          "Created spec.containers{app}: Container created",
          "Started spec.containers{app}: Container started",
          "Killing spec.containers{app}: Stopping container app",
        ]);
    });

    test("a pod that is through stays, with its exit code and its last words, until it is deleted", async () => {
      const words = script("app", "echo done > /dev/termination-log");
      node.create("job", { restartPolicy: "Never", containers: [words] });
      await expect.poll(() => phase("job"), patience).toBe("Succeeded");
      expect(stateOf("job", "app")?.terminated).toMatchObject({ exitCode: 0, reason: "Completed", message: "done\n" });
      expect(node.get("job")?.status?.conditions).toContainEqual(
        expect.objectContaining({ type: "Ready", status: "False", reason: "PodCompleted" }),
      );
      // Its network is taken back at once, its log is kept.
      const labels = [`io.skerry.agent=${node.agentId}`];
      const states = async () => (await listContainers(node.docker, { labels })).map(({ State }) => State);
      await expect.poll(states, patience).toEqual(["exited", "exited"]);
      await untilGone("job");
    });

    test("a failure leaves the end of its log, when its policy says so", async () => {
      const failing = script("app", "echo why it failed; exit 3", {
        terminationMessagePolicy: "FallbackToLogsOnError",
      });
      node.create("failing", { restartPolicy: "Never", containers: [failing] });
      await expect.poll(() => phase("failing"), patience).toBe("Failed");
      expect(stateOf("failing", "app")?.terminated).toMatchObject({
        exitCode: 3,
        reason: "Error",
        message: "why it failed\n",
      });
      await untilGone("failing");
    });

    test("a container that keeps ending is restarted once at once, then backed off from", async () => {
      node.create("crashing", { containers: [script("app", "exit 1")] });
      await expect.poll(() => stateOf("crashing", "app")?.waiting?.reason, patience).toBe("CrashLoopBackOff");
      const { uid } = node.get("crashing")?.metadata ?? {};
      expect(node.container("crashing", "app")).toMatchObject({
        restartCount: 1,
        ready: false,
        state: { waiting: { message: `back-off 10s restarting failed container=app pod=crashing_default(${uid})` } },
        lastState: { terminated: { exitCode: 1, reason: "Error" } },
      });
      expect(phase("crashing")).toBe("Running");
      // One dead container is kept for its log.
      const labels = [`io.kubernetes.pod.uid=${uid}`, "io.kubernetes.docker.type=container"];
      await expect.poll(async () => (await listContainers(node.docker, { labels })).length, patience).toBe(1);
      await untilGone("crashing");
    });

    test("init containers come one after the other, each seeing what the one before left", async () => {
      const mount = { volumeMounts: [{ name: "shared", mountPath: "/shared" }] };
      node.create("init", {
        restartPolicy: "Never",
        volumes: [{ name: "shared", emptyDir: {} }],
        initContainers: [
          script("one", "sleep 0.3; echo one > /shared/log", mount),
          script("two", "echo two >> /shared/log", mount),
        ],
        containers: [script("app", "cat /shared/log > /dev/termination-log", mount)],
      });
      await expect.poll(() => stateOf("init", "one")?.running, patience).toBeDefined();
      expect(stateOf("init", "app")?.waiting?.reason).toBe("PodInitializing");
      expect(phase("init")).toBe("Pending");
      await expect.poll(() => phase("init"), patience).toBe("Succeeded");
      expect(stateOf("init", "app")?.terminated?.message).toBe("one\ntwo\n");
      await untilGone("init");
    });

    test("an init container that fails for good fails the pod; its app never runs", async () => {
      node.create("bad-init", {
        restartPolicy: "Never",
        initContainers: [script("setup", "exit 4")],
        containers: [script("app", "sleep 60")],
      });
      await expect.poll(() => phase("bad-init"), patience).toBe("Failed");
      expect(stateOf("bad-init", "app")?.waiting?.reason).toBe("PodInitializing");
      expect(stateOf("bad-init", "setup")?.terminated?.exitCode).toBe(4);
      await untilGone("bad-init");
    });

    test("a sidecar starts before the app, and does not keep the pod from ending", async () => {
      node.create("sidecar", {
        restartPolicy: "Never",
        initContainers: [
          script("proxy", "trap 'exit 0' TERM; while true; do sleep 0.1; done", { restartPolicy: "Always" }),
        ],
        containers: [script("app", "sleep 0.5")],
      });
      await expect.poll(() => stateOf("sidecar", "app")?.running, patience).toBeDefined();
      expect(node.container("sidecar", "proxy")).toMatchObject({ started: true, ready: true });
      await expect.poll(() => phase("sidecar"), patience).toBe("Succeeded");
      expect(stateOf("sidecar", "proxy")?.terminated?.exitCode).toBe(0);
      await untilGone("sidecar");
    });

    test("a command that isn't there: StartError, and the pod is backed off from", async () => {
      node.create("no-command", { containers: [{ ...script("app", ""), command: ["/no/such/command"] }] });
      await expect.poll(() => stateOf("no-command", "app")?.waiting?.reason, patience).toBe("CrashLoopBackOff");
      expect(node.container("no-command", "app")?.lastState?.terminated).toMatchObject({
        reason: "StartError",
        exitCode: 128,
      });
      expect(
        node.events("no-command").some((one) => one.startsWith("Failed spec.containers{app}: Error: failed to start")),
      ).toBe(true);
      await untilGone("no-command");
    });

    test("an image that may not be pulled is waited for", async () => {
      const never = { image: "skerry-test/absent:1", imagePullPolicy: "Never" };
      node.create("absent", { containers: [script("app", "true", never)] });
      await expect.poll(() => stateOf("absent", "app")?.waiting?.reason, patience).toBe("ErrImageNeverPull");
      expect(phase("absent")).toBe("Pending");
      expect(node.container("absent", "app")?.imageID).toBe("");
      await untilGone("absent");
    });

    test("a volume that isn't there yet is waited for, and nothing else is tried meanwhile", async () => {
      const path = `${node.dataDir}/later`;
      node.create("waiting", {
        volumes: [{ name: "later", hostPath: { path, type: "Directory" } }],
        containers: [script("app", "sleep 60", { volumeMounts: [{ name: "later", mountPath: "/later" }] })],
      });
      const failure = `FailedMount : MountVolume.SetUp failed for volume "later" : hostPath type check failed: ${path} is not a directory`;
      await expect.poll(() => node.events("waiting"), patience).toContain(failure);
      await testPlatform.timers.sleep(2500);
      expect(stateOf("waiting", "app")?.waiting?.reason).toBe("ContainerCreating");
      expect(node.events("waiting").filter((one) => one.startsWith("Failed "))).toEqual([]);
      mkdirSync(path);
      await expect.poll(() => phase("waiting"), patience).toBe("Running");
      await untilGone("waiting");
    });

    test("what can't be configured says so", async () => {
      const rootOnly = script("app", "true", { securityContext: { runAsNonRoot: true } });
      node.create("root", { containers: [rootOnly] });
      await expect.poll(() => stateOf("root", "app")?.waiting?.reason, patience).toBe("CreateContainerConfigError");
      expect(stateOf("root", "app")?.waiting?.message).toContain(
        "container has runAsNonRoot and image will run as root",
      );
      await untilGone("root");
    });

    test("preStop comes before the stop signal, and both within the grace", async () => {
      const lifecycle = { preStop: { exec: { command: ["sh", "-c", "echo preStop >> /shared/log"] } } };
      const mount = { volumeMounts: [{ name: "shared", mountPath: "/shared" }], lifecycle };
      const text =
        "trap 'echo TERM >> /shared/log; exit 0' TERM; echo up > /shared/log; while true; do sleep 0.05; done";
      node.create("stopping", {
        restartPolicy: "Never",
        volumes: [{ name: "shared", hostPath: { path: `${node.dataDir}/stopping` } }],
        containers: [script("app", text, mount)],
      });
      await expect.poll(() => phase("stopping"), patience).toBe("Running");
      await expect.poll(() => readFileSync(`${node.dataDir}/stopping/log`, "utf8"), patience).toBe("up\n");
      node.delete("stopping", 20);
      await expect.poll(() => node.get("stopping"), patience).toBeUndefined();
      expect(readFileSync(`${node.dataDir}/stopping/log`, "utf8")).toBe("up\npreStop\nTERM\n");
    });

    test("a grace that is shortened while it runs is over sooner", async () => {
      node.create("stubborn", { containers: [script("app", "trap '' TERM; while true; do sleep 0.1; done")] });
      await expect.poll(() => phase("stubborn"), patience).toBe("Running");
      node.delete("stubborn", 600);
      await expect
        .poll(() => node.events("stubborn").some((one) => one.includes("Stopping container")), patience)
        .toBe(true);
      node.delete("stubborn", 1);
      await expect.poll(() => node.get("stubborn"), patience).toBeUndefined();
    });

    test("a postStart hook is through before the container counts as running; one that fails ends it", async () => {
      const hook = (command: string) => ({ lifecycle: { postStart: { exec: { command: ["sh", "-c", command] } } } });
      node.create("hooked", { containers: [script("app", "sleep 60", hook("sleep 0.5"))] });
      await expect.poll(() => node.events("hooked").some((one) => one.startsWith("Started")), patience).toBe(true);
      expect(stateOf("hooked", "app")?.running).toBeUndefined();
      await expect.poll(() => stateOf("hooked", "app")?.running, patience).toBeDefined();
      node.create("unhooked", {
        terminationGracePeriodSeconds: 1,
        containers: [script("app", "sleep 60", hook("exit 9"))],
      });
      await expect
        .poll(() => node.events("unhooked").some((one) => one.includes("PostStartHook failed")), patience)
        .toBe(true);
      await expect.poll(() => stateOf("unhooked", "app")?.waiting?.reason, patience).toBe("PostStartHookError");
      await Promise.all([untilGone("hooked"), untilGone("unhooked")]);
    });

    test("a pod may run only so long", async () => {
      node.create("late", {
        activeDeadlineSeconds: 1,
        terminationGracePeriodSeconds: 1,
        containers: [script("app", "sleep 60")],
      });
      await expect.poll(() => phase("late"), patience).toBe("Failed");
      expect(node.get("late")?.status).toMatchObject({
        reason: "DeadlineExceeded",
        message: "Pod was active on the node longer than the specified deadline",
      });
      await expect.poll(() => stateOf("late", "app")?.terminated?.exitCode, patience).toBe(137);
      await untilGone("late");
    });

    test("names, addresses and identity inside are the pod's", async () => {
      const text =
        "hostname; grep inside /etc/hosts | tr '\\t' ' '; cat /etc/resolv.conf; id -u; id -g; echo $WHERE $0";
      node.create("inside", {
        restartPolicy: "Never",
        subdomain: "sub",
        hostname: "inside",
        securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000 },
        containers: [
          {
            ...script("app", ""),
            command: ["sh", "-c", `(${text}) > /dev/termination-log`, "$(WHERE)"],
            env: [{ name: "WHERE", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } }],
          },
        ],
      });
      await expect.poll(() => phase("inside"), patience).toBe("Succeeded");
      const ip = node.get("inside")?.status?.podIP;
      const [name, hosts, search, nameserver, ...rest] =
        stateOf("inside", "app")?.terminated?.message?.split("\n") ?? [];
      expect(name).toBe("inside");
      expect(hosts).toBe(`${ip} inside.sub.default.svc.cluster.local inside`);
      expect(search).toMatch(/^search default\.svc\.cluster\.local svc\.cluster\.local cluster\.local/);
      expect(nameserver).toBe("nameserver 10.96.0.10");
      expect(rest).toEqual(["options ndots:5", "1000", "3000", `${ip} ${ip}`, ""]);
      await untilGone("inside");
    });

    test("limits reach the kernel, and the pod's own control group goes with it", async () => {
      const resources = { requests: { cpu: "100m", memory: "32Mi" }, limits: { cpu: "200m", memory: "64Mi" } };
      node.create("bounded", { containers: [script("app", "sleep 60", { resources })] });
      await expect.poll(() => phase("bounded"), patience).toBe("Running");
      const uid = node.get("bounded")?.metadata?.uid as string;
      const id = node.container("bounded", "app")?.containerID?.slice("docker://".length) as string;
      const details = await inspectContainer(node.docker, id);
      const parent = `/${node.agentId}/kubepods/burstable/pod${uid}`;
      expect(details?.HostConfig).toMatchObject({
        Memory: 64 << 20,
        CpuShares: 102,
        CpuQuota: 20_000,
        CgroupParent: parent,
      });
      expect(node.get("bounded")?.status?.qosClass).toBe("Burstable");
      const folder = [`/sys/fs/cgroup/memory${parent}`, `/sys/fs/cgroup${parent}`].find((path) =>
        existsSync(path),
      ) as string;
      const limit = ["memory.limit_in_bytes", "memory.max"].find((file) => existsSync(`${folder}/${file}`)) as string;
      expect(readFileSync(`${folder}/${limit}`, "utf8").trim()).toBe(String(64 << 20));
      await untilGone("bounded");
      expect(existsSync(folder)).toBe(false);
    });

    test("a container that takes too much memory is OOMKilled", async () => {
      const resources = { limits: { memory: "8Mi" } };
      node.create("greedy", {
        restartPolicy: "Never",
        containers: [script("app", "tail /dev/zero", { resources })],
      });
      await expect.poll(() => phase("greedy"), patience).toBe("Failed");
      expect(stateOf("greedy", "app")?.terminated).toMatchObject({ reason: "OOMKilled", exitCode: 137 });
      await untilGone("greedy");
    });

    test("an ephemeral container joins a pod that runs", async () => {
      const pod = node.create("debugged", { containers: [script("app", "sleep 60")] });
      await expect.poll(() => phase("debugged"), patience).toBe("Running");
      const ephemeral = {
        ...script("debugger", "ps | grep -c 'sleep 6[0]' > /dev/termination-log"),
        targetContainerName: "app",
      };
      server.put("/api/v1/namespaces/default/pods/debugged", {
        ...node.get("debugged"),
        spec: { ...pod.spec, ephemeralContainers: [ephemeral] },
      });
      await expect.poll(() => stateOf("debugged", "debugger")?.terminated?.message, patience).toBe("1\n");
      await untilGone("debugged");
    });

    test("processes are shared when the pod asks for it", async () => {
      node.create("shared", {
        restartPolicy: "Never",
        shareProcessNamespace: true,
        containers: [script("app", "ps | grep -c '[p]ause' > /dev/termination-log")],
      });
      await expect.poll(() => phase("shared"), patience).toBe("Succeeded");
      expect(stateOf("shared", "app")?.terminated?.message).toBe("1\n");
      await untilGone("shared");
    });

    test("on the host's network a pod has the host's address and name", async () => {
      node.create("onhost", {
        restartPolicy: "Never",
        hostNetwork: true,
        hostAliases: [{ ip: "1.2.3.4", hostnames: ["alias"] }],
        containers: [script("app", "(hostname; head -1 /etc/hosts; grep alias /etc/hosts) > /dev/termination-log")],
      });
      await expect.poll(() => phase("onhost"), patience).toBe("Succeeded");
      expect(node.get("onhost")?.status).toMatchObject({ podIP: "192.0.2.1", hostIP: "192.0.2.1" });
      expect(stateOf("onhost", "app")?.terminated?.message?.split("\n")).toEqual([
        hostname(),
        "# Kubernetes-managed hosts file (host network).",
        "1.2.3.4\talias",
        "",
      ]);
      await untilGone("onhost");
    });

    test("a deleted pod that never came up is gone at once", async () => {
      node.create("never", {
        containers: [script("app", "true", { image: "skerry-test/absent:1", imagePullPolicy: "Never" })],
      });
      await expect.poll(() => stateOf("never", "app")?.waiting?.reason, patience).toBe("ErrImageNeverPull");
      const before = Date.now();
      await untilGone("never");
      expect(Date.now() - before).toBeLessThan(5000);
    });
  },
);
