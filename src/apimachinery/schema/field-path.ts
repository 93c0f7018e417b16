// The path from the root to where a walk stands, written out only when there is something to say about it.

/** A stack of field names and list indexes that is reused all along one walk. */
export class FieldPath {
  readonly #steps: (string | number)[] = [];
  #depth = 0;

  get depth(): number {
    return this.#depth;
  }

  at(depth: number): string | number {
    return this.#steps[depth] as string | number;
  }

  push(step: string | number): void {
    this.#steps[this.#depth++] = step;
  }

  pop(): void {
    this.#depth--;
  }

  /** Replaces the last step: the walk moves on to a sibling. */
  set(step: string | number): void {
    this.#steps[this.#depth - 1] = step;
  }

  /** `spec.containers[0].image` */
  text(): string {
    return this.#textUpTo(this.#depth);
  }

  /** The path of a sibling of the last step. */
  textWith(step: string | number): string {
    return appended(this.#textUpTo(this.#depth - 1), step);
  }

  #textUpTo(depth: number): string {
    let text = "";
    for (let i = 0; i < depth; i++) text = appended(text, this.#steps[i] as string | number);
    return text;
  }
}

function appended(path: string, step: string | number): string {
  if (typeof step === "number") return `${path}[${step}]`;
  return path === "" ? step : `${path}.${step}`;
}
