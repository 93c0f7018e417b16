// Timers that live only as long as the instance: what must survive a crash is an alarm (`alarm.ts`) or a row.

export interface Timers {
  /** Runs `body` once, `delayMs` from now. Returns a function that cancels it. */
  after(delayMs: number, body: () => void): () => void;
  sleep(delayMs: number): Promise<void>;
}
