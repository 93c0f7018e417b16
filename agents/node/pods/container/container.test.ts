// What Docker is asked to make, piece by piece.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Container, Pod, PodSpec, SecurityContext } from "../../../../src/kinds/facts/types.gen.ts";
import { qosClassOf } from "../status/qos-class.ts";
import { messageOfFile, messageOfLog, wantsLog } from "../status/termination-message.ts";
import { readSeccompProfile } from "../steps/seccomp-profile.ts";
import { type AppContainerInput, appContainer } from "./app-container.ts";
import { containerHash } from "./container-hash.ts";
import { dockerName, nameLabels, readLabels } from "./container-name.ts";
import { podHostname, systemHostname } from "./hostname.ts";
import { hostNetworkHostsFile, hostsFile } from "./hosts-file.ts";
import { parseResolvConf, podResolvConf, resolvConfText } from "./resolv-conf.ts";
import { containerLimits, oomScoreAdjust, podLimits } from "./resources.ts";
import { sandbox } from "./sandbox.ts";
import { securitySettings } from "./security.ts";

function pod(spec: Partial<PodSpec> = {}): Pod {
  const metadata = { uid: "u", namespace: "default", name: "web" };
  return { metadata, spec: { containers: [{ name: "app", image: "busybox" }], ...spec } };
}

describe("names and labels", () => {
  test("tell all that is needed to take a pod down", () => {
    const identity = { uid: "u", namespace: "default", name: "web" };
    expect(dockerName(identity, "app", 3)).toBe("k8s_app_web_default_u_3");
    const labels = nameLabels({ agentId: "a", pod: identity, type: "container", container: "app", attempt: 3 });
    expect(readLabels(labels)).toEqual({
      agentId: "a",
      pod: identity,
      type: "container",
      container: "app",
      attempt: 3,
      sandboxId: undefined,
      hash: "",
      graceSeconds: undefined,
    });
    expect(readLabels({ other: "container" })).toBeUndefined();
  });

  test("a definition is another one when its image is", () => {
    expect(containerHash({ name: "a", image: "x:1" })).toBe(containerHash({ name: "a", image: "x:1", args: ["y"] }));
    expect(containerHash({ name: "a", image: "x:1" })).not.toBe(containerHash({ name: "a", image: "x:2" }));
  });
});

describe("names of the host", () => {
  test("are the pod's, shortened to what a host may be called", () => {
    expect(podHostname(pod(), "cluster.local")).toEqual({ hostname: "web", domain: "" });
    const long = { metadata: { name: `${"a".repeat(62)}-${"b".repeat(10)}` }, spec: { containers: [] } };
    expect(podHostname(long, "cluster.local").hostname).toBe("a".repeat(62));
  });

  test("with a subdomain the whole name is known, and shown if the pod wants it", () => {
    const spec = { hostname: "one", subdomain: "sub" };
    expect(podHostname(pod(spec), "cluster.local")).toEqual({
      hostname: "one",
      domain: "sub.default.svc.cluster.local",
    });
    expect(systemHostname(pod(spec), "cluster.local")).toBe("one");
    expect(systemHostname(pod({ ...spec, setHostnameAsFQDN: true }), "cluster.local")).toBe(
      "one.sub.default.svc.cluster.local",
    );
  });

  test("the hosts file", () => {
    const name = { hostname: "web", domain: "sub.default.svc.cluster.local" };
    const text = hostsFile({ ips: ["10.0.0.5"], name, aliases: [{ ip: "1.2.3.4", hostnames: ["foo", "bar"] }] });
    expect(text.split("\n").slice(7)).toEqual([
      "10.0.0.5\tweb.sub.default.svc.cluster.local\tweb",
      "",
      "# Entries added by HostAliases.",
      "1.2.3.4\tfoo\tbar",
      "",
    ]);
    expect(hostNetworkHostsFile("127.0.0.1 localhost\n", [])).toBe(
      "# Kubernetes-managed hosts file (host network).\n127.0.0.1 localhost\n",
    );
  });
});

describe("resolv.conf", () => {
  const cluster = { servers: ["10.96.0.10"], domain: "cluster.local" };
  const host = parseResolvConf(
    "# a comment\nsearch corp.example lab.example\nnameserver 192.0.2.53\noptions timeout:2 edns0\n",
  );
  const text = (spec: Partial<PodSpec>) => resolvConfText(podResolvConf(pod(spec), cluster, host));
  const clusterText =
    "search default.svc.cluster.local svc.cluster.local cluster.local corp.example lab.example\nnameserver 10.96.0.10\noptions ndots:5\n";
  const hostText = "search corp.example lab.example\nnameserver 192.0.2.53\noptions timeout:2 edns0\n";

  test.each<[string, Partial<PodSpec>, string]>([
    ["the cluster's by default", {}, clusterText],
    ["the host's when asked for", { dnsPolicy: "Default" }, hostText],
    ["the host's on the host's network", { hostNetwork: true }, hostText],
    ["the cluster's on the host's network", { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" }, clusterText],
    [
      "the pod's own",
      {
        dnsPolicy: "None",
        dnsConfig: { nameservers: ["1.1.1.1"], searches: ["a.b"], options: [{ name: "ndots", value: "2" }] },
      },
      "search a.b\nnameserver 1.1.1.1\noptions ndots:2\n",
    ],
    [
      "the cluster's, with additions",
      {
        dnsConfig: {
          options: [{ name: "ndots", value: "2" }, { name: "rotate" }],
          nameservers: ["1.1.1.1", "10.96.0.10"],
        },
      },
      clusterText.replace(
        "nameserver 10.96.0.10\noptions ndots:5",
        "nameserver 10.96.0.10\nnameserver 1.1.1.1\noptions ndots:2 rotate",
      ),
    ],
  ])("is %s", (_, spec, expected) => {
    expect(text(spec)).toBe(expected);
  });

  test("stays within what resolvers read", () => {
    const many = {
      nameservers: ["1", "2", "3", "4"],
      searches: Array.from({ length: 40 }, (_, one) => `d${one}.example`),
    };
    const conf = podResolvConf(pod({ dnsPolicy: "None", dnsConfig: many }), cluster, host);
    expect(conf.nameservers).toHaveLength(3);
    expect(conf.searches).toHaveLength(32);
  });
});

describe("resources", () => {
  const small = { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "200m", memory: "128Mi" } };
  const exact = { limits: { cpu: "1", memory: "1Gi" } };

  test("as Docker takes them; no swap beyond the memory", () => {
    expect(containerLimits(small)).toEqual({
      CpuShares: 102,
      CpuPeriod: 100_000,
      CpuQuota: 20_000,
      Memory: 128 << 20,
      MemorySwap: 128 << 20,
    });
    expect(containerLimits(undefined, 100)).toEqual({ CpuShares: 2, PidsLimit: 100 });
    expect(containerLimits({ limits: { cpu: "2" } })).toMatchObject({ CpuShares: 2048, CpuQuota: 200_000 });
  });

  test.each<[string, Container[], string]>([
    ["nothing asked for", [{ name: "a" }], "BestEffort"],
    ["limits only", [{ name: "a", resources: exact }], "Guaranteed"],
    ["requests below limits", [{ name: "a", resources: small }], "Burstable"],
    ["one of two", [{ name: "a", resources: exact }, { name: "b" }], "Burstable"],
    ["no memory limit", [{ name: "a", resources: { limits: { cpu: "1" } } }], "Burstable"],
  ])("%s is %s", (_, containers, expected) => {
    expect(qosClassOf(pod({ containers }))).toBe(expected);
  });

  test("who is killed first when memory is short", () => {
    const score = (container: Container, mayBeNegative = true) =>
      oomScoreAdjust({ pod: pod({ containers: [container] }), container, memoryCapacityBytes: 1 << 30, mayBeNegative });
    expect(score({ name: "a" })).toBe(1000);
    expect(score({ name: "a", resources: exact })).toBe(-997);
    expect(score({ name: "a", resources: exact }, false)).toBe(0);
    expect(score({ name: "a", resources: small })).toBe(938);
  });

  test("a pod's bounds are its containers' together, and none where one has none", () => {
    const two = [
      { name: "a", resources: small },
      { name: "b", resources: exact },
    ];
    expect(podLimits(pod({ containers: two }))).toEqual({
      requests: { cpuMillis: 100, memoryBytes: 64 << 20 },
      limits: { cpuMillis: 1200, memoryBytes: (128 << 20) + (1 << 30) },
    });
    expect(podLimits(pod({ containers: [...two, { name: "c" }] })).limits).toEqual({
      cpuMillis: undefined,
      memoryBytes: undefined,
    });
    const initContainers = [{ name: "i", resources: { limits: { cpu: "4", memory: "1Mi" } } }];
    expect(podLimits(pod({ containers: two, initContainers })).limits.cpuMillis).toBe(4000);
  });
});

describe("security", () => {
  const settings = (own: SecurityContext, ofPod: PodSpec["securityContext"] = {}, imageUser = "") => {
    const container = { name: "app", securityContext: own };
    const seccompProfile = (name: string) => `{"of":"${name}"}`;
    return securitySettings({ pod: pod({ securityContext: ofPod }), container, imageUser, seccompProfile });
  };

  test("the container's word beats the pod's", () => {
    expect(settings({ runAsUser: 5 }, { runAsUser: 1000, runAsGroup: 3000 }).user).toBe("5:3000");
    expect(settings({}, { runAsUser: 1000 }).user).toBe("1000");
    expect(settings({}).user).toBeUndefined();
    expect(settings({ runAsGroup: 7 }, {}, "nobody").user).toBe("nobody:7");
  });

  test.each<[SecurityContext, string, string | undefined]>([
    [{ runAsUser: 0 }, "", "container's runAsUser breaks non-root policy"],
    [{}, "", "container has runAsNonRoot and image will run as root"],
    [{}, "0:0", "container has runAsNonRoot and image will run as root"],
    [{}, "www", "container has runAsNonRoot and image has non-numeric user (www), cannot verify user is non-root"],
    [{}, "1000", undefined],
    [{ runAsUser: 1 }, "", undefined],
  ])("runAsNonRoot with %j and the image's %j: %s", (own, imageUser, message) => {
    const make = () => settings({ ...own, runAsNonRoot: true }, {}, imageUser);
    if (message === undefined) expect(make).not.toThrow();
    else expect(make).toThrow(`${message} (pod: "web_default(u)", container: app)`);
  });

  test("as Docker takes it", () => {
    const own: SecurityContext = {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { add: ["NET_ADMIN"], drop: ["ALL"] },
      procMount: "Unmasked",
      appArmorProfile: { type: "Unconfined" },
      seLinuxOptions: { level: "s0" },
    };
    expect(settings(own, { fsGroup: 2000, supplementalGroups: [5] }).host).toEqual({
      SecurityOpt: ["no-new-privileges", "seccomp=unconfined", "apparmor=unconfined", "label=level:s0"],
      ReadonlyRootfs: true,
      CapAdd: ["NET_ADMIN"],
      CapDrop: ["ALL"],
      GroupAdd: ["5", "2000"],
      MaskedPaths: [],
      ReadonlyPaths: [],
    });
    expect(settings({ privileged: true }).host).toMatchObject({ Privileged: true, SecurityOpt: [] });
    expect(settings({ seccompProfile: { type: "RuntimeDefault" } }).host.SecurityOpt).toEqual([]);
    const local = { seccompProfile: { type: "Localhost", localhostProfile: "p.json" } };
    expect(settings(local).host.SecurityOpt).toEqual(['seccomp={"of":"p.json"}']);
  });

  test("a profile is read from below its folder only", () => {
    const folder = mkdtempSync(join(tmpdir(), "skerry-seccomp-"));
    mkdirSync(join(folder, "seccomp"));
    writeFileSync(join(folder, "seccomp/a.json"), "{}");
    writeFileSync(join(folder, "secret"), "x");
    expect(readSeccompProfile(join(folder, "seccomp"), "a.json")).toBe("{}");
    expect(() => readSeccompProfile(join(folder, "seccomp"), "../secret")).toThrow("invalid seccomp profile");
    expect(() => readSeccompProfile(join(folder, "seccomp"), "none.json")).toThrow("cannot load seccomp profile");
    rmSync(folder, { recursive: true });
  });
});

describe("containers", () => {
  const input = (container: Container, spec: Partial<PodSpec> = {}): AppContainerInput => ({
    agentId: "a",
    pod: pod({ containers: [container], ...spec }),
    container,
    attempt: 2,
    sandboxId: "s",
    imageName: "busybox:1",
    imageUser: "",
    environment: [{ name: "A", value: "1" }],
    mounts: [],
    targetContainerId: undefined,
    cgroupParent: "/kubepods/besteffort/podu",
    memoryCapacityBytes: 1 << 30,
    oomMayBeNegative: false,
    pidsMax: 0,
    seccompProfile: () => "",
  });

  test("command and arguments replace the image's, with the container's variables in them", () => {
    const made = appContainer(input({ name: "app", command: ["sh", "$(A)"], args: ["$$(A)"], workingDir: "/w" }));
    expect(made).toMatchObject({ Entrypoint: ["sh", "1"], Cmd: ["$(A)"], WorkingDir: "/w", Env: ["A=1"] });
    const plain = appContainer(input({ name: "app" }));
    expect(plain).not.toHaveProperty("Entrypoint");
    expect(plain).not.toHaveProperty("Cmd");
  });

  test("share the sandbox's network and messages, are never restarted by Docker, and keep a bounded log", () => {
    const { HostConfig, Labels, Healthcheck } = appContainer(input({ name: "app" }));
    expect(HostConfig).toMatchObject({
      NetworkMode: "container:s",
      IpcMode: "container:s",
      CgroupParent: "/kubepods/besteffort/podu",
      RestartPolicy: { Name: "no" },
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "5" } },
      OomScoreAdj: 1000,
    });
    expect(HostConfig).not.toHaveProperty("PidMode");
    expect(Healthcheck).toEqual({ Test: ["NONE"] });
    expect(readLabels(Labels ?? {})).toMatchObject({ container: "app", attempt: 2, sandboxId: "s", graceSeconds: 30 });
  });

  test("see the host's, the pod's or another container's processes when asked to", () => {
    const modeOf = (spec: Partial<PodSpec>, target?: string) =>
      appContainer({ ...input({ name: "app" }, spec), targetContainerId: target }).HostConfig;
    expect(modeOf({ shareProcessNamespace: true }).PidMode).toBe("container:s");
    expect(modeOf({ hostPID: true }).PidMode).toBe("host");
    expect(modeOf({}, "t").PidMode).toBe("container:t");
    expect(modeOf({ hostIPC: true, hostNetwork: true })).toMatchObject({ IpcMode: "host", UTSMode: "host" });
  });

  test("a stop signal and a terminal are passed on", () => {
    const made = appContainer(input({ name: "app", tty: true, stdin: true, lifecycle: { stopSignal: "SIGUSR1" } }));
    expect(made).toMatchObject({ Tty: true, OpenStdin: true, StdinOnce: false, StopSignal: "SIGUSR1" });
  });

  test("the sandbox has the pod's name, its kernel settings and no network of Docker's", () => {
    const make = (spec: Partial<PodSpec>) =>
      sandbox({
        agentId: "a",
        pod: pod(spec),
        attempt: 1,
        pauseImage: "pause",
        clusterDomain: "cluster.local",
        cgroupParent: undefined,
        oomMayBeNegative: true,
        seccompProfile: () => "",
      });
    const made = make({ securityContext: { sysctls: [{ name: "net/ipv4/ip_local_port_range", value: "1 2" }] } });
    expect(made).toMatchObject({
      Hostname: "web",
      HostConfig: {
        NetworkMode: "none",
        IpcMode: "shareable",
        Sysctls: { "net.ipv4.ip_local_port_range": "1 2" },
        OomScoreAdj: -998,
      },
    });
    expect(make({ hostNetwork: true })).toMatchObject({ HostConfig: { NetworkMode: "host", UTSMode: "host" } });
    expect(make({ hostNetwork: true })).not.toHaveProperty("Hostname");
  });
});

describe("last words", () => {
  test("are bounded", () => {
    expect(messageOfFile(Buffer.from("x".repeat(5000)))).toHaveLength(4096);
    expect(messageOfLog(Buffer.from("y".repeat(5000)))).toHaveLength(2048);
    expect(messageOfLog(Buffer.from("line\n".repeat(100))).split("\n")).toHaveLength(81);
  });

  test("of the log count only for a failure that said nothing, and if the policy says so", () => {
    expect(wantsLog("", "FallbackToLogsOnError", 1)).toBe(true);
    expect(wantsLog("said", "FallbackToLogsOnError", 1)).toBe(false);
    expect(wantsLog("", "FallbackToLogsOnError", 0)).toBe(false);
    expect(wantsLog("", "File", 1)).toBe(false);
  });
});
