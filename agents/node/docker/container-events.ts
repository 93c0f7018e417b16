// What happens to containers, as it happens.
import type { Docker } from "./client.ts";
import { readLines } from "./read-lines.ts";

export interface ContainerEvent {
  /** "create", "start", "die", "oom", "destroy", ...; exec's carry their command after a colon. */
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  /** Nanoseconds since the epoch, rounded to what a number holds; good enough to ask again from. */
  readonly timeNano: number;
}

export interface EventsOptions {
  /** Each "name" or "name=value" of a label; all must match. */
  readonly labels: readonly string[];
  readonly actions: readonly string[];
  /** Seconds since the epoch (with a fraction): replays what Docker still knows since then. */
  readonly since?: number;
  readonly signal?: AbortSignal;
}

/** Ends or throws when Docker goes away: the caller connects again and lists, since events may have been missed. */
export async function* containerEvents(docker: Docker, options: EventsOptions): AsyncGenerator<ContainerEvent> {
  const { labels, actions, since, signal } = options;
  const stream = await docker.stream({
    method: "GET",
    path: "/events",
    query: {
      filters: { type: ["container"], label: labels, event: actions },
      since: since === undefined ? undefined : since.toFixed(9),
    },
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    yield* readLines<ContainerEvent>(stream);
  } finally {
    stream.destroy();
  }
}
