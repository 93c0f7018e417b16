// A pod's volumes over its life: kept up to date, taken up by the agent's next life, taken away with nothing but a uid.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Pod, Volume } from "../../../src/kinds/facts/types.gen.ts";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { podWith, VolumeBench, whyNoMounts } from "../../../test/agent/volume-bench.ts";
import { ConfigError } from "../pods/collaborators.ts";
import { MemoryFolder } from "./memory-folder.ts";
import { tryMounting } from "./mount-rights.ts";

const server = new FakeApiServer();
const noMounts = whyNoMounts();
const onDisk = { rights: { type: "unusable", reason: "not in this test" } } as const;
const patience = { timeout: 10_000, interval: 20 };
let bench: VolumeBench;

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.refuse = undefined;
  bench = new VolumeBench(server, onDisk);
});
afterEach(() => bench.stop());

const settings: Volume = { name: "settings", configMap: { name: "settings" } };
const facts: Volume = {
  name: "facts",
  downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] },
};
const token: Volume = {
  name: "token",
  projected: { sources: [{ serviceAccountToken: { path: "token", expirationSeconds: 600 } }] },
};

function put(colour: string): void {
  const metadata = { name: "settings", namespace: "default" };
  server.put("/api/v1/namespaces/default/configmaps/settings", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata,
    data: { colour },
  });
}

async function pathOf(pod: Pod, name: string, from = bench): Promise<string> {
  const container = { name: "app", volumeMounts: [{ name, mountPath: "/v" }] };
  return (await from.volumes.mountsFor(pod, container, []))[0]?.Source ?? "";
}

const read = (...path: string[]) => readFileSync(join(...path), "utf8");

describe("while a pod runs", () => {
  test("a changed ConfigMap appears in its volume", async () => {
    put("red");
    const pod = podWith([settings]);
    await bench.volumes.prepare(pod);
    const path = await pathOf(pod, "settings");
    expect(read(path, "colour")).toBe("red");
    await expect.poll(() => bench.source.watching, patience).toBe(1);
    put("blue");
    await expect.poll(() => read(path, "colour"), patience).toBe("blue");
    // One that goes away leaves what there was; its next life is seen.
    server.delete("/api/v1/namespaces/default/configmaps/settings");
    put("green");
    await expect.poll(() => read(path, "colour"), patience).toBe("green");
  });

  test("a changed label appears in its file", async () => {
    const pod = podWith([facts], {}, { labels: { tier: "front" } });
    await bench.volumes.prepare(pod);
    const path = await pathOf(pod, "facts");
    expect(read(path, "labels")).toBe('tier="front"');
    const written = statSync(join(path, "..data/")).ino;
    bench.volumes.update({ ...pod, status: { phase: "Running" } });
    bench.volumes.update({ ...pod, metadata: { ...pod.metadata, labels: { tier: "back" } } });
    await expect.poll(() => read(path, "labels"), patience).toBe('tier="back"');
    expect(statSync(join(path, "..data/")).ino).not.toBe(written);
  });

  test("a token is replaced before it ends", async () => {
    bench.tokenSeconds = 1;
    const pod = podWith([token]);
    await bench.volumes.prepare(pod);
    const path = await pathOf(pod, "token");
    expect(read(path, "token")).toBe("token-1");
    await expect.poll(() => read(path, "token"), patience).not.toBe("token-1");
  });

  test("[V4] a container that starts again while nobody answers has what there was", async () => {
    put("red");
    const pod = podWith([settings, token]);
    await bench.volumes.prepare(pod);
    bench.halt();
    server.refuse = () => 503;
    // Another life of the agent, which knows nothing.
    bench = new VolumeBench(server, { ...onDisk, dataDir: bench.dataDir });
    bench.tokenFailure = new Error("nobody answers");
    await expect(bench.volumes.prepare(podWith([settings, { ...token, name: "other" }]))).rejects.toThrow();
    await bench.volumes.prepare(podWith([settings]));
    expect(read(await pathOf(pod, "settings"), "colour")).toBe("red");
  });
});

describe("the agent's next life", () => {
  test("[V5] takes up what is there and keeps it up to date, with nobody starting anything", async () => {
    put("red");
    const pod = podWith([settings, token], {}, {});
    await bench.volumes.prepare(pod);
    const [path, tokenPath] = [await pathOf(pod, "settings"), await pathOf(pod, "token")];
    bench.halt();
    put("blue");
    bench = new VolumeBench(server, { ...onDisk, dataDir: bench.dataDir });
    bench.volumes.update({ ...pod, status: { phase: "Running" } });
    await expect.poll(() => read(path, "colour"), patience).toBe("blue");
    await expect.poll(() => bench.asked.length, patience).toBe(1);
    expect(read(tokenPath, "token")).toBe("token-1");
    await expect.poll(() => bench.source.watching, patience).toBe(1);
    put("green");
    await expect.poll(() => read(path, "colour"), patience).toBe("green");
  });

  test("leaves alone what has not begun, or is over", async () => {
    put("red");
    bench.volumes.update(podWith([settings]));
    mkdirSync(bench.files.volumes("uid-done"), { recursive: true });
    bench.volumes.update({ ...podWith([settings], {}, { uid: "uid-done" }), status: { phase: "Succeeded" } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.requests.filter(({ path }) => path.endsWith("/settings") && path.includes("uid-done"))).toEqual([]);
    expect(bench.source.watching).toBe(0);
    expect(existsSync(bench.files.volumes("uid-web"))).toBe(false);
  });
});

describe("the end", () => {
  test("[V3] needs a uid and nothing else, and can come twice", async () => {
    put("red");
    const pod = podWith([settings, token, { name: "scratch", emptyDir: {} }]);
    await bench.volumes.prepare(pod);
    bench.halt();
    bench = new VolumeBench(server, { ...onDisk, dataDir: bench.dataDir });
    await bench.volumes.teardown("uid-web");
    await bench.volumes.teardown("uid-web");
    expect(readdirSync(bench.files.folder("uid-web"))).toEqual([]);
    expect(readdirSync(join(bench.dataDir, "memory"))).toEqual([]);
  });

  test("nothing is followed or asked for any more, and no update brings it back", async () => {
    put("red");
    const pod = podWith([settings, token]);
    await bench.volumes.prepare(pod);
    await expect.poll(() => bench.source.watching, patience).toBe(1);
    const ended = bench.volumes.teardown("uid-web");
    bench.volumes.update({ ...pod, metadata: { ...pod.metadata, labels: { a: "b" } } });
    put("blue");
    await ended;
    bench.volumes.update(pod);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bench.source.watching).toBe(0);
    expect(existsSync(bench.files.volumes("uid-web"))).toBe(false);
  });

  test("leftovers of pods that nobody knows are collected", async () => {
    put("red");
    for (const uid of ["uid-web", "uid-known", "uid-lost"]) {
      mkdirSync(join(bench.files.volumes(uid), "kubernetes.io~empty-dir/v"), { recursive: true });
    }
    mkdirSync(join(bench.dataDir, "memory/uid-lost-2/x"), { recursive: true });
    await bench.volumes.prepare(podWith([settings], {}, { uid: "uid-forgotten" }));
    const collected = bench.volumes.collect(new Set(["uid-known"]));
    // Whoever comes meanwhile isn't in the list, and is known all the same.
    await bench.volumes.prepare(podWith([]));
    await collected;
    expect(existsSync(bench.files.volumes("uid-web"))).toBe(true);
    expect(existsSync(bench.files.volumes("uid-forgotten"))).toBe(false);
    expect(existsSync(bench.files.volumes("uid-known"))).toBe(true);
    expect(existsSync(bench.files.volumes("uid-lost"))).toBe(false);
    expect(readdirSync(join(bench.dataDir, "memory"))).toEqual([]);
  });
});

describe("mounts of a container", () => {
  const mountsFor = async (mounts: object[], volumes: Volume[] = [{ name: "v", emptyDir: {} }], variables = {}) => {
    const pod = podWith(volumes);
    await bench.volumes.prepare(pod);
    const container = { name: "app", volumeMounts: mounts as { name: string; mountPath: string }[] };
    const list = Object.entries<string>(variables).map(([name, value]) => ({ name, value }));
    return bench.volumes.mountsFor(pod, container, list);
  };

  test("in their order, absolute, read-only when asked", async () => {
    const mounts = await mountsFor([
      { name: "v", mountPath: "/a" },
      { name: "v", mountPath: "b", readOnly: true },
      { name: "v", mountPath: "/c", recursiveReadOnly: "IfPossible", readOnly: true, mountPropagation: "None" },
    ]);
    expect(mounts.map(({ Target, ReadOnly, BindOptions }) => [Target, ReadOnly, BindOptions])).toEqual([
      ["/a", false, undefined],
      ["/b", true, undefined],
      ["/c", true, undefined],
    ]);
  });

  test.each([
    ["no such volume", { name: "w" }, 'cannot find volume "w" to mount into container "app"'],
    ["an absolute part", { name: "v", subPath: "/etc" }, "error SubPath `/etc` must not be an absolute path"],
    ["steps back", { name: "v", subPath: "a/../.." }, "unable to provision SubPath `a/../..`: must not contain '..'"],
    ["an expression with nothing behind it", { name: "v", subPathExpr: "$(NONE)" }, 'missing value for "NONE"'],
    ["an expression with an empty value", { name: "v", subPathExpr: "$(EMPTY)" }, 'missing value for "EMPTY"'],
    [
      "an expression that leads out",
      { name: "v", subPathExpr: "$(OUT)/x" },
      "unable to provision SubPath `../x`: must not contain '..'",
    ],
    ["a part, where mounting isn't possible", { name: "v", subPath: "a" }, "subPath can't be had: not in this test"],
    [
      "recursive read-only",
      { name: "v", readOnly: true, recursiveReadOnly: "Enabled" },
      'volume "v" requested recursive read-only mode, but it is not supported by this node',
    ],
  ])("%s: the container can't be made", async (_name, mount, message) => {
    const failure = await mountsFor([{ mountPath: "/v", ...mount }], undefined, { OUT: "..", EMPTY: "" }).catch(
      (error) => error,
    );
    expect(failure).toBeInstanceOf(ConfigError);
    expect(failure.message).toBe(message);
  });

  test("propagation is what the host can give, or refused by name", async () => {
    const table = await bench.mounts.table();
    const isShared = table.findLast(({ mountPoint }) => mountPoint === "/")?.shared === true;
    for (const [mountPropagation, propagation] of [
      ["HostToContainer", "rslave"],
      ["Bidirectional", "rshared"],
    ]) {
      const asked = mountsFor([{ name: "v", mountPath: "/v", mountPropagation }]);
      if (isShared) expect((await asked)[0]?.BindOptions).toEqual({ Propagation: propagation });
      else await expect(asked).rejects.toThrow(`mountPropagation ${mountPropagation} can't be had`);
    }
  });
});

describe.skipIf(noMounts !== undefined)(`with mounts${noMounts ? ` (skipped: ${noMounts})` : ""}`, () => {
  beforeEach(async () => {
    await bench.stop();
    bench = new VolumeBench(server);
  });

  const held = async (pod: Pod, mount: object, variables: { name: string; value: string }[] = []) => {
    const container = { name: "app", volumeMounts: [{ name: "v", mountPath: "/v", ...mount }] };
    return (await bench.volumes.mountsFor(pod, container, variables))[0]?.Source ?? "";
  };
  const mounted = async () =>
    (await bench.mounts.table()).map(({ mountPoint }) => mountPoint).filter((one) => one.startsWith(bench.dataDir));

  test("a part of a volume is made like the volume, and held whatever becomes of its path", async () => {
    const pod = podWith([{ name: "v", emptyDir: {} }], { securityContext: { fsGroup: 4321 } });
    await bench.volumes.prepare(pod);
    const whole = await held(pod, {});
    const part = await held(pod, { subPath: "data/web" });
    const stats = statSync(join(whole, "data/web"));
    expect([(stats.mode & 0o7777).toString(8), stats.gid]).toEqual(["2777", 4321]);
    writeFileSync(join(part, "file"), "mine");
    expect(read(whole, "data/web/file")).toBe("mine");
    rmSync(join(whole, "data"), { recursive: true });
    mkdirSync(join(whole, "data"));
    expect(part).toBe(join(bench.files.folder("uid-web"), "volume-subpaths/v/app/0"));
    expect(await mounted()).toEqual([part]);
  });

  test("the same part is held once; another one in its place replaces it", async () => {
    const pod = podWith([{ name: "v", emptyDir: {} }]);
    await bench.volumes.prepare(pod);
    const whole = await held(pod, {});
    writeFileSync(join(whole, "file"), "first");
    const part = await held(pod, { subPath: "file" });
    await held(pod, { subPath: "file" });
    expect(await mounted()).toEqual([part]);
    rmSync(join(whole, "file"));
    writeFileSync(join(whole, "file"), "second");
    expect(read(part)).toBe("first");
    await held(pod, { subPath: "file" });
    expect(read(part)).toBe("second");
    expect(await mounted()).toEqual([part]);
  });

  test("names of variables lead to a pod's own part", async () => {
    const pod = podWith([{ name: "v", emptyDir: {} }]);
    await bench.volumes.prepare(pod);
    await held(pod, { subPathExpr: "logs/$(POD)" }, [{ name: "POD", value: "web-1" }]);
    expect(readdirSync(join(await held(pod, {}), "logs"))).toEqual(["web-1"]);
  });

  test("[V2] a link that leads out of the volume is refused", async () => {
    const { symlinkSync } = await import("node:fs");
    const pod = podWith([{ name: "v", emptyDir: {} }]);
    await bench.volumes.prepare(pod);
    symlinkSync("/etc", join(await held(pod, {}), "out"));
    await expect(held(pod, { subPath: "out" })).rejects.toThrow(
      'failed to prepare subPath for volumeMount "v" of container "app": subpath "out" not within volume path',
    );
    expect(await mounted()).toEqual([]);
  });

  test("a file of a ConfigMap stays what it was when the container started", async () => {
    put("red");
    const pod = podWith([{ ...settings, name: "v" }]);
    await bench.volumes.prepare(pod);
    const part = await held(pod, { subPath: "colour" });
    expect(read(part)).toBe("red");
    await expect.poll(() => bench.source.watching, patience).toBe(1);
    put("blue");
    const whole = await held(pod, {});
    await expect.poll(() => read(whole, "colour"), patience).toBe("blue");
    expect(read(part)).toBe("red");
    // Its next start has the new one.
    await held(pod, { subPath: "colour" });
    expect(read(part)).toBe("blue");
  });

  test("[V3] the end of a pod unmounts before it removes: what was the host's stays", async () => {
    const place = mkdtempSync(join(tmpdir(), "skerry-host-"));
    mkdirSync(join(place, "part"));
    writeFileSync(join(place, "part/precious"), "x");
    const pod = podWith([
      { name: "v", hostPath: { path: place } },
      { name: "m", emptyDir: { medium: "Memory" } },
    ]);
    await bench.volumes.prepare(pod);
    const part = await held(pod, { subPath: "part" });
    expect(read(part, "precious")).toBe("x");
    // Somebody is still in it.
    const user = await import("node:fs/promises").then(({ open }) => open(join(part, "precious")));
    await bench.volumes.teardown("uid-web");
    expect(await mounted()).toEqual([]);
    expect(read(place, "part/precious")).toBe("x");
    await user.close();
    rmSync(place, { recursive: true });
  });

  test("[V6] secrets and tokens are in memory, once for all pods, where only root looks", async () => {
    const pod = podWith([{ name: "v", projected: token.projected ?? {} }]);
    await bench.volumes.prepare(pod);
    await bench.volumes.prepare(podWith([{ name: "v", projected: token.projected ?? {} }], {}, { uid: "uid-2" }));
    const memory = join(bench.dataDir, "memory");
    expect(await mounted()).toEqual([memory]);
    expect(statSync(memory).mode & 0o777).toBe(0o700);
    expect((await held(pod, {})).startsWith(`${memory}/uid-web/`)).toBe(true);
    await bench.volumes.teardown("uid-web");
    expect(readdirSync(memory)).toEqual(["uid-2"]);
  });

  test("[V6] whether mounting is possible is found out by trying, and leaves nothing", async () => {
    const sees = async (path: string) => existsSync(path);
    expect(await tryMounting(bench.mounts, bench.dataDir, sees)).toEqual({ type: "usable" });
    expect(await tryMounting(bench.mounts, bench.dataDir, async () => false)).toMatchObject({
      type: "unusable",
      reason: "Docker does not see this agent's mounts: they need a shared propagation",
    });
    await expect(tryMounting(bench.mounts, bench.dataDir, () => Promise.reject(new Error("away")))).rejects.toThrow();
    expect(await mounted()).toEqual([]);
    expect(existsSync(join(bench.dataDir, "mount-trial"))).toBe(false);
  });

  test("where it isn't, secrets are in a folder that only root can enter, and that is said once", async () => {
    const said: string[] = [];
    const path = join(bench.dataDir, "elsewhere");
    const log = { info() {}, error() {}, warn: (message: string) => void said.push(message) };
    const memory = new MemoryFolder({ path, mounts: bench.mounts, rights: async () => onDisk.rights, log });
    await memory.ensure();
    await memory.ensure();
    expect(said).toEqual(["secrets of pods are kept on disk, not in memory"]);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(await mounted()).toEqual([]);
  });
});
