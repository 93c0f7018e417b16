// What a start gets: the command line's host, and the wish to stop, which may come at any moment.
import type { CliHost } from "../cli-host.ts";
import type { StopWish } from "./stop-wish.ts";

export interface UpHost extends CliHost, StopWish {}
