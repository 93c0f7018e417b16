// Volumes and variables as real containers find them.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Container, PodSpec } from "../../../src/kinds/facts/types.gen.ts";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { PodHarness, podPath, script } from "../../../test/agent/pod-harness.ts";
import { busyboxImage, whyNoDocker } from "../../../test/agent/test-docker.ts";
import { whyNoMounts } from "../../../test/agent/volume-bench.ts";
import { killContainer } from "../docker/kill-container.ts";

const missing = (await whyNoDocker()) ?? whyNoMounts();
const server = new FakeApiServer();
const patience = { timeout: 20_000, interval: 50 };
const base64 = (text: string) => Buffer.from(text).toString("base64");
let node: PodHarness;

describe.skipIf(missing !== undefined)(
  `volumes in containers${missing === undefined ? "" : ` (skipped: ${missing})`}`,
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

    function put(plural: string, name: string, rest: object): void {
      const kind = plural === "secrets" ? "Secret" : "ConfigMap";
      const metadata = { name, namespace: "default" };
      server.put(`/api/v1/namespaces/default/${plural}/${name}`, { apiVersion: "v1", kind, metadata, ...rest });
    }

    const untilGone = async (name: string) => {
      node.delete(name, 1);
      await expect.poll(() => node.get(name), patience).toBeUndefined();
    };

    /** What a pod's only container says at its end. */
    async function said(name: string, text: string, container: Partial<Container>, spec: Partial<PodSpec> = {}) {
      const app = script("app", `(${text}) > /dev/termination-log 2>&1`, container);
      node.create(name, { restartPolicy: "Never", ...spec, containers: [app] });
      await expect.poll(() => node.get(name)?.status?.phase, patience).toMatch(/Succeeded|Failed/);
      const words = node.container(name, "app")?.state?.terminated?.message ?? "";
      await untilGone(name);
      return words;
    }

    test("variables of all kinds, in values, commands and arguments", async () => {
      put("configmaps", "settings", { data: { COLOUR: "red" } });
      put("secrets", "keys", { data: { PASSWORD: base64("s3cret") } });
      const words = await said("variables", "echo $GREETING $CM_COLOUR $PASSWORD $CPU; echo $0", {
        command: [
          "sh",
          "-c",
          '(echo "$GREETING $CM_COLOUR $PASSWORD $CPU"; echo "$0") > /dev/termination-log',
          "$(GREETING)",
        ],
        envFrom: [{ prefix: "CM_", configMapRef: { name: "settings" } }, { secretRef: { name: "keys" } }],
        env: [
          { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
          { name: "GREETING", value: "I am $(POD), $(CM_COLOUR)" },
          { name: "CPU", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } } },
        ],
        resources: { limits: { cpu: "250m" } },
      });
      expect(words).toBe("I am variables, red red s3cret 250\nI am variables, red\n");
    });

    test("a ConfigMap that isn't there holds the container back until it comes", async () => {
      const env = [{ name: "X", valueFrom: { configMapKeyRef: { name: "late", key: "x" } } }];
      node.create("waiting", {
        restartPolicy: "Never",
        containers: [script("app", "echo $X > /dev/termination-log", { env })],
      });
      await expect
        .poll(() => node.container("waiting", "app")?.state?.waiting, patience)
        .toEqual({ reason: "CreateContainerConfigError", message: 'configmap "late" not found' });
      put("configmaps", "late", { data: { x: "here" } });
      await expect.poll(() => node.container("waiting", "app")?.state?.terminated?.message, patience).toBe("here\n");
      await untilGone("waiting");
    });

    test("a volume that can't be had is an event, and is tried again", async () => {
      const volumes = [{ name: "late", secret: { secretName: "late" } }];
      node.create("unmounted", { volumes, containers: [script("app", "sleep 60")] });
      await expect
        .poll(() => node.events("unmounted"), patience)
        .toContain('FailedMount : MountVolume.SetUp failed for volume "late" : secret "late" not found');
      put("secrets", "late", { data: {} });
      await expect.poll(() => node.get("unmounted")?.status?.phase, patience).toBe("Running");
      await untilGone("unmounted");
      node.create("claimed", {
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
        containers: [script("app", "sleep 60")],
      });
      const message =
        'MountVolume.SetUp failed for volume "data" : volumes of type persistentVolumeClaim are not supported by this node';
      await expect.poll(() => node.events("claimed"), patience).toContain(`FailedMount : ${message}`);
      await untilGone("claimed");
    });

    test("a user reads what its group may, secrets are in memory, and nothing of them can be written", async () => {
      put("secrets", "files", { data: { key: base64("s3cret") } });
      const words = await said(
        "secret",
        "id -u; stat -c '%a %u %g' -L /keys/key; cat /keys/key; echo; touch /keys/x; mount | grep ' /keys ' | cut -d' ' -f5",
        { volumeMounts: [{ name: "keys", mountPath: "/keys" }] },
        {
          volumes: [{ name: "keys", secret: { secretName: "files", defaultMode: 0o400 } }],
          securityContext: { runAsUser: 1000, fsGroup: 2000 },
        },
      );
      expect(words.split("\n")).toEqual([
        "1000",
        "440 0 2000",
        "s3cret",
        "touch: /keys/x: Read-only file system",
        "tmpfs",
        "",
      ]);
    });

    test("a running container sees a ConfigMap change; a part of it stays what it was", async () => {
      put("configmaps", "live", { data: { colour: "red" } });
      const volumeMounts = [
        { name: "live", mountPath: "/live" },
        { name: "live", mountPath: "/part", subPath: "colour" },
        { name: "out", mountPath: "/out" },
      ];
      node.create("live", {
        volumes: [
          { name: "live", configMap: { name: "live" } },
          { name: "out", hostPath: { path: `${node.dataDir}/live-out` } },
        ],
        containers: [
          script(
            "app",
            "while true; do echo $(cat /live/colour) $(cat /part) > /out/new; mv /out/new /out/seen; sleep 0.1; done",
            {
              volumeMounts,
            },
          ),
        ],
        terminationGracePeriodSeconds: 1,
      });
      const seen = () => {
        try {
          return readFileSync(`${node.dataDir}/live-out/seen`, "utf8").trim();
        } catch {
          return "";
        }
      };
      await expect.poll(seen, patience).toBe("red red");
      // Followed from two seconds after the start on.
      await new Promise((resolve) => setTimeout(resolve, 2500));
      const changedAt = Date.now();
      put("configmaps", "live", { data: { colour: "blue" } });
      await expect.poll(seen, patience).toBe("blue red");
      expect(Date.now() - changedAt).toBeLessThan(2000);
      // The next container has the new one in both.
      await killContainer(node.docker, node.container("live", "app")?.containerID?.slice("docker://".length) as string);
      await expect.poll(seen, patience).toBe("blue blue");
      await untilGone("live");
    });

    test("labels and limits as files; a label that changes", async () => {
      const items = [
        { path: "labels", fieldRef: { fieldPath: "metadata.labels" } },
        { path: "memory", resourceFieldRef: { containerName: "app", resource: "limits.memory", divisor: "1Mi" } },
      ];
      const volumeMounts = [
        { name: "facts", mountPath: "/facts" },
        { name: "out", mountPath: "/out" },
      ];
      const pod = node.create(
        "facts",
        {
          volumes: [
            { name: "facts", downwardAPI: { items } },
            { name: "out", hostPath: { path: `${node.dataDir}/facts-out` } },
          ],
          containers: [
            script("app", "while true; do cat /facts/* > /out/new; mv /out/new /out/seen; sleep 0.1; done", {
              volumeMounts,
            }),
          ],
          terminationGracePeriodSeconds: 1,
        },
        { labels: { tier: "front" } },
      );
      const seen = () => {
        try {
          return readFileSync(`${node.dataDir}/facts-out/seen`, "utf8");
        } catch {
          return "";
        }
      };
      await expect.poll(seen, patience).toBe('tier="front"1024');
      const now = node.get("facts");
      server.put(podPath("facts"), {
        ...now,
        metadata: { ...pod.metadata, ...now?.metadata, labels: { tier: "back" } },
      });
      await expect.poll(seen, patience).toBe('tier="back"1024');
      await untilGone("facts");
    });

    test("a folder in memory has its size, and outlives its containers", async () => {
      const volumeMounts = [{ name: "fast", mountPath: "/fast" }];
      node.create("memory", {
        restartPolicy: "Always",
        volumes: [{ name: "fast", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } }],
        containers: [
          script(
            "app",
            "test -f /fast/mark && (df -k /fast | tail -1; cat /fast/mark) > /dev/termination-log; echo kept > /fast/mark; sleep 0.2",
            {
              volumeMounts,
            },
          ),
        ],
      });
      const words = () => node.container("memory", "app")?.lastState?.terminated?.message ?? "";
      await expect.poll(words, patience).toMatch(/^tmpfs +1024 [\s\S]*kept\n$/);
      await untilGone("memory");
    });

    test("containers of a pod have parts of one volume, each its own by its name", async () => {
      const mount = { volumeMounts: [{ name: "logs", mountPath: "/logs", subPathExpr: "$(POD)/$(WHO)" }] };
      const env = (who: string) => [
        { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "WHO", value: who },
      ];
      node.create("parts", {
        restartPolicy: "Never",
        volumes: [{ name: "logs", emptyDir: {} }],
        initContainers: [
          script("one", "echo one > /logs/log", { ...mount, env: env("one") }),
          script("two", "n=$(ls /logs | wc -l); echo $n > /logs/log", { ...mount, env: env("two") }),
        ],
        containers: [
          script("app", "(cd /all/parts; cat one/log two/log; ls) > /dev/termination-log", {
            image: busyboxImage,
            volumeMounts: [{ name: "logs", mountPath: "/all" }],
          }),
        ],
      });
      await expect
        .poll(() => node.container("parts", "app")?.state?.terminated?.message, patience)
        .toBe("one\n0\none\ntwo\n");
      await untilGone("parts");
    });
  },
);
