// A rule that didn't hold.

export class SimulationFailure extends Error {
  /** "R5", or "crash" for an error where none may be. */
  readonly rule: string;

  constructor(rule: string, message: string) {
    super(`${rule}: ${message}`);
    this.rule = rule;
  }
}
