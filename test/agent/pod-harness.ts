// A node's pods on this machine's Docker and a fake API server, with an address book instead of a network.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiClient, connectApi } from "../../agents/node/api/client.ts";
import { eventRecorder } from "../../agents/node/api/event-recorder.ts";
import { podStatusWriter } from "../../agents/node/api/pod-status-writer.ts";
import { type Reflector, startReflector } from "../../agents/node/api/reflector.ts";
import type { Docker } from "../../agents/node/docker/client.ts";
import { daemonInfo } from "../../agents/node/docker/daemon-info.ts";
import { ensurePauseImage } from "../../agents/node/images/pause-image.ts";
import { createCommands } from "../../agents/node/network/command.ts";
import type { PodNetwork } from "../../agents/node/network/pod-network.ts";
import { type Collaborators, createCollaborators } from "../../agents/node/pod-collaborators.ts";
import { apiPullSecrets } from "../../agents/node/pods/api-pull-secrets.ts";
import { createPods } from "../../agents/node/pods/create-pods.ts";
import { PodFiles } from "../../agents/node/pods/pod-files.ts";
import type { Pods } from "../../agents/node/pods/pods.ts";
import { ServiceBook } from "../../agents/node/services/service-book.ts";
import { Mounts } from "../../agents/node/volumes/mounts.ts";
import type { ContainerStatus, Event, Pod, PodSpec } from "../../src/kinds/facts/types.gen.ts";
import type { FakeApiServer } from "./fake-api-server.ts";
import { busyboxImage, ensureBusybox, removeLabelled, testDocker } from "./test-docker.ts";
import { testPlatform } from "./test-platform.ts";

export interface HarnessOptions {
  /** Another Docker than the machine's. */
  readonly socketPath?: string;
  /** How far the agent's clock is ahead. */
  readonly aheadMs?: number;
  /** Another life of the same agent. */
  readonly like?: PodHarness;
}

/** Addresses that nobody programs; remembers what was asked of it. */
export class AddressBook implements PodNetwork {
  readonly asked: string[] = [];
  readonly #addresses = new Map<string, string>();
  #next = 1;

  async ensure(): Promise<void> {}

  async attach({ podUid }: { podUid: string }): Promise<{ ip: string }> {
    const ip = this.#addresses.get(podUid) ?? `10.99.0.${this.#next++}`;
    this.#addresses.set(podUid, ip);
    this.asked.push(`attach ${podUid}`);
    return { ip };
  }

  async detach(podUid: string): Promise<void> {
    this.asked.push(`detach ${podUid}`);
  }

  async collect(): Promise<void> {}
}

export class PodHarness {
  readonly agentId: string;
  readonly dataDir: string;
  readonly docker: Docker;
  readonly network = new AddressBook();
  readonly server: FakeApiServer;
  readonly #options: HarnessOptions;
  /** Of the cluster, as this node sees them: none, and all known. */
  readonly services = new ServiceBook();
  pods: Pods | undefined;
  #collaborators: Collaborators | undefined;
  #client: ApiClient | undefined;
  #reflector: Reflector | undefined;

  constructor(server: FakeApiServer, options: HarnessOptions = {}) {
    this.server = server;
    this.#options = options;
    this.docker = testDocker(options.socketPath);
    this.services.services.replace([]);
    this.services.slices.replace([]);
    this.agentId = options.like?.agentId ?? `test-${process.pid}-${testPlatform.random.uuid().slice(0, 8)}`;
    this.dataDir = options.like?.dataDir ?? mkdtempSync(join(tmpdir(), "skerry-agent-"));
  }

  /** Starts the agent's part; again after `kill` it is a new life of the same agent. */
  async start(): Promise<void> {
    const { docker, dataDir, agentId, network, server } = this;
    await ensureBusybox(docker);
    const client = connectApi({ server: server.url, token: () => "", userAgent: "test", timers: testPlatform.timers });
    const statuses = podStatusWriter({ ...testPlatform, client });
    const events = eventRecorder({ ...testPlatform, client, nodeName: "here" });
    const files = new PodFiles(dataDir);
    const info = await daemonInfo(docker);
    const { aheadMs = 0 } = this.#options;
    const platform = { ...testPlatform, clock: { now: () => testPlatform.clock.now() + aheadMs } };
    const pauseImage = await ensurePauseImage(docker, info.Architecture);
    const { services } = this;
    this.#collaborators = createCollaborators({
      ...platform,
      agentId,
      dataDir,
      files,
      client,
      docker,
      events,
      services,
      pauseImage,
      allocatable: { cpu: "2", memory: "1Gi" },
    });
    const pods = createPods({
      ...platform,
      ...this.#collaborators,
      agentId,
      dataDir,
      docker,
      files,
      network,
      pullSecrets: apiPullSecrets(client),
      statuses,
      events,
      place: {
        nodeName: "here",
        hostIP: "192.0.2.1",
        clusterDns: { servers: ["10.96.0.10"], domain: "cluster.local" },
        memoryCapacityBytes: info.MemTotal,
        oomMayBeNegative: false,
        pauseImage,
        pidsMax: 0,
        seccompDir: join(dataDir, "seccomp"),
      },
      restorePause: () => ensurePauseImage(docker, info.Architecture),
      dockerBack() {},
      cgroups: { driver: "cgroupfs", version: info.CgroupVersion === "2" ? 2 : 1, root: `/${agentId}` },
      hostResolvConf: "/etc/resolv.conf",
      cores: 2,
    });
    await pods.start();
    this.#client = client;
    this.pods = pods;
    this.#reflector = startReflector<Pod & { metadata?: object }>({
      ...testPlatform,
      client,
      path: "/api/v1/pods",
      fieldSelector: "spec.nodeName=here",
      sink: pods,
    });
    await Promise.race([this.#reflector.synced, testPlatform.timers.sleep(2000)]);
  }

  /** The agent ends, as abruptly as a test can; its containers go on. */
  kill(): void {
    this.#reflector?.stop();
    void this.pods?.halt();
    this.#collaborators?.stop();
    this.#client?.close();
  }

  async stop(): Promise<void> {
    this.kill();
    await removeLabelled(this.docker, `io.skerry.agent=${this.agentId}`);
    this.docker.close();
    removeCgroups(this.agentId);
    await new Mounts(createCommands(), testPlatform.timers).unmountWithin(this.dataDir);
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Binds a pod to this node. */
  create(name: string, spec: Partial<PodSpec>, metadata: object = {}): Pod {
    return this.server.put(podPath(name), {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default", generation: 1, ...metadata },
      spec: { nodeName: "here", containers: [], restartPolicy: "Always", terminationGracePeriodSeconds: 30, ...spec },
      status: { phase: "Pending" },
    }) as Pod;
  }

  get(name: string): Pod | undefined {
    return this.server.get(podPath(name)) as Pod | undefined;
  }

  delete(name: string, graceSeconds?: number): void {
    this.server.delete(podPath(name), graceSeconds);
  }

  container(name: string, container: string): ContainerStatus | undefined {
    const {
      containerStatuses = [],
      initContainerStatuses = [],
      ephemeralContainerStatuses = [],
    } = this.get(name)?.status ?? {};
    const all = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses];
    return all.find((one) => one.name === container);
  }

  events(name: string): string[] {
    const all = this.server.all(/\/events\//) as unknown as Event[];
    return all
      .filter(({ involvedObject }) => involvedObject.name === name)
      .map(({ reason, message, involvedObject: { fieldPath } }) => `${reason} ${fieldPath ?? ""}: ${message}`);
  }
}

/** Of pods that were taken away by force. */
function removeCgroups(root: string): void {
  spawnSync("sh", ["-c", `find /sys/fs/cgroup -depth -type d -path '*/${root}*' -exec rmdir {} + || true`], {
    stdio: "ignore",
  });
}

export function podPath(name: string): string {
  return `/api/v1/namespaces/default/pods/${name}`;
}

/** A container of busybox that runs a script. */
export function script(name: string, text: string, more: object = {}) {
  return {
    name,
    image: busyboxImage,
    imagePullPolicy: "IfNotPresent",
    command: ["sh", "-c", text],
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    ...more,
  };
}
