// What a start gets: the command line's host, and the wish to stop, which may come at any moment.
import type { CliHost } from "../cli-host.ts";

export interface UpHost extends CliHost {
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly stop: AbortSignal;
}
