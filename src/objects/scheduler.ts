// The Durable Object of one cluster's scheduler.
import { DurableObject } from "cloudflare:workers";
import type { Environment } from "../environment.ts";

export class Scheduler extends DurableObject<Environment> {}
