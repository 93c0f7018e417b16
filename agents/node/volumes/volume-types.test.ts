// Each type of volume on a real file system: what is there afterwards, and what is said when it can't be.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import type { PodSpec, Volume } from "../../../src/kinds/facts/types.gen.ts";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { podWith, VolumeBench, whyNoMounts } from "../../../test/agent/volume-bench.ts";
import { VolumesNotReady } from "../pods/collaborators.ts";
import { memorySize } from "./empty-dir.ts";

const server = new FakeApiServer();
const noMounts = whyNoMounts();
const onDisk = { rights: { type: "unusable", reason: "not in this test" } } as const;
let bench: VolumeBench;

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  bench = new VolumeBench(server, onDisk);
});
afterEach(() => bench.stop());

function put(plural: string, name: string, rest: object): void {
  const kind = plural === "secrets" ? "Secret" : "ConfigMap";
  const metadata = { name, namespace: "default" };
  server.put(`/api/v1/namespaces/default/${plural}/${name}`, { apiVersion: "v1", kind, metadata, ...rest });
}
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Where the one volume of a pod is after it has been made ready. */
async function made(volume: Volume, spec: Partial<PodSpec> = {}): Promise<string> {
  const container = { name: "app", volumeMounts: [{ name: volume.name, mountPath: "/v" }] };
  const pod = podWith([volume], { containers: [container], ...spec });
  await bench.volumes.prepare(pod);
  const [mount] = await bench.volumes.mountsFor(pod, pod.spec?.containers[0] ?? container, []);
  return mount?.Source ?? "";
}

async function problemOf(volume: Volume, spec?: Partial<PodSpec>): Promise<string> {
  const failure = await made(volume, spec).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(VolumesNotReady);
  expect((failure as VolumesNotReady).volume).toBe(volume.name);
  return (failure as Error).message;
}

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);
const filesOf = (path: string) =>
  Object.fromEntries(
    readdirSync(path)
      .filter((name) => !name.startsWith(".."))
      .map((name) => [name, readFileSync(join(path, name), "utf8")]),
  );

describe("emptyDir", () => {
  test("a folder for anybody; a second preparation leaves what is in it", async () => {
    const path = await made({ name: "v", emptyDir: {} });
    expect(modeOf(path)).toBe("777");
    writeFileSync(join(path, "kept"), "x");
    chmodSync(path, 0o700);
    expect(await made({ name: "v", emptyDir: {} })).toBe(path);
    expect(readdirSync(path)).toEqual(["kept"]);
    expect(modeOf(path)).toBe("700");
  });

  test("belongs to the pod's group, and what is made in it too", async () => {
    const path = await made({ name: "v", emptyDir: {} }, { securityContext: { fsGroup: 4321 } });
    expect(modeOf(path)).toBe("2777");
    expect(statSync(path).gid).toBe(4321);
  });

  test("one that was being made when the agent ended is made anew", async () => {
    mkdirSync(join(bench.files.volumes("uid-web"), "kubernetes.io~empty-dir/v..new/rest"), { recursive: true });
    const path = await made({ name: "v", emptyDir: {} });
    expect(readdirSync(path)).toEqual([]);
    expect(readdirSync(join(path, ".."))).toEqual(["v"]);
  });

  test.each([
    ["Memory", "emptyDir in memory can't be had: not in this test"],
    ["HugePages-2Mi", "emptyDir of medium HugePages-2Mi is not supported by this node"],
    ["Clay", 'unknown storage medium "Clay"'],
  ])("medium %s is refused where it can't be had", async (medium, problem) => {
    expect(await problemOf({ name: "v", emptyDir: { medium } })).toBe(problem);
  });

  test.each([
    [undefined, undefined, 64 << 20],
    ["16Mi", undefined, 16 << 20],
    ["1Gi", undefined, 64 << 20],
    ["0", "32Mi", 32 << 20],
    ["16Mi", "8Mi", 8 << 20],
  ])("in memory: asked for %s, pod limited to %s", (sizeLimit, memory, bytes) => {
    const limits = memory === undefined ? {} : { limits: { memory } };
    const pod = podWith([], { containers: [{ name: "app", resources: limits }] });
    const emptyDir = sizeLimit === undefined ? {} : { sizeLimit };
    expect(memorySize(pod, { name: "v", emptyDir }, { memory: "64Mi" })).toBe(bytes);
  });
});

describe.skipIf(noMounts !== undefined)(`emptyDir in memory${noMounts ? ` (skipped: ${noMounts})` : ""}`, () => {
  const volume: Volume = { name: "v", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } };

  beforeEach(async () => {
    await bench.stop();
    bench = new VolumeBench(server);
  });

  test("has its size, and outlives the agent", async () => {
    const path = await made(volume, { securityContext: { fsGroup: 4321 } });
    const entry = (await bench.mounts.table()).find(({ mountPoint }) => mountPoint === path);
    expect(entry?.type).toBe("tmpfs");
    expect([modeOf(path), statSync(path).gid]).toEqual(["2777", 4321]);
    writeFileSync(join(path, "kept"), "x");
    expect(() => writeFileSync(join(path, "big"), Buffer.alloc(2 << 20))).toThrow("ENOSPC");
    bench.halt();
    const next = new VolumeBench(server, { dataDir: bench.dataDir });
    bench = next;
    expect(await made(volume)).toBe(path);
    expect(readFileSync(join(path, "kept"), "utf8")).toBe("x");
  });

  test("goes with the pod", async () => {
    const path = await made(volume);
    await bench.volumes.teardown("uid-web");
    expect(existsSync(path)).toBe(false);
    expect((await bench.mounts.table()).some(({ mountPoint }) => mountPoint.startsWith(bench.dataDir))).toBe(false);
  });
});

describe("hostPath", () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "skerry-host-path-"));
    writeFileSync(join(place, "file"), "x");
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  const hostPath = (path: string, type?: string): Volume => ({
    name: "v",
    hostPath: { path: path.startsWith("/") ? path : join(place, path), ...(type === undefined ? {} : { type }) },
  });

  test("is the path itself; what is missing is made where that is asked for", async () => {
    expect(await made(hostPath(".", "Directory"))).toBe(place);
    expect(await made(hostPath("file", "File"))).toBe(join(place, "file"));
    expect(modeOf(await made(hostPath("new/deep", "DirectoryOrCreate")))).toBe("755");
    expect(modeOf(await made(hostPath("new/file", "FileOrCreate")))).toBe("644");
    expect(modeOf(await made(hostPath("asked/for/nothing")))).toBe("755");
    expect(await made(hostPath("/dev/null", "CharDevice"))).toBe("/dev/null");
    // With no type anything will do.
    expect(await made(hostPath("/dev/null"))).toBe("/dev/null");
  });

  test("a socket", async () => {
    const listener = createServer().listen(join(place, "socket"));
    expect(await made(hostPath("socket", "Socket"))).toBe(join(place, "socket"));
    listener.close();
  });

  test.each([
    ["none", "Directory", "directory"],
    ["file", "Directory", "directory"],
    ["file", "DirectoryOrCreate", "directory"],
    ["none", "File", "file"],
    [".", "File", "file"],
    [".", "FileOrCreate", "file"],
    ["file", "Socket", "socket file"],
    ["file", "CharDevice", "character device"],
    ["none", "BlockDevice", "block device"],
  ])("%s as %s is refused", async (path, type, name) => {
    const problem = await problemOf(hostPath(path, type));
    expect(problem).toBe(`hostPath type check failed: ${join(place, path)} is not a ${name}`);
  });

  test("what is no path, or no type", async () => {
    expect(await problemOf(hostPath("file", "Folder"))).toBe("Folder is an invalid volume type");
    expect(await problemOf(hostPath("/tmp/../etc"))).toBe("invalid HostPath `/tmp/../etc`: must not contain '..'");
  });

  test("is never removed, nor given to a group", async () => {
    const before = statSync(place);
    await made(hostPath("."), { securityContext: { fsGroup: 4321 } });
    await bench.volumes.teardown("uid-web");
    expect(readFileSync(join(place, "file"), "utf8")).toBe("x");
    expect([statSync(place).gid, statSync(place).mode]).toEqual([before.gid, before.mode]);
  });
});

describe("configMap and secret", () => {
  beforeEach(() => {
    put("configmaps", "settings", { data: { colour: "red", size: "XL" }, binaryData: { blob: base64("\x00\x01") } });
    put("secrets", "keys", { data: { user: base64("robot"), password: base64("s3cret") } });
  });

  test("all keys, with the default mode", async () => {
    const path = await made({ name: "v", configMap: { name: "settings" } });
    expect(filesOf(path)).toEqual({ colour: "red", size: "XL", blob: "\x00\x01" });
    expect(modeOf(join(path, "colour"))).toBe("644");
    const secret = await made({ name: "s", secret: { secretName: "keys", defaultMode: 0o400 } });
    expect(filesOf(secret)).toEqual({ user: "robot", password: "s3cret" });
    expect(modeOf(join(secret, "user"))).toBe("400");
  });

  test("some keys, under other names, with modes of their own", async () => {
    const items = [
      { key: "colour", path: "deep/er/c", mode: 0o440 },
      { key: "size", path: "s" },
    ];
    const path = await made({ name: "v", configMap: { name: "settings", items, defaultMode: 0o600 } });
    expect(readFileSync(join(path, "deep/er/c"), "utf8")).toBe("red");
    expect([modeOf(join(path, "deep/er/c")), modeOf(join(path, "s"))]).toEqual(["440", "600"]);
  });

  test("a group can read what it may not otherwise; nobody gets more", async () => {
    const path = await made(
      { name: "v", secret: { secretName: "keys", defaultMode: 0o400 } },
      { securityContext: { fsGroup: 4321 } },
    );
    const file = statSync(join(path, "user"));
    expect([(file.mode & 0o777).toString(8), file.gid]).toEqual(["440", 4321]);
    expect(modeOf(path)).toBe("2777");
    expect(modeOf(join(path, "..data/"))).toBe("2755");
  });

  test.each([
    ["a ConfigMap", { configMap: { name: "none" } }, 'configmap "none" not found'],
    ["a Secret", { secret: { secretName: "none" } }, 'secret "none" not found'],
    [
      "a ConfigMap's key",
      { configMap: { name: "settings", items: [{ key: "x", path: "x" }] } },
      "configmap references non-existent config key: x",
    ],
    [
      "a Secret's key",
      { secret: { secretName: "keys", items: [{ key: "x", path: "x" }] } },
      "references non-existent secret key: x",
    ],
    [
      "a path that leads out",
      { configMap: { name: "settings", items: [{ key: "size", path: "../x" }] } },
      "invalid path: must not contain '..': \"../x\"",
    ],
  ])("%s that isn't there is waited for", async (_name, source, problem) => {
    expect(await problemOf({ name: "v", ...source })).toBe(problem);
  });

  test("optional ones may be missing", async () => {
    expect(filesOf(await made({ name: "v", configMap: { name: "none", optional: true } }))).toEqual({});
    const items = [
      { key: "x", path: "x" },
      { key: "user", path: "user" },
    ];
    const path = await made({ name: "s", secret: { secretName: "keys", items, optional: true } });
    expect(filesOf(path)).toEqual({ user: "robot" });
  });

  test("containers can only read them", async () => {
    const pod = podWith([{ name: "v", configMap: { name: "settings" } }]);
    const container = { name: "app", volumeMounts: [{ name: "v", mountPath: "/v", readOnly: false }] };
    await bench.volumes.prepare(pod);
    expect(await bench.volumes.mountsFor(pod, container, [])).toMatchObject([{ ReadOnly: true, Target: "/v" }]);
  });
});

describe("downwardAPI", () => {
  test("the pod's facts and a container's resources", async () => {
    const volume: Volume = {
      name: "v",
      downwardAPI: {
        items: [
          { path: "labels", fieldRef: { fieldPath: "metadata.labels" } },
          { path: "name", fieldRef: { fieldPath: "metadata.name" }, mode: 0o400 },
          { path: "cpu", resourceFieldRef: { containerName: "app", resource: "limits.cpu", divisor: "1m" } },
        ],
      },
    };
    const pod = podWith([volume], {}, { labels: { b: "2", a: 'say "1"' } });
    await bench.volumes.prepare(pod);
    const container = { name: "app", volumeMounts: [{ name: "v", mountPath: "/v" }] };
    const path = (await bench.volumes.mountsFor(pod, container, []))[0]?.Source ?? "";
    expect(filesOf(path)).toEqual({ labels: 'a="say \\"1\\""\nb="2"', name: "web", cpu: "2000" });
    expect(modeOf(join(path, "name"))).toBe("400");
  });

  test("what can't be told is told together", async () => {
    const items = [
      { path: "a", fieldRef: { fieldPath: "status.podIP" } },
      { path: "b", resourceFieldRef: { containerName: "other", resource: "limits.cpu" } },
    ];
    expect(await problemOf({ name: "v", downwardAPI: { items } })).toBe(
      "[unsupported fieldPath: status.podIP, container other not found]",
    );
  });
});

describe("projected", () => {
  const token = { serviceAccountToken: { path: "token", expirationSeconds: 3607, audience: "vault" } };
  const volume: Volume = {
    name: "kube-api-access",
    projected: {
      defaultMode: 0o644,
      sources: [
        token,
        { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
        { secret: { name: "keys", optional: true } },
        { downwardAPI: { items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }] } },
      ],
    },
  };

  beforeEach(() => put("configmaps", "kube-root-ca.crt", { data: { "ca.crt": "PEM" } }));

  test("everything a service account needs, in one folder", async () => {
    server.delete("/api/v1/namespaces/default/secrets/keys");
    const path = await made(volume);
    expect(filesOf(path)).toEqual({ token: "token-1", "ca.crt": "PEM", namespace: "default" });
    expect(bench.asked).toEqual([
      {
        path: "/api/v1/namespaces/default/serviceaccounts/robot/token",
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: {
          audiences: ["vault"],
          expirationSeconds: 3607,
          boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "web", uid: "uid-web" },
        },
      },
    ]);
    // Again: the token that there is.
    await made(volume);
    expect(bench.asked).toHaveLength(1);
  });

  test.each([
    ["nobody in particular", {}, { mode: "644", uid: 0, gid: 0 }],
    ["the pod's user", { securityContext: { runAsUser: 1000 } }, { mode: "600", uid: 1000, gid: 0 }],
    ["the pod's group", { securityContext: { fsGroup: 4321 } }, { mode: "640", uid: 0, gid: 4321 }],
    ["both", { securityContext: { runAsUser: 1000, fsGroup: 4321 } }, { mode: "640", uid: 1000, gid: 4321 }],
    [
      "containers of different users",
      {
        securityContext: { runAsUser: 1000 },
        containers: [
          { name: "app", volumeMounts: [{ name: volume.name, mountPath: "/v" }] },
          { name: "b", securityContext: { runAsUser: 2000 } },
        ],
      },
      { mode: "644", uid: 0, gid: 0 },
    ],
  ])("a token is for %s", async (_name, spec, expected) => {
    const { mode, uid, gid } = statSync(join(await made(volume, spec), "token"));
    expect({ mode: (mode & 0o777).toString(8), uid, gid }).toEqual(expected);
  });

  test("later sources win; all that is missing is told at once, each once", async () => {
    put("configmaps", "one", { data: { a: "1", b: "1" } });
    put("configmaps", "two", { data: { b: "2" } });
    const both = { sources: [{ configMap: { name: "one" } }, { configMap: { name: "two" } }] };
    expect(filesOf(await made({ name: "v", projected: both }))).toEqual({ a: "1", b: "2" });
    const missing = ["x", "y", "x"].map((name) => ({ configMap: { name } }));
    expect(await problemOf({ name: "w", projected: { sources: missing } })).toBe(
      '[configmap "x" not found, configmap "y" not found]',
    );
  });

  test("a token that is refused is told in the kubelet's words", async () => {
    bench.tokenFailure = new StatusError(403, "Forbidden", 'serviceaccounts "robot" is forbidden');
    expect(await problemOf({ name: "v", projected: { sources: [token] } })).toBe(
      'failed to fetch token: serviceaccounts "robot" is forbidden',
    );
  });

  test.each(["clusterTrustBundle", "podCertificate"])("%s is refused by name", async (name) => {
    const sources = [{ [name]: { path: "x" } }];
    expect(await problemOf({ name: "v", projected: { sources } })).toBe(
      `projected volume source ${name} is not supported by this node`,
    );
  });
});

describe("what this node doesn't have", () => {
  test.each(["persistentVolumeClaim", "csi", "nfs", "image", "ephemeral", "iscsi"])(
    "%s is refused by name",
    async (type) => {
      const volume = { name: "v", [type]: {} } as unknown as Volume;
      expect(await problemOf(volume)).toBe(`volumes of type ${type} are not supported by this node`);
    },
  );

  test("a volume of nothing", async () => {
    expect(await problemOf({ name: "v" })).toBe("the volume has no source");
  });
});
