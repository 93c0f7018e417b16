// Texts: samples with changes in them, pieces put together, and long ones.
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { long, spice } from "./spice.ts";

/** One in so many is long. */
const longOneIn = 400;
const longPiecesMax = 20_000;

/** A text that is nearly one of `samples`, or nothing like them. */
export function hostileText(random: SeededRandom, samples: readonly string[]): string {
  if (random.integer(longOneIn) === 0) return longText(random, samples);
  const start = random.pick(samples);
  switch (random.integer(12)) {
    case 0:
      return start;
    case 1:
      return pieces(random);
    case 2: {
      const other = random.pick(samples);
      return start.slice(0, random.integer(start.length + 1)) + other.slice(random.integer(other.length + 1));
    }
    case 3:
      return start.slice(0, random.integer(start.length + 1));
    default:
      return mutated(random, start);
  }
}

/** The text with a few places replaced, removed, doubled or spiced. */
export function mutated(random: SeededRandom, text: string): string {
  let result = text;
  for (let count = 1 + random.integer(4); count > 0; count--) {
    const at = random.integer(result.length + 1);
    const [before, after] = [result.slice(0, at), result.slice(at)];
    switch (random.integer(5)) {
      case 0:
        result = before + after.slice(1 + random.integer(4));
        break;
      case 1:
        result = before + after.slice(0, random.integer(8)) + after;
        break;
      case 2:
        result = before + String.fromCharCode(random.integer(random.chance(0.8) ? 128 : 65_536)) + after.slice(1);
        break;
      default:
        result = before + random.pick(spice) + after.slice(random.integer(3));
    }
  }
  return result;
}

function pieces(random: SeededRandom): string {
  return Array.from({ length: random.integer(8) }, () => random.pick(spice)).join("");
}

function longText(random: SeededRandom, samples: readonly string[]): string {
  const filling = random.pick(long)(random.integer(longPiecesMax));
  const start = random.pick(samples);
  const at = random.integer(start.length + 1);
  return start.slice(0, at) + filling + start.slice(at);
}

/** As it survives UTF-8: lone surrogates are replaced. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** A name as people give them, or now and then one that isn't. */
export function someName(random: SeededRandom): string {
  const names = ["a", "b", "web", "app", "my-name", "x1", "example.com", "kube-system", "a.b.c", "tier"];
  return random.chance(0.97) ? random.pick(names) : random.pick(spice);
}
