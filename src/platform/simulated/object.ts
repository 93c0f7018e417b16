// A Durable Object in a simulated world: one life after another on one disk, with gates, timers, an alarm and sockets.
import type { Alarm } from "../alarm.ts";
import type { Clock } from "../clock.ts";
import type { Host } from "../host.ts";
import type { Log } from "../log.ts";
import type { Sql } from "../sql.ts";
import type { Timers } from "../timers.ts";
import type { Chaos } from "./chaos.ts";
import type { SeededRandom } from "./random.ts";
import { type SimulatedSocket, SocketTable } from "./socket.ts";
import type { World } from "./world.ts";

/** What the platform calls on an object's class. */
export interface SimulatedInstance {
  handle(method: string, argument: unknown): unknown;
  /** A peer wants a socket; the instance accepts it under a tag of its choice. */
  connect?(socket: SimulatedSocket, request: unknown): string;
  message?(socket: SimulatedSocket, message: string): void;
  closed?(socket: SimulatedSocket): void;
  alarm?(): void;
}

export interface SimulatedObjectOptions {
  readonly world: World;
  readonly name: string;
  /** Its disk: nothing else may use it. `BEGIN`, `COMMIT` and `ROLLBACK` must work beside `transaction`. */
  readonly sql: Sql;
  readonly random: SeededRandom;
  readonly chaos: () => Chaos;
  readonly create: (host: Host, object: SimulatedObject) => SimulatedInstance;
  /** Told after each step whose effects are durable. */
  readonly onDurable?: () => void;
  /** Told when a step's effects are lost. */
  readonly onLost?: () => void;
}

export class SimulatedObject {
  readonly name: string;
  readonly sockets: SocketTable;
  readonly #options: SimulatedObjectOptions;
  /** How far this object's wall clock is off. */
  skewMs = 0;
  #instance: SimulatedInstance | undefined;
  #life = 0;
  #outbox: (() => void)[] | undefined;
  #timers = 0;
  /** Calls in and out that are not settled. */
  #calls = new Set<(error: Error) => void>();
  #alarmMs: number | undefined;
  #nextAlarmMs: number | undefined;
  #mustReset = false;
  #cancelAlarm: (() => void) | undefined;

  constructor(options: SimulatedObjectOptions) {
    this.#options = options;
    this.name = options.name;
    this.sockets = new SocketTable(options.world, this);
  }

  get world(): World {
    return this.#options.world;
  }

  get chaos(): Chaos {
    return this.#options.chaos();
  }

  /** Ends this life at the end of the present step, whose effects stay. */
  reset(): void {
    this.#mustReset = true;
  }

  /** Counts instances: what belonged to an earlier one must not reach a later. */
  get life(): number {
    return this.#life;
  }

  get isAwake(): boolean {
    return this.#instance !== undefined;
  }

  /** Nothing holds it in memory: it could hibernate. */
  get isQuiet(): boolean {
    return this.#timers === 0 && this.#calls.size === 0;
  }

  /** One event of this object: wakes it if need be. The answer ends the step, at the output gate. */
  step(body: (instance: SimulatedInstance) => void): () => void {
    const { sql, chaos, random } = this.#options;
    this.#outbox = [];
    this.#nextAlarmMs = this.#alarmMs;
    sql.run("BEGIN");
    this.#instance ??= this.#options.create(this.#host(), this);
    body(this.#instance);
    return () => {
      const { crashBeforeGate, crashAfterGate, freeze } = chaos();
      if (random.chance(crashBeforeGate)) {
        sql.run("ROLLBACK");
        this.#outbox = undefined;
        this.#options.onLost?.();
        this.world.note(`${this.name} crashes before the gate`);
        this.kill();
        return;
      }
      sql.run("COMMIT");
      this.#options.onDurable?.();
      this.#setAlarm();
      const messages = this.#outbox ?? [];
      this.#outbox = undefined;
      for (const send of messages) send();
      this.#endLife(crashAfterGate, freeze);
    };
  }

  /** A step of the instance that `life` counts; nothing if it is gone. */
  stepOf(life: number, body: () => void): (() => void) | undefined {
    return life === this.#life && this.#instance !== undefined ? this.step(body) : undefined;
  }

  /** Lets `send` happen when all that was written before is durable. */
  send(send: () => void): void {
    if (this.#outbox === undefined) throw new Error(`${this.name} sends outside of a step`);
    if (this.chaos.outputGate) this.#outbox.push(send);
    else send();
  }

  /** The instance is gone, and its sockets and calls with it. */
  kill(): void {
    this.sockets.cutAll();
    this.freeze();
  }

  /** The instance is gone in the middle of what it did, its sockets stay: harsher than the platform says it is. */
  freeze(): void {
    this.#forget();
    const calls = [...this.#calls];
    this.#calls.clear();
    for (const fail of calls) fail(new Error(`${this.name} was reset`));
  }

  /** The instance is gone, its sockets stay. Only a quiet object hibernates. */
  hibernate(): void {
    if (!this.isQuiet) throw new Error(`${this.name} is busy`);
    this.#forget();
  }

  /** A call that this object makes or carries out. `fail` is told when the object dies before. */
  begin(fail: (error: Error) => void): () => void {
    this.#calls.add(fail);
    return () => this.#calls.delete(fail);
  }

  /** After a step whose effects are durable and whose messages are on their way. */
  #endLife(crash: number, freeze: number): void {
    const { random } = this.#options;
    if (this.#mustReset || random.chance(crash)) {
      this.world.note(`${this.name} ${this.#mustReset ? "resets" : "crashes after the gate"}`);
      this.kill();
    } else if (random.chance(freeze)) {
      this.world.note(`${this.name} freezes`);
      this.freeze();
    }
  }

  #forget(): void {
    this.#mustReset = false;
    this.#instance = undefined;
    this.#life += 1;
    this.#timers = 0;
  }

  #host(): Host {
    const clock: Clock = { now: () => Math.floor(this.world.nowMs + this.skewMs) };
    return {
      clock,
      random: this.#options.random,
      timers: this.#timersOf(this.#life),
      sql: this.#options.sql,
      alarm: this.#alarm(),
      sockets: this.sockets,
      log: this.#log(),
      background: () => {},
    };
  }

  #timersOf(life: number): Timers {
    const after = (delayMs: number, body: () => void): (() => void) => {
      if (life !== this.#life) return () => {};
      let isPending = true;
      const end = () => {
        if (isPending && life === this.#life) this.#timers -= 1;
        isPending = false;
      };
      this.#timers += 1;
      const cancel = this.world.after(delayMs, "", () => {
        end();
        return this.stepOf(life, body);
      });
      return () => {
        end();
        cancel();
      };
    };
    const sleep = (delayMs: number) => new Promise<void>((resolve) => after(delayMs, resolve));
    return { after, sleep };
  }

  #alarm(): Alarm {
    return {
      set: (timeMs) => {
        this.#nextAlarmMs = timeMs;
      },
      clear: () => {
        this.#nextAlarmMs = undefined;
      },
    };
  }

  /** The alarm is as durable as the step that set it. */
  #setAlarm(): void {
    if (this.#nextAlarmMs === this.#alarmMs) return;
    this.#alarmMs = this.#nextAlarmMs;
    this.#cancelAlarm?.();
    this.#cancelAlarm = undefined;
    if (this.#alarmMs === undefined) return;
    const delayMs = Math.max(1, this.#alarmMs - this.skewMs - this.world.nowMs);
    this.#cancelAlarm = this.world.after(delayMs, `alarm of ${this.name}`, () => this.#ring());
  }

  /** At-least-once: an alarm whose step is lost rings again. */
  #ring(): () => void {
    this.#cancelAlarm = this.world.after(2_000, `alarm of ${this.name} again`, () => this.#ring());
    const finish = this.step((instance) => {
      this.#nextAlarmMs = undefined;
      instance.alarm?.();
    });
    return finish;
  }

  #log(): Log {
    const line = (level: string) => (message: string, fields?: Record<string, unknown>) => {
      this.world.note(`${this.name} ${level}: ${message} ${JSON.stringify(fields ?? {})}`);
    };
    return { info: line("info"), warn: line("warn"), error: line("error") };
  }
}
