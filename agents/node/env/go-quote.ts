// Text in quotes, as Go's %q prints it: what downward API files and kubelet messages show.
import { shortEscapes } from "../../../src/apimachinery/short-escapes.ts";

/** Go: strconv.Quote. What can't be printed is escaped, everything else stays. */
export function goQuote(text: string): string {
  let quoted = "";
  for (const character of text)
    quoted += shortEscapes[character] ?? (isPrintable(character) ? character : escaped(character));
  return `"${quoted}"`;
}

function isPrintable(character: string): boolean {
  return character === " " || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x1_0000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}
