// Everything that a Durable Object gets from the Workers runtime.
import type { Host } from "../host.ts";
import type { Log } from "../log.ts";
import { durableAlarm, reviveAlarm } from "./alarm.ts";
import { workersClock, workersRandom, workersTimers } from "./runtime.ts";
import { DurableSockets } from "./sockets.ts";
import { durableSql } from "./sql.ts";

export interface DurableHost extends Host {
  readonly sockets: DurableSockets;
}

export function durableHost(state: DurableObjectState, log: Log): DurableHost {
  const background = (work: Promise<unknown>) =>
    state.waitUntil(work.catch((error) => log.error("background work failed", { error: String(error) })));
  background(reviveAlarm(state.storage, workersClock));
  return {
    clock: workersClock,
    random: workersRandom,
    timers: workersTimers,
    sql: durableSql(state.storage),
    alarm: durableAlarm(state.storage, workersClock, log),
    sockets: new DurableSockets(state),
    log,
    background,
  };
}
