// The frames of one watch, as they come.
import { StringDecoder } from "node:string_decoder";
import type { KubeObject } from "../../../src/apimachinery/json.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { type ApiClient, ApiUnreachable } from "./client.ts";
import { FRAME_BYTES_MAX, WATCH_SILENCE_MS } from "./limits.ts";

export interface WatchFrame<Kind extends KubeObject> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  /** For ERROR a Status. */
  readonly object: Kind;
}

export interface WatchOptions {
  readonly path: string;
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly timers: Timers;
  readonly signal: AbortSignal;
}

/** Ends when the server ends it; throws ApiUnreachable when it breaks or falls silent, StatusError when it is refused. */
export async function* watchStream<Kind extends KubeObject>(
  client: ApiClient,
  { path, query, timers, signal }: WatchOptions,
): AsyncGenerator<WatchFrame<Kind>> {
  const message = await client.stream({ method: "GET", path, query: { ...query, watch: true }, signal });
  const silent = () => message.destroy(new Error(`silent for ${WATCH_SILENCE_MS} ms`));
  let cancel = timers.after(WATCH_SILENCE_MS, silent);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      cancel();
      cancel = timers.after(WATCH_SILENCE_MS, silent);
      rest += decoder.write(chunk);
      if (rest.length > FRAME_BYTES_MAX) throw new Error(`a frame of more than ${FRAME_BYTES_MAX} bytes`);
      const lines = rest.split("\n");
      rest = lines.pop() as string;
      // Empty lines are signs of life.
      for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as WatchFrame<Kind>;
    }
  } catch (error) {
    if (error instanceof ApiUnreachable) throw error;
    throw new ApiUnreachable(error instanceof Error ? error.message : String(error));
  } finally {
    cancel();
    message.destroy();
  }
}
