// Stored texts, parsed: a revision never changes, so what was parsed once stays true.
import type { KubeObject } from "../apimachinery/json.ts";
import type { StoredObject } from "../storage/types.ts";
import { parsedCharactersMax } from "./limits.ts";

/** What this needs of a stored object; a change of the log fits too. */
export type ParseableText = Pick<StoredObject, "revision" | "text">;

export class ParsedObjects {
  readonly #objects = new Map<number, { readonly object: KubeObject; readonly characters: number }>();
  #characters = 0;

  /** The object, shared by all who ask: it must not be changed. */
  parse(stored: ParseableText): Readonly<KubeObject> {
    const known = this.#objects.get(stored.revision);
    if (known !== undefined) return known.object;
    const object = JSON.parse(stored.text) as KubeObject;
    this.remember(stored, object);
    return object;
  }

  /** Notes what a text says when the caller has it already. */
  remember(stored: ParseableText, object: KubeObject): void {
    const characters = stored.text.length;
    if (characters > parsedCharactersMax / 4) return;
    this.#objects.set(stored.revision, { object, characters });
    this.#characters += characters;
    for (const [revision, oldest] of this.#objects) {
      if (this.#characters <= parsedCharactersMax) break;
      this.#objects.delete(revision);
      this.#characters -= oldest.characters;
    }
  }

  /** A copy that the caller may change. */
  copy(stored: ParseableText): KubeObject {
    return JSON.parse(stored.text) as KubeObject;
  }
}
