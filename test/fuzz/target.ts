// What a fuzz target is: how one case is made of a seed, and what must hold for it.
import type { SeededRandom } from "../../src/platform/simulated/random.ts";

/** Says what a case's input was: told only when the case fails or is replayed. */
export type Note = (input: unknown) => void;

/** One case. It throws when something is not as it must be; the same random numbers must make the same case. */
export type Try = (random: SeededRandom, note: Note) => void | Promise<void>;

export interface Target {
  readonly name: string;
  /** Cases of it in `npm test`: all targets together make a million. */
  readonly cases: number;
  /** What all cases share (schemas, samples); nothing that a case changes. */
  prepare(): Try;
}

/** A property that does not hold. */
export class FuzzFailure extends Error {
  override readonly name = "FuzzFailure";
}

/** The property `holds`, in words. */
export function check(holds: boolean, property: string): asserts holds {
  if (!holds) throw new FuzzFailure(property);
}

/** Two values are the same as JSON: order of fields included. */
export function checkSame(found: unknown, expected: unknown, property: string): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left === right) return;
  const at = Math.max(0, firstDifference(left ?? "", right ?? "") - shownBefore);
  const shown = (text: string | undefined) => brief(text?.slice(at));
  throw new FuzzFailure(`${property}; from character ${at}:\n  found    ${shown(left)}\n  expected ${shown(right)}`);
}

/** Of what is the same, that much is shown before the first difference. */
const shownBefore = 200;

function firstDifference(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return at;
}

/** Runs `read`; a refusal of one of these classes answers undefined, any other error is the code's own fault. */
export function answerOf<Answer>(
  read: () => Answer,
  ...refusals: readonly (new (
    ...args: never[]
  ) => Error)[]
): Answer | undefined {
  try {
    return read();
  } catch (error) {
    if (refusals.some((refusal) => error instanceof refusal)) return undefined;
    throw error;
  }
}

const briefCharacters = 600;

/** Enough to see what it is. */
export function brief(text: string | undefined): string {
  if (text === undefined) return "undefined";
  return text.length <= briefCharacters ? text : `${text.slice(0, briefCharacters)}... (${text.length} characters)`;
}
