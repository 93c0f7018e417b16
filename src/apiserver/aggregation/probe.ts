// Asks the server of an APIService for its resources, within upstream's time.
import type { APIService } from "../../kinds/facts/types.gen.ts";
import type { Timers } from "../../platform/timers.ts";
import type { ServerReach } from "../server-reach.ts";
import { discoveryTimeoutMs } from "./limits.ts";
import { remoteApi } from "./remote-api.ts";
import { fetchRemote } from "./remote-proxy.ts";

/** The answer's status, or why there was none. Never rejects. */
export function probeApiService(
  reach: ServerReach,
  timers: Timers,
): (api: Readonly<APIService>) => Promise<number | string> {
  return async (api) => {
    const remote = remoteApi(api);
    if (remote === undefined) return "it has no service";
    const giveUp = new AbortController();
    const stop = timers.after(discoveryTimeoutMs, () => giveUp.abort());
    try {
      const response = await fetchRemote(reach, remote, `/apis/${remote.group}/${remote.version}`, giveUp.signal);
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      if (giveUp.signal.aborted) return "context deadline exceeded";
      return error instanceof Error ? error.message : String(error);
    } finally {
      stop();
    }
  };
}
