// Values made from like texts are made once and shared: a thousand replicas have one shape and one set of labels.

export class SharedTexts<Value> {
  readonly #values = new Map<string, Value>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get(text: string, make: () => Value): Value {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    const value = make();
    if (this.#values.size >= this.#max) this.#values.clear();
    this.#values.set(text, value);
    return value;
  }
}
