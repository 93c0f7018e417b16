// Finds fields that a JSON text has twice: a parsed value no longer knows of them.
// Kubernetes: sigs.k8s.io/json DisallowDuplicateFields
import { FieldPath } from "./field-path.ts";
import { pathsMax, strictErrorsMax } from "./limits.ts";

const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;
const comma = 44;
const colon = 58;

/** Above this many fields a set is faster than comparing with each. */
const listedFieldsMax = 12;

/** One open object or list; reused by the next at the same depth. */
class Frame {
  isList = false;
  index = 0;
  readonly #few: string[] = [];
  #count = 0;
  #many: Set<string> | undefined;

  open(isList: boolean): void {
    this.isList = isList;
    this.index = 0;
    this.#count = 0;
    this.#many = undefined;
  }

  /** Whether the field was there before. */
  add(field: string): boolean {
    if (this.#many !== undefined) {
      const size = this.#many.size;
      return this.#many.add(field).size === size;
    }
    for (let i = 0; i < this.#count; i++) if (this.#few[i] === field) return true;
    this.#few[this.#count++] = field;
    if (this.#count > listedFieldsMax) this.#many = new Set(this.#few.slice(0, this.#count));
    return false;
  }
}

/**
 * Paths of fields that stand twice or more in their object, each once: `spec.replicas`, `spec.ports[0].name`.
 * The text must be JSON (it has been parsed before); of any other text the answer means nothing, but it ends.
 */
export function findDuplicateFields(text: string): string[] {
  const found = new Set<string>();
  let written = 0;
  walkFields(text, (path, isAgain) => {
    if (isAgain && found.size < strictErrorsMax && ++written <= pathsMax) found.add(path.text());
  });
  return [...found];
}

/** The `paths` of fields in the order in which the text comes to them: a doubled one when it comes the second time. */
export function inTextOrder(text: string, paths: { doubled: readonly string[]; unknown: readonly string[] }): string[] {
  const doubled = new Set(paths.doubled);
  const unknown = new Set(paths.unknown);
  const found = new Set<string>();
  let written = 0;
  walkFields(text, (path, isAgain) => {
    // Where there is more than that to look through, what is not found yet comes last.
    if (found.size === unknown.size + doubled.size || ++written > pathsMax) return;
    const name = path.text();
    if (unknown.has(name) || (isAgain && doubled.has(name))) found.add(name);
  });
  return [...found, ...[...unknown, ...doubled].filter((name) => !found.has(name))];
}

/** Tells each field, and whether its object had it before. */
function walkFields(text: string, visit: (path: FieldPath, isAgain: boolean) => void): void {
  const frames: Frame[] = [];
  const path = new FieldPath();
  let depth = 0;
  let frame: Frame | undefined;
  let isField = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfString(text, at + 1);
        if (isField && frame !== undefined) {
          const field = fieldName(text, at, end);
          path.set(field);
          visit(path, frame.add(field));
        }
        at = end;
        break;
      }
      case openBrace:
      case openBracket:
        isField = text.charCodeAt(at) === openBrace;
        frame = frames[depth] ??= new Frame();
        frame.open(!isField);
        depth++;
        path.push(0);
        break;
      case closeBrace:
      case closeBracket:
        if (depth > 0) {
          depth--;
          path.pop();
        }
        frame = depth === 0 ? undefined : frames[depth - 1];
        isField = false;
        break;
      case comma:
        if (frame === undefined) break;
        isField = !frame.isList;
        if (frame.isList) path.set(++frame.index);
        break;
      case colon:
        isField = false;
        break;
    }
  }
}

/** Where the string that begins at `start` (after its quote) has its closing quote. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start);
  while (end >= 0 && text.charCodeAt(end - 1) === backslash && isEscaped(text, start, end)) {
    end = text.indexOf('"', end + 1);
  }
  return end < 0 ? text.length : end;
}

/** A quote after an odd number of backslashes belongs to the string. */
function isEscaped(text: string, start: number, at: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes >= start && text.charCodeAt(at - 1 - backslashes) === backslash) backslashes++;
  return backslashes % 2 === 1;
}

function fieldName(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  if (!raw.includes("\\")) return raw;
  try {
    return JSON.parse(text.slice(start, end + 1)) as string;
  } catch {
    return raw;
  }
}
