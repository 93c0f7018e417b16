// A Docker daemon of a test's own, to be stopped, killed and started again: its own data, socket and containerd, no network.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { daemonVersion } from "../../agents/node/docker/daemon-info.ts";
import { inspectContainer } from "../../agents/node/docker/inspect-container.ts";
import { listContainers } from "../../agents/node/docker/list-containers.ts";
import { testDocker } from "./test-docker.ts";
import { testPlatform } from "./test-platform.ts";

/** Undefined when one can be started, else why not. */
export function whyNoPrivateDocker(): string | undefined {
  if (process.getuid?.() !== 0) return "not root";
  return ["/usr/sbin/dockerd", "/usr/bin/dockerd"].some((path) => existsSync(path))
    ? undefined
    : "no dockerd on this machine";
}

export class PrivateDocker {
  readonly folder = mkdtempSync(join(tmpdir(), "skerry-dockerd-"));
  readonly socketPath = join(this.folder, "docker.sock");
  #process: ChildProcess | undefined;

  async start(): Promise<void> {
    const at = (name: string) => join(this.folder, name);
    rmSync(at("docker.pid"), { force: true });
    const flags = ["--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("docker.pid")];
    // Nothing of the machine's own network is touched.
    const network = ["--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false"];
    this.#process = spawn("dockerd", [...flags, ...network, "-H", `unix://${this.socketPath}`], { stdio: "ignore" });
    const docker = testDocker(this.socketPath);
    for (let tries = 0; ; tries += 1) {
      const answers = await daemonVersion(docker).then(
        () => true,
        () => false,
      );
      if (answers) break;
      if (tries > 300) throw new Error("the private dockerd does not answer");
      await testPlatform.timers.sleep(100);
    }
    docker.close();
  }

  /** SIGTERM: as a daemon that is restarted. SIGKILL: as a host that loses power, with all that ran on it. */
  async stop(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const running = this.#process;
    if (running === undefined) return;
    this.#process = undefined;
    const doomed = signal === "SIGKILL" ? await this.#processes() : [];
    running.kill(signal);
    await once(running, "exit");
    for (const pid of doomed) kill(pid);
    if (signal === "SIGKILL") {
      // What a reboot would find empty.
      this.#unmount();
      rmSync(join(this.folder, "exec"), { recursive: true, force: true });
    }
  }

  /** The containers' own, and those that stand between them and the daemon. */
  async #processes(): Promise<number[]> {
    const docker = testDocker(this.socketPath);
    const listed = await listContainers(docker, { labels: [], withStopped: false });
    const details = await Promise.all(listed.map(({ Id }) => inspectContainer(docker, Id)));
    docker.close();
    const others = readdirSync("/proc").filter((entry) => {
      if (!/^\d+$/.test(entry) || Number(entry) === process.pid) return false;
      try {
        return readFileSync(`/proc/${entry}/cmdline`, "utf8").includes(`${this.folder}/exec`);
      } catch {
        return false;
      }
    });
    return [...others.map(Number), ...details.flatMap((one) => one?.State.Pid ?? [])];
  }

  #unmount(): void {
    const mounts = `${this.folder}/data/overlay2/*/merged ${this.folder}/exec/netns/* ${this.folder}/data/containers/*/mounts/shm ${this.folder}/data`;
    spawnSync("sh", ["-c", `umount -q -l ${mounts} || true`]);
  }

  async remove(): Promise<void> {
    await this.stop("SIGTERM");
    this.#unmount();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended with another.
  }
}
