// Diagnostics of a Node process: one line of text an entry, with its fields as JSON.
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";

/** `write` gets whole lines, without the newline. */
export function lineLog(clock: Clock, write: (line: string) => void): Log {
  function entry(level: string): (message: string, fields?: Record<string, unknown>) => void {
    return (message, fields) => {
      const rest = fields === undefined ? "" : ` ${JSON.stringify(fields)}`;
      write(`${new Date(clock.now()).toISOString()} ${level} ${message}${rest}`);
    };
  }
  return { info: entry("info"), warn: entry("warn"), error: entry("error") };
}
