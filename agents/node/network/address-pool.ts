// Which pod holds which address: one file per address, so that two agents can't hand out the same and a crash leaves nothing half done.
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Cidr, cidrContains, formatIpv4, isIpv4, parseIpv4 } from "./ipv4.ts";
import type { HostPort } from "./pod-network.ts";

export interface Allocation {
  readonly podUid: string;
  readonly ip: string;
  /** The sandbox that has been wired up completely; empty while that is under way. */
  readonly containerId: string;
  readonly hostPorts: readonly HostPort[];
}

/** The addresses of one node. Files are named after the address, so creating one takes it. */
export class AddressPool {
  readonly #folder: string;
  readonly #range: Cidr;
  readonly #byPod = new Map<string, Allocation>();
  readonly #taken = new Set<number>();
  #last: number;
  #temporary = 0;

  /** `range` is the node's podCIDR; its first two addresses and its last are never handed out. */
  constructor(folder: string, range: Cidr) {
    this.#folder = folder;
    this.#range = range;
    this.#last = range.base + 1;
  }

  /** Reads what earlier lives of the agent left. Files that make no sense (a crash mid-write) are dropped. */
  async load(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      const allocation = isIpv4(name) ? parseAllocation(name, await readFile(path, "utf8")) : undefined;
      if (!allocation || this.#byPod.has(allocation.podUid)) await rm(path, { force: true });
      else this.#keep(allocation);
    }
  }

  of(podUid: string): Allocation | undefined {
    return this.#byPod.get(podUid);
  }

  all(): Allocation[] {
    return [...this.#byPod.values()];
  }

  /** The pod's address: the one it has if it still fits the range, else the next free one. Throws when none is left. */
  async reserve(podUid: string): Promise<Allocation> {
    const known = this.#byPod.get(podUid);
    if (known && cidrContains(this.#range, parseIpv4(known.ip) as number)) return known;
    if (known) await this.release(podUid);
    for (;;) {
      const address = this.#nextFree();
      const allocation: Allocation = { podUid, ip: formatIpv4(address), containerId: "", hostPorts: [] };
      this.#keep(allocation);
      if (await this.#create(allocation)) return allocation;
      // Somebody else's file is there: the address stays taken, and isn't this pod's.
      this.#byPod.delete(podUid);
    }
  }

  /** Replaces what is known of a pod that holds an address. */
  async update(allocation: Allocation): Promise<void> {
    this.#byPod.set(allocation.podUid, allocation);
    await rename(await this.#writeTemporary(allocation), this.#path(allocation.ip));
  }

  async release(podUid: string): Promise<void> {
    const allocation = this.#byPod.get(podUid);
    if (!allocation) return;
    await rm(this.#path(allocation.ip), { force: true });
    this.#byPod.delete(podUid);
    this.#taken.delete(parseIpv4(allocation.ip) as number);
  }

  #keep(allocation: Allocation): void {
    const address = parseIpv4(allocation.ip) as number;
    this.#byPod.set(allocation.podUid, allocation);
    this.#taken.add(address);
    if (cidrContains(this.#range, address)) this.#last = Math.max(this.#last, address);
  }

  /** Round robin, so that an address rests as long as possible before its next owner gets its stray packets. */
  #nextFree(): number {
    const first = this.#range.base + 2;
    const usable = this.#range.size - 3;
    for (let step = 1; step <= usable; step++) {
      const address = first + ((this.#last - first + step + usable) % usable);
      if (this.#taken.has(address)) continue;
      this.#last = address;
      return address;
    }
    throw new Error(`no free pod address in ${formatIpv4(this.#range.base)}/${this.#range.prefix}`);
  }

  async #create(allocation: Allocation): Promise<boolean> {
    const temporary = await this.#writeTemporary(allocation);
    try {
      await link(temporary, this.#path(allocation.ip));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      return false;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async #writeTemporary(allocation: Allocation): Promise<string> {
    this.#temporary += 1;
    const path = join(this.#folder, `.${process.pid}-${this.#temporary}`);
    await writeFile(path, JSON.stringify(allocation));
    return path;
  }

  #path(ip: string): string {
    return join(this.#folder, ip);
  }
}

function parseAllocation(ip: string, text: string): Allocation | undefined {
  try {
    const value = JSON.parse(text) as Allocation;
    const sound = typeof value.podUid === "string" && value.ip === ip && typeof value.containerId === "string";
    return sound && Array.isArray(value.hostPorts) ? value : undefined;
  } catch {
    return undefined;
  }
}
