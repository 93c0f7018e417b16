// Calls between simulated objects and from clients: lost, doubled, late, and answered with an error when the object dies.
import type { Chaos } from "./chaos.ts";
import type { SimulatedObject } from "./object.ts";
import type { World } from "./world.ts";

/** The usual delay of one message. */
const delayMaxMs = 4;

export interface CallOptions {
  /** The object that calls; absent: a client, which never crashes. */
  readonly from?: SimulatedObject;
  /** True: carried out once at most, and soon. The call or its answer may still be lost. */
  readonly once?: boolean;
}

export class Network {
  readonly #world: World;
  readonly #chaos: () => Chaos;

  constructor(world: World, chaos: () => Chaos) {
    this.#world = world;
    this.#chaos = chaos;
  }

  /** Calls `method` of `to`. Rejects when the call or its answer is lost: it may have been carried out all the same. */
  call(to: SimulatedObject, method: string, argument: unknown, options: CallOptions = {}): Promise<unknown> {
    const { from } = options;
    return new Promise((resolve, reject) => {
      const life = from?.life;
      let isSettled = false;
      const settle = (settleNow: () => void): void => {
        if (isSettled) return;
        isSettled = true;
        ended();
        settleNow();
      };
      // When the caller dies its promise is left alone for ever.
      const ended = from?.begin(() => settle(() => {})) ?? (() => {});
      const answer = (settleNow: () => void): (() => void) | undefined => {
        if (isSettled) return undefined;
        if (from === undefined) settle(settleNow);
        else return from.stepOf(life as number, () => settle(settleNow));
        return undefined;
      };
      const label = `${from?.name ?? "client"} -> ${to.name}.${method}`;
      const send = () =>
        this.#send(to, method, argument, label, options, {
          resolve: (value) => answer(() => resolve(value)),
          reject: (error) => answer(() => reject(error)),
        });
      if (from === undefined) send();
      else from.send(send);
    });
  }

  #send(to: SimulatedObject, method: string, argument: unknown, label: string, options: CallOptions, back: Back): void {
    const { random } = this.#world;
    const chaos = this.#chaos();
    if (random.chance(chaos.lostCall)) {
      this.#world.after(this.#delayMs(false) + 20, `${label} lost`, () => back.reject(new Error("call lost")));
      return;
    }
    if (options.once !== true && random.chance(chaos.doubledCall)) {
      this.#world.after(random.integer(chaos.lateMs + 10), `${label} (twice)`, () =>
        carryOut(to, method, argument, { resolve: () => {}, reject: () => {} }),
      );
    }
    const isReplyLost = random.chance(chaos.lostReply);
    this.#world.after(this.#delayMs(options.once !== true), label, () =>
      carryOut(to, method, argument, {
        resolve: (value) => {
          const answered = isReplyLost ? () => back.reject(new Error("reply lost")) : () => back.resolve(value);
          this.#world.after(this.#delayMs(options.once !== true), isReplyLost ? `${label} reply lost` : "", answered);
        },
        reject: (error) => {
          this.#world.after(this.#delayMs(false), `${label} failed: ${error.message}`, () => back.reject(error));
        },
      }),
    );
  }

  #delayMs(maybeLate: boolean): number {
    const { random } = this.#world;
    const { late, lateMs } = this.#chaos();
    const lateness = maybeLate && random.chance(late) ? random.integer(lateMs) : 0;
    return random.integer(delayMaxMs) + lateness;
  }
}

interface Back {
  resolve(value: unknown): unknown;
  reject(error: Error): unknown;
}

function carryOut(to: SimulatedObject, method: string, argument: unknown, back: Back): () => void {
  return to.step((instance) => {
    // The answer leaves with the step in which it is known; if the object dies before that step's gate, an error.
    let isOver = false;
    const ended = to.begin((error) => {
      if (!isOver) back.reject(error);
      isOver = true;
    });
    const finish = (send: () => void) => {
      to.send(() => {
        ended();
        if (!isOver) send();
        isOver = true;
      });
    };
    let result: unknown;
    try {
      to.world.detail(() => `  ${to.name}.${method}(${brief(argument)})`);
      result = instance.handle(method, argument);
    } catch (error) {
      result = Promise.reject(error);
    }
    Promise.resolve(result).then(
      (value) => {
        to.world.detail(() => `  ${to.name}.${method} answers ${brief(value)}`);
        finish(() => back.resolve(value));
      },
      (error) => finish(() => back.reject(error instanceof Error ? error : new Error(String(error)))),
    );
  });
}

/** Texts are left out: they are long, and their revisions say enough. */
function brief(value: unknown): string {
  const leaveOut = (key: string, one: unknown) => (key === "text" || key === "previousText" ? undefined : one);
  return (JSON.stringify(value, leaveOut) ?? "").slice(0, 500);
}
