// Patterns as RE2 reads them, matched in linear time; a few are remembered.
import { RE2JS } from "re2js";
import { fail } from "./evaluation-error.ts";
import { regexCacheMax } from "./limits.ts";
import { work } from "./work.ts";

const compiled = new Map<string, RE2JS>();

/** The compiled pattern. Throws EvaluationError for one that is none. */
export function regex(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  work(1000 + pattern.length * 500);
  try {
    const made = RE2JS.compile(pattern);
    if (compiled.size >= regexCacheMax) compiled.delete(compiled.keys().next().value as string);
    compiled.set(pattern, made);
    return made;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** What is wrong with a pattern, or undefined. */
export function regexProblem(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Time of a match is that of the text's length times the pattern's. */
export function meterMatch(text: string, pattern: string): void {
  work(200 + text.length * (20 + pattern.length));
}

export function matches(text: string, pattern: string): boolean {
  const program = regex(pattern);
  meterMatch(text, pattern);
  return program.matcher(text).find();
}
