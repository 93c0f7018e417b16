// Compiles the expressions of policies and match conditions, once per text and set of declarations.
import { compile } from "./compile.ts";
import { conditionCacheMax } from "./limits.ts";
import type { Compilation, Declarations } from "./surface.ts";

const caches = new WeakMap<Declarations, Map<string, Compilation>>();

/** The program, or what is wrong with the expression. Keep one Declarations object and use it again: it is the cache's key. */
export function compileCondition(expression: string, declarations: Declarations): Compilation {
  let cache = caches.get(declarations);
  if (cache === undefined) {
    cache = new Map();
    caches.set(declarations, cache);
  }
  let known = cache.get(expression);
  if (known === undefined) {
    known = compile(expression, declarations);
    if (cache.size >= conditionCacheMax) cache.delete(cache.keys().next().value as string);
    cache.set(expression, known);
  }
  return known;
}
