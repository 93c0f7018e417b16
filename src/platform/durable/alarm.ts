// A Durable Object's alarm.
import type { Alarm } from "../alarm.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";

export function durableAlarm(storage: DurableObjectStorage, clock: Clock, log: Log): Alarm {
  const failed = (error: unknown) => log.error("the alarm could not be set", { error: String(error) });
  return {
    // Platform: one that equals the running alarm's time is kept but never rings; see ../alarm.ts.
    set: (timeMs) => void storage.setAlarm(Math.max(timeMs, clock.now() + 1)).catch(failed),
    clear: () => void storage.deleteAlarm().catch(failed),
  };
}

/** An alarm this far in the past was lost. */
const overdueMs = 5_000;

/**
 * Call when an object wakes: sets an alarm anew that should have rung long ago.
 * Platform: one that was set for the running alarm's own time is lost for good; see ../alarm.ts.
 */
export async function reviveAlarm(storage: DurableObjectStorage, clock: Clock): Promise<void> {
  const setFor = await storage.getAlarm();
  if (setFor !== null && setFor < clock.now() - overdueMs) await storage.setAlarm(clock.now() + 1);
}
