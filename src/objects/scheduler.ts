// The Durable Object of one cluster's scheduler.
import { DurableObject } from "cloudflare:workers";
import type { Environment } from "../environment.ts";

export class Scheduler extends DurableObject<Environment> {
  /** The cluster is being taken away. */
  async erase(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}
