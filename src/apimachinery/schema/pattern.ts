// Patterns as Go's regexp package reads them, matched in time linear in the text: they come from strangers.
import { RE2JS } from "re2js";
import { patternCacheMax } from "./limits.ts";

export type Pattern =
  | { readonly type: "compiled"; readonly matches: (text: string) => boolean }
  | { readonly type: "malformed"; readonly message: string };

const cache = new Map<string, Pattern>();

/** Compiles a pattern, or says why not. Compiled patterns are kept, up to a bound. */
export function compilePattern(source: string): Pattern {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const compiled = compile(source);
  if (cache.size >= patternCacheMax) cache.clear();
  cache.set(source, compiled);
  return compiled;
}

function compile(source: string): Pattern {
  try {
    const expression = RE2JS.compile(source);
    // Unanchored: a pattern matches anywhere in the text.
    return { type: "compiled", matches: (text) => expression.matcher(text).find() };
  } catch (error) {
    return { type: "malformed", message: error instanceof Error ? error.message : String(error) };
  }
}
