// Asks another API server for a document, and does not wait for long.
import type { Timers } from "../../platform/timers.ts";
import { discoveryTimeoutMs } from "./limits.ts";
import type { RemoteApi } from "./remote-api.ts";

/** Asks a server; rejects when it can't be reached. */
export type AskRemote = (api: RemoteApi, path: string, signal: AbortSignal) => Promise<Response>;

/** Undefined: it did not answer, or not with JSON. Never rejects. */
export async function askJson(timers: Timers, ask: AskRemote, api: RemoteApi, path: string): Promise<unknown> {
  const giveUp = new AbortController();
  const stop = timers.after(discoveryTimeoutMs, () => giveUp.abort());
  try {
    const response = await ask(api, path, giveUp.signal);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  } finally {
    stop();
  }
}
