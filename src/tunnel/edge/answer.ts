// A promise that is settled from outside. The platform's own came after the oldest Node that this must run on.

export class Answer<Value> {
  readonly promise: Promise<Value>;
  resolve!: (value: Value) => void;
  reject!: (error: Error) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Whoever waits hears of it; nobody may be waiting yet, or any more.
    this.promise.catch(() => undefined);
  }
}
