// A server under measurement.
import type { Endpoint } from "../load/connection.ts";

export interface Server {
  readonly endpoint: Endpoint;
  /** workerd's process. */
  readonly pid: number;
  stop(): Promise<void>;
}
