// Reads an expression's text into tokens.
// cel-go: parser/gen/CEL.g4
import type { Issues } from "./issue.ts";
import { Uint } from "./value.ts";

export type Token =
  | { readonly type: "symbol" | "name" | "quoted-name"; readonly at: number; readonly text: string }
  | { readonly type: "literal"; readonly at: number; readonly text: string; readonly value: Literal }
  | { readonly type: "end"; readonly at: number; readonly text: "<EOF>" };

export type Literal = bigint | number | string | Uint8Array | Uint;

const symbols = [
  "&&",
  "||",
  "==",
  "!=",
  "<=",
  ">=",
  "<",
  ">",
  "!",
  "?",
  ":",
  ".",
  ",",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "+",
  "-",
  "*",
  "/",
  "%",
];
const space = /[ \t\r\n\f]+|\/\/[^\n]*/y;
const name = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const quotedName = /`[a-zA-Z0-9_.\-/ ]+`/y;
const number = /(?:0x[0-9a-fA-F]+u?U?|(?:[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)|[0-9]+[uU]?)/y;
const stringStart = /([rR]?[bB]?|[bB][rR])("""|'''|"|')/y;

/** All tokens, closed by "end". What cannot be read is reported and left out. */
export function tokens(source: string, issues: Issues): Token[] {
  const found: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  while (at < source.length) {
    const skipped = match(space);
    if (skipped !== null) {
      at += skipped[0].length;
      continue;
    }
    const opening = match(stringStart);
    if (opening !== null) {
      at = readString(source, at, opening, found, issues);
      continue;
    }
    const read = match(number);
    if (read !== null) {
      pushNumber(at, read[0], found, issues);
      at += read[0].length;
      continue;
    }
    const word = match(name) ?? match(quotedName);
    if (word !== null) {
      const isQuoted = word[0].startsWith("`");
      found.push({ type: isQuoted ? "quoted-name" : "name", at, text: word[0] });
      at += word[0].length;
      continue;
    }
    const symbol = symbols.find((one) => source.startsWith(one, at));
    if (symbol !== undefined) found.push({ type: "symbol", at, text: symbol });
    else
      issues.report(
        at,
        `Syntax error: token recognition error at: '${String.fromCodePoint(source.codePointAt(at) ?? 0)}'`,
      );
    at += symbol?.length ?? String.fromCodePoint(source.codePointAt(at) ?? 0).length;
  }
  found.push({ type: "end", at: source.length, text: "<EOF>" });
  return found;
}

const intMax = 2n ** 63n;
const uintMax = 2n ** 64n - 1n;

function pushNumber(at: number, text: string, found: Token[], issues: Issues): void {
  if (/^0x/.test(text) ? false : /[.eE]/.test(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) found.push({ type: "literal", at, text, value });
    else {
      issues.report(at, "invalid double literal");
      found.push({ type: "literal", at, text, value: 0 });
    }
    return;
  }
  const isUnsigned = /[uU]$/.test(text);
  const value = BigInt(isUnsigned ? text.slice(0, -1) : text);
  // 2^63 is let through: with a minus before it, it is an int; the parser tells of it elsewhere.
  const fits = isUnsigned ? value <= uintMax : value <= intMax;
  if (!fits) issues.report(at, isUnsigned ? "invalid uint literal" : "invalid int literal");
  const kept = fits ? value : 0n;
  found.push({ type: "literal", at, text, value: isUnsigned ? new Uint(kept) : kept });
}

function readString(source: string, at: number, opening: RegExpExecArray, found: Token[], issues: Issues): number {
  const prefix = (opening[1] ?? "").toLowerCase();
  const quote = opening[2] as string;
  const isRaw = prefix.includes("r");
  const from = at + opening[0].length;
  let to = from;
  for (; to < source.length && !source.startsWith(quote, to); to++) {
    if (source[to] === "\\" && !isRaw) to++;
    else if (quote.length === 1 && /[\n\r]/.test(source[to] as string)) break;
  }
  if (to >= source.length || !source.startsWith(quote, to)) {
    issues.report(at, `Syntax error: token recognition error at: '${source.slice(at, to)}'`);
    return Math.max(to, from);
  }
  const body = source.slice(from, to);
  const end = to + quote.length;
  const isBytes = prefix.includes("b");
  const value = isRaw ? (isBytes ? new TextEncoder().encode(body) : body) : unescaped(body, isBytes);
  if (value === undefined) issues.report(at, `invalid ${isBytes ? "bytes" : "string"} literal`);
  found.push({ type: "literal", at, text: source.slice(at, end), value: value ?? "" });
  return end;
}

const plainEscapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "`": "`",
  "?": "?",
};
const numericEscape = /^(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))/;

/** In bytes, \x and octal stand for a byte; in strings for a code point. */
function unescaped(body: string, isBytes: boolean): string | Uint8Array | undefined {
  const text: string[] = [];
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  const put = (one: string) => {
    if (isBytes) bytes.push(...encoder.encode(one));
    else text.push(one);
  };
  for (let i = 0; i < body.length; ) {
    if (body[i] !== "\\") {
      const one = String.fromCodePoint(body.codePointAt(i) as number);
      put(one);
      i += one.length;
      continue;
    }
    const plain = plainEscapes[body[i + 1] ?? ""];
    if (plain !== undefined) {
      put(plain);
      i += 2;
      continue;
    }
    const numeric = numericEscape.exec(body.slice(i + 1, i + 10));
    if (numeric === null) return undefined;
    const [whole, hex, short, long, octal] = numeric;
    const code =
      octal !== undefined ? Number.parseInt(octal, 8) : Number.parseInt((hex ?? short ?? long) as string, 16);
    const isByte = hex !== undefined || octal !== undefined;
    if (isBytes && !isByte) return undefined;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    if (isBytes) bytes.push(code);
    else text.push(String.fromCodePoint(code));
    i += 1 + whole.length;
  }
  return isBytes ? Uint8Array.from(bytes) : text.join("");
}
