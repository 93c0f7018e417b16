// The agent, put together: Docker, the API server, the network, pods, the node and its link, in the order in which they need each other.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { KubeObject } from "../../src/apimachinery/json.ts";
import type { Pod } from "../../src/kinds/facts/types.gen.ts";
import type { Clock } from "../../src/platform/clock.ts";
import type { Log } from "../../src/platform/log.ts";
import type { Random } from "../../src/platform/random.ts";
import type { Timers } from "../../src/platform/timers.ts";
import { type ApiClient, connectApi } from "./api/client.ts";
import { type AgentEvents, eventRecorder } from "./api/event-recorder.ts";
import { podStatusWriter } from "./api/pod-status-writer.ts";
import { type Reflector, type Sink, startReflector } from "./api/reflector.ts";
import { pathOf, type ResourcePath } from "./api/resource-path.ts";
import { type AgentConfig, agentIdOf } from "./config.ts";
import { connectDocker, type Docker } from "./docker/client.ts";
import { type DaemonInfo, daemonInfo } from "./docker/daemon-info.ts";
import { listImages } from "./docker/list-images.ts";
import { ensurePauseImage, portForwardCommand } from "./images/pause-image.ts";
import { START_RETRY_MS } from "./limits.ts";
import { dialer } from "./link/dial.ts";
import { Link } from "./link/link.ts";
import { type NodeNetwork, startNodeNetwork } from "./network/node-network.ts";
import { dockerCapabilities } from "./node/docker-capabilities.ts";
import { readHostFacts } from "./node/host-facts.ts";
import { readHostPressure } from "./node/host-pressure.ts";
import { type NodeSettings, nodeImages, nodeStatus } from "./node/node-object.ts";
import { type NodeRegistration, startNodeRegistration } from "./node/node-registration.ts";
import { podCidrOf } from "./node/pod-cidr.ts";
import { Troubles } from "./node/troubles.ts";
import { ownEndpoints } from "./own-endpoints.ts";
import { type Collaborators, createCollaborators } from "./pod-collaborators.ts";
import { apiPullSecrets } from "./pods/api-pull-secrets.ts";
import { createPods } from "./pods/create-pods.ts";
import { PodFiles } from "./pods/pod-files.ts";
import { identityOf } from "./pods/pod-parts.ts";
import type { Pods } from "./pods/pods.ts";
import { containerUsage } from "./stats/container-usage.ts";
import { hostUsage } from "./stats/host-usage.ts";
import { summary } from "./stats/summary.ts";
import { streamServer } from "./streams/all.ts";
import { podDialer } from "./streams/port-forward/dial-pod.ts";
import { installHelper } from "./streams/port-forward/install-helper.ts";
import { signalProcess } from "./streams/signal-process.ts";
import { kubeletVersion, userAgent } from "./version.ts";

export interface AgentPlatform {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

export interface Agent {
  /** Leaves pods and their network as they are. */
  stop(): Promise<void>;
}

/** Settles when pods are being looked after. Waits for Docker and for what the network needs, and says so meanwhile. */
export async function startAgent(config: AgentConfig, platform: AgentPlatform): Promise<Agent> {
  const { log, timers } = platform;
  const docker = connectDocker({ socket: config.dockerSocket, timers });
  const info = await untilDone("Docker does not answer", platform, () => daemonInfo(docker));
  const client = connectApi({
    server: config.server,
    token: config.token,
    userAgent,
    timers,
    ...(config.ca === undefined ? {} : { ca: config.ca }),
  });
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });

  const troubles = new Troubles();
  let hasStarted = () => {};
  const started = new Promise<void>((resolve) => {
    hasStarted = resolve;
  });
  const registration = await register({ config, platform, client, docker, info, troubles, started });
  const network = await untilDone("the pod network can't be set up", platform, async () => {
    const podCidr = await podCidrOf(config, registration, client);
    return startNodeNetwork(networkOptions(config, platform, podCidr));
  });
  troubles.networkReady = true;
  const { pods, collaborators } = await startPods({ config, platform, client, docker, info, network });
  troubles.dockerReachable = () => pods.dockerReachable;
  troubles.clear("starting");
  hasStarted();

  const reflectors = follow(client, platform, network, pods, config);
  const link = await startLink(config, platform, docker, pods, () => {
    for (const one of reflectors) one.poke();
    collaborators.poke();
    registration.poke();
  });
  log.info("agent started", { node: config.nodeName, server: config.server });
  return {
    async stop() {
      link.stop();
      registration.stop();
      for (const one of reflectors) one.stop();
      await pods.halt();
      collaborators.stop();
      await network.stop();
      client.close();
      docker.close();
    },
  };
}

interface Parts {
  readonly config: AgentConfig;
  readonly platform: AgentPlatform;
  readonly client: ApiClient;
  readonly docker: Docker;
  readonly info: DaemonInfo;
}

interface RegistrationParts extends Parts {
  readonly troubles: Troubles;
  readonly started: Promise<void>;
}

async function register(parts: RegistrationParts): Promise<NodeRegistration> {
  const { config, platform, client, docker, info, troubles, started } = parts;
  return startNodeRegistration({
    ...platform,
    client,
    settings: settingsOf(config),
    facts: await readHostFacts(info, config.nodeName),
    health: async () => troubles.health(await readHostPressure([info.DockerRootDir, config.dataDir])),
    images: async () => nodeImages(await listImages(docker).catch(() => [])),
    started,
  });
}

function settingsOf({ nodeName, nodeIP, podsMax, podCidr, nodeLabels }: AgentConfig): NodeSettings {
  return { name: nodeName, ip: nodeIP, podsMax, version: kubeletVersion, podCidr, labels: nodeLabels };
}

function networkOptions(config: AgentConfig, platform: AgentPlatform, podCidr: string) {
  const { protocol, hostname, port } = new URL(config.server);
  return {
    ...platform,
    clusterId: config.clusterId,
    nodeName: config.nodeName,
    zone: () => config.nodeLabels["topology.kubernetes.io/zone"] ?? "",
    podCidr,
    clusterCidr: config.clusterCidr,
    serviceCidr: config.serviceCidr,
    clusterDns: config.clusterDns,
    clusterDomain: config.clusterDomain,
    apiServer: {
      host: hostname.replace(/^\[(.*)\]$/, "$1"),
      port: Number(port) || (protocol === "https:" ? 443 : 80),
    },
    hostDns: config.hostDns,
    dataFolder: join(config.dataDir, "network"),
  };
}

interface StartedPods {
  readonly pods: Pods;
  readonly collaborators: Collaborators;
}

async function startPods(parts: Parts & { readonly network: NodeNetwork }): Promise<StartedPods> {
  const { config, platform, client, docker, info, network } = parts;
  const agentId = agentIdOf(config.dataDir);
  const files = new PodFiles(config.dataDir);
  const { sysResource } = await dockerCapabilities();
  const events = eventRecorder({ ...platform, client, nodeName: config.nodeName });
  introduce(events, config.nodeName, sysResource);
  const restorePause = () => ensurePauseImage(docker, info.Architecture);
  const pauseImage = await restorePause();
  const { dataDir } = config;
  const collaborators = createCollaborators({
    ...platform,
    agentId,
    dataDir,
    files,
    client,
    docker,
    events,
    services: network.book,
    pauseImage,
    allocatable: nodeStatus(settingsOf(config), await readHostFacts(info, config.nodeName)).allocatable ?? {},
  });
  const pods = createPods({
    ...platform,
    ...collaborators,
    agentId,
    dataDir,
    docker,
    files,
    network: network.pods,
    pullSecrets: apiPullSecrets(client),
    statuses: podStatusWriter({ ...platform, client }),
    events,
    place: {
      nodeName: config.nodeName,
      hostIP: config.nodeIP,
      clusterDns: { servers: [config.clusterDns], domain: config.clusterDomain },
      memoryCapacityBytes: info.MemTotal,
      oomMayBeNegative: sysResource,
      pauseImage,
      pidsMax: config.podPidsMax,
      seccompDir: join(config.dataDir, "seccomp"),
    },
    restorePause,
    dockerBack: () => void network.ensure(),
    cgroups: {
      driver: info.CgroupDriver === "systemd" ? "systemd" : "cgroupfs",
      version: info.CgroupVersion === "2" ? 2 : 1,
      root: config.cgroupRoot,
    },
    hostResolvConf: config.hostResolvConf,
    cores: info.NCPU,
  });
  await untilDone("Docker can't be looked at", platform, () => pods.start());
  return { pods, collaborators };
}

/** Kubernetes: pkg/kubelet/kubelet.go BirthCry */
function introduce(events: AgentEvents, name: string, sysResource: boolean): void {
  const node = { kind: "Node", apiVersion: "v1", name, uid: name };
  events.record(node, "Normal", "Starting", "Starting kubelet.");
  if (sysResource) return;
  const what = "no pod is shielded from the OOM killer, and privileged containers can't start";
  events.record(node, "Warning", "MissingCapability", `Docker runs without CAP_SYS_RESOURCE: ${what}`);
}

/** What the node watches: its pods, and the services for its proxy and DNS. */
function follow(
  client: ApiClient,
  platform: AgentPlatform,
  network: NodeNetwork,
  pods: Pods,
  { nodeName }: AgentConfig,
): Reflector[] {
  const watch = <Kind extends KubeObject>(resource: ResourcePath, sink: Sink<Kind>, fieldSelector?: string) =>
    startReflector({
      ...platform,
      client,
      path: pathOf(resource),
      sink,
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    });
  return [
    watch<Pod & KubeObject>({ apiVersion: "v1", plural: "pods" }, pods, `spec.nodeName=${nodeName}`),
    watch({ apiVersion: "v1", plural: "services" }, network.book.services),
    watch({ apiVersion: "discovery.k8s.io/v1", plural: "endpointslices" }, network.book.slices),
  ];
}

async function startLink(
  config: AgentConfig,
  platform: AgentPlatform,
  docker: Docker,
  pods: Pods,
  cameUp: () => void,
): Promise<Link> {
  const helper = await installHelper(join(config.dataDir, "bin"));
  const link = new Link({
    ...platform,
    agent: userAgent,
    dial: dialer({
      server: config.server,
      node: config.nodeName,
      token: config.token,
      ...(config.ca === undefined ? {} : { authority: config.ca }),
    }),
    serve: streamServer({
      ...platform,
      docker,
      signal: signalProcess,
      spoolDirectory: join(config.dataDir, "spool"),
      dialPod: podDialer({ docker, commandInSandbox: portForwardCommand, helper }),
      findPod: (namespace, name) =>
        pods
          .all()
          .map(identityOf)
          .find((pod) => pod.namespace === namespace && pod.name === name),
      ownEndpoints: ownEndpoints({
        ...config,
        pods: () => pods.all(),
        memoryBytes: () => process.memoryUsage.rss(),
        async summary() {
          const [node, containers] = await Promise.all([
            hostUsage(platform.clock),
            containerUsage(docker, agentIdOf(config.dataDir)),
          ]);
          return summary(config.nodeName, node, pods.all(), containers);
        },
      }),
    }),
    onChange(up) {
      platform.log.info(up ? "link is up" : "link is down");
      if (up) cameUp();
    },
  });
  link.start();
  return link;
}

/** Again and again until it works: the host may still be coming up. */
async function untilDone<Result>(
  trouble: string,
  platform: AgentPlatform,
  work: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      platform.log.warn(`${trouble}; trying again`, { error: String(error), retryInMs: START_RETRY_MS });
      await platform.timers.sleep(START_RETRY_MS);
    }
  }
}
