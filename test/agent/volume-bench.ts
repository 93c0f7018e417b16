// Volumes of a node in a folder of its own, on a fake API server that also gives tokens.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiClient, connectApi } from "../../agents/node/api/client.ts";
import { createCommands } from "../../agents/node/network/command.ts";
import { PodFiles } from "../../agents/node/pods/pod-files.ts";
import { MemoryFolder } from "../../agents/node/volumes/memory-folder.ts";
import type { MountRights } from "../../agents/node/volumes/mount-rights.ts";
import { Mounts } from "../../agents/node/volumes/mounts.ts";
import { ObjectSource } from "../../agents/node/volumes/object-source.ts";
import { PodVolumes } from "../../agents/node/volumes/pod-volumes.ts";
import { ServiceAccountTokens } from "../../agents/node/volumes/service-account-tokens.ts";
import type { Pod, PodSpec } from "../../src/kinds/facts/types.gen.ts";
import type { FakeApiServer } from "./fake-api-server.ts";
import { testPlatform } from "./test-platform.ts";

/** Undefined when tests may mount, else why not. */
export function whyNoMounts(): string | undefined {
  const place = mkdtempSync(join(tmpdir(), "skerry-mounts-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", place], { stdio: "pipe" });
    execFileSync("umount", [place], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `mounting is not allowed here: ${String(error).split("\n")[0]}`;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

export interface BenchOptions {
  readonly rights?: MountRights;
  /** Shared with another bench: another life of the same agent. */
  readonly dataDir?: string;
}

export class VolumeBench {
  readonly dataDir: string;
  readonly client: ApiClient;
  readonly source: ObjectSource;
  readonly tokens: ServiceAccountTokens;
  readonly mounts = new Mounts(createCommands(), testPlatform.timers);
  readonly files: PodFiles;
  readonly volumes: PodVolumes;
  /** Bodies of the token requests so far. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever was asked
  readonly asked: any[] = [];
  /** Seconds that the next tokens live. */
  tokenSeconds: number | undefined;
  tokenFailure: Error | undefined;

  constructor(server: FakeApiServer, { rights = { type: "usable" }, dataDir }: BenchOptions = {}) {
    this.dataDir = dataDir ?? mkdtempSync(join(tmpdir(), "skerry-volumes-"));
    mkdirSync(this.dataDir, { recursive: true });
    const { timers } = testPlatform;
    const client = connectApi({ server: server.url, token: () => "", userAgent: "test", timers });
    this.client = { ...client, create: (path, object) => this.#create(client, path, object) };
    this.source = new ObjectSource({ ...testPlatform, client: this.client });
    this.tokens = new ServiceAccountTokens({ ...testPlatform, client: this.client });
    this.files = new PodFiles(this.dataDir);
    const { mounts, source, tokens, files } = this;
    const mountRights = async () => rights;
    const memory = new MemoryFolder({
      path: join(this.dataDir, "memory"),
      mounts,
      rights: mountRights,
      log: testPlatform.log,
    });
    const allocatable = () => ({ cpu: "2", memory: "64Mi" });
    this.volumes = new PodVolumes({ ...testPlatform, files, memory, mounts, mountRights, source, tokens, allocatable });
  }

  /** The agent ends; what it has mounted and written stays. */
  halt(): void {
    this.source.stop();
    this.tokens.stop();
    this.client.close();
  }

  async stop(): Promise<void> {
    this.halt();
    await this.mounts.unmountWithin(this.dataDir);
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  // biome-ignore lint/suspicious/noExplicitAny: as the client's own
  async #create(client: ApiClient, path: string, object: any): Promise<any> {
    if (!path.endsWith("/token")) return client.create(path, object);
    this.asked.push({ path, ...object });
    if (this.tokenFailure !== undefined) throw this.tokenFailure;
    const expirationSeconds = this.tokenSeconds ?? object.spec.expirationSeconds;
    return { ...object, spec: { ...object.spec, expirationSeconds }, status: { token: `token-${this.asked.length}` } };
  }
}

export function podWith(volumes: PodSpec["volumes"], more: Partial<PodSpec> = {}, metadata: object = {}): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default", uid: "uid-web", ...metadata },
    spec: { containers: [{ name: "app" }], volumes: volumes ?? [], serviceAccountName: "robot", ...more },
  };
}
