// What goes wrong while an expression is evaluated. `&&`, `||`, all() and exists() may absorb it, as CEL has it.

import { work } from "./work.ts";

/** Throwing and catching takes some 2 us; an expression that lives on errors pays for them. */
const throwWork = 2000;

/** Not an Error: a stack would cost more than all the rest, and expressions may throw by the thousand. */
export class EvaluationError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export function fail(message: string): never {
  work(throwWork);
  throw new EvaluationError(message);
}

export function noSuchOverload(): never {
  return fail("no such overload");
}
