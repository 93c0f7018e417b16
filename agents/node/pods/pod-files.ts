// Where a pod's files are on this host: below the agent's data folder, by uid alone, so that they can be removed with
// nothing else known.
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export class PodFiles {
  readonly #root: string;

  /** `dataDir`: the agent's own folder. */
  constructor(dataDir: string) {
    this.#root = join(dataDir, "pods");
  }

  folder(podUid: string): string {
    return join(this.#root, podUid);
  }

  hosts(podUid: string): string {
    return join(this.folder(podUid), "etc-hosts");
  }

  resolvConf(podUid: string): string {
    return join(this.folder(podUid), "resolv.conf");
  }

  /** Below it each volume has its own: "kubernetes.io~empty-dir/NAME". */
  volumes(podUid: string): string {
    return join(this.folder(podUid), "volumes");
  }

  terminationMessage(podUid: string, container: string, attempt: number): string {
    return join(this.folder(podUid), "containers", container, String(attempt));
  }

  /** Makes the file, empty, for any user to write to. Throws when the disk does. */
  async makeTerminationMessage(podUid: string, container: string, attempt: number): Promise<string> {
    const path = this.terminationMessage(podUid, container, attempt);
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "w", 0o666);
    // Whatever the umask says.
    await file.chmod(0o666);
    await file.close();
    return path;
  }

  /** Empty when there is none. */
  async readTerminationMessage(podUid: string, container: string, attempt: number): Promise<Uint8Array> {
    return readFile(this.terminationMessage(podUid, container, attempt)).catch(() => new Uint8Array());
  }

  /** Makes it, empty, unless it is there. */
  async touch(path: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await (await open(path, "a", 0o644)).close();
  }

  /** In place: containers see the file through a mount, which would keep an old one alive. */
  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode: 0o644 });
  }

  async remove(podUid: string): Promise<void> {
    await rm(this.folder(podUid), { recursive: true, force: true });
  }
}
