// What goes wrong while an expression is evaluated. `&&`, `||`, all() and exists() may absorb it, as CEL has it.

/** Not an Error: a stack would cost more than all the rest, and expressions may throw by the thousand. */
export class EvaluationError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export function fail(message: string): never {
  throw new EvaluationError(message);
}

export function noSuchOverload(): never {
  throw new EvaluationError("no such overload");
}
