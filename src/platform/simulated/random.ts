// Randomness that a seed determines. Not fit for secrets.
import type { Random } from "../random.ts";

/** sfc32: 128 bits of state, passes PractRand, a few operations a number. */
export class SeededRandom implements Random {
  #a = 0x9e3779b9;
  #b = 0x243f6a88;
  #c = 0xb7e15162;
  #d: number;

  constructor(seed: number) {
    this.#d = seed >>> 0;
    this.#a ^= Math.floor(seed / 0x1_0000_0000);
    for (let round = 0; round < 12; round += 1) this.#word();
  }

  integer(limit: number): number {
    return Math.floor((this.#word() / 0x1_0000_0000) * limit);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.#word() / 0x1_0000_0000 < probability;
  }

  /** One of `choices`, which must not be empty. */
  pick<Choice>(choices: readonly Choice[]): Choice {
    return choices[this.integer(choices.length)] as Choice;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.integer(256));
  }

  uuid(): string {
    const bytes = this.bytes(16);
    bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  /** A generator of its own, so that what one part draws doesn't shift what another does. */
  fork(): SeededRandom {
    return new SeededRandom(this.#word());
  }

  #word(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}
