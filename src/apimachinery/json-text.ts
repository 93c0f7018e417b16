// JSON text to a value, with Go's words for what is wrong with it.
// Go: encoding/json scanner.go; sigs.k8s.io/json
import type { Json } from "./json.ts";
import { bodyDepthMax } from "./limits.ts";

export interface ReadText {
  readonly type: "value";
  readonly value: Json;
  /** Of YAML: keys that a map has twice, each as a complaint; left out when there are none. */
  readonly doubled?: readonly string[];
}

export type ParsedText = ReadText | { readonly type: "malformed"; readonly message: string };

const quote = 34;
const backslash = 92;
const openBrace = 123;
const openBracket = 91;
const closeBrace = 125;
const closeBracket = 93;

/** Reads one JSON value. */
export function parseJson(text: string): ParsedText {
  if (isDeeperThan(text, bodyDepthMax)) return { type: "malformed", message: "exceeded max depth" };
  try {
    return { type: "value", value: JSON.parse(text) as Json };
  } catch {
    return { type: "malformed", message: jsonProblem(text) ?? "invalid JSON" };
  }
}

/** Whether brackets nest deeper than `depthMax`; brackets within strings don't count. */
export function isDeeperThan(text: string, depthMax: number): boolean {
  if (!hasMoreOpeners(text, depthMax)) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) {
      index = stringEnd(text, index);
    } else if (code === openBrace || code === openBracket) {
      depth++;
      if (depth > depthMax) return true;
    } else if (code === closeBrace || code === closeBracket) depth--;
  }
  return false;
}

/** Whether so many brackets open at all, within strings or not: most texts have few, and finding those is quick. */
function hasMoreOpeners(text: string, count: number): boolean {
  let found = 0;
  for (const opener of ["{", "["]) {
    for (let at = text.indexOf(opener); at >= 0; at = text.indexOf(opener, at + 1)) {
      found++;
      if (found > count) return true;
    }
  }
  return false;
}

/** The index of the quote that ends the string which begins at `start`. */
function stringEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) return index;
    if (code === backslash) index++;
  }
  return text.length;
}

/** What Go's scanner says about the first thing that is not JSON; undefined for JSON. */
export function jsonProblem(text: string): string | undefined {
  const scanner = { text, position: 0 };
  const closers: string[] = [];
  // What may come next: a value, or the end of one.
  let expects: "value" | "value or ]" | "key" | "key or }" | "end" = "value";
  for (;;) {
    skipBlanks(scanner);
    const character = text[scanner.position];
    if (expects === "end") {
      const closer = closers.at(-1);
      if (closer === undefined)
        return character === undefined ? undefined : invalid(character, "after top-level value");
      if (character === undefined) return endOfInput;
      scanner.position++;
      if (character === closer) closers.pop();
      else if (character !== ",") {
        return invalid(character, closer === "}" ? "after object key:value pair" : "after array element");
      } else expects = closer === "}" ? "key" : "value";
      continue;
    }
    if (character === undefined) return endOfInput;
    const closes = (expects === "value or ]" && character === "]") || (expects === "key or }" && character === "}");
    if (closes) {
      scanner.position++;
      closers.pop();
      expects = "end";
    } else if (expects === "key" || expects === "key or }") {
      const problem = keyProblem(scanner);
      if (problem !== undefined) return problem;
      expects = "value";
    } else if (character === "{" || character === "[") {
      scanner.position++;
      closers.push(character === "{" ? "}" : "]");
      expects = character === "{" ? "key or }" : "value or ]";
    } else {
      const problem = scalarProblem(scanner, character);
      if (problem !== undefined) return problem;
      expects = "end";
    }
  }
}

interface Scanner {
  readonly text: string;
  position: number;
}

const endOfInput = "unexpected end of JSON input";

/** The character's first byte in quotes, as Go's byte-wise scanner prints it. */
function invalid(character: string, context: string): string {
  const byte = new TextEncoder().encode(character)[0] ?? 0;
  const printed =
    character === "'" ? "\\'" : character === '"' ? '"' : JSON.stringify(String.fromCharCode(byte)).slice(1, -1);
  return `invalid character '${printed}' ${context}`;
}

function skipBlanks(scanner: Scanner): void {
  while (" \t\r\n".includes(scanner.text[scanner.position] ?? "x")) scanner.position++;
}

function keyProblem(scanner: Scanner): string | undefined {
  const character = scanner.text[scanner.position] as string;
  if (character !== '"') return invalid(character, "looking for beginning of object key string");
  const problem = stringProblem(scanner);
  if (problem !== undefined) return problem;
  skipBlanks(scanner);
  const colon = scanner.text[scanner.position];
  if (colon === undefined) return endOfInput;
  if (colon !== ":") return invalid(colon, "after object key");
  scanner.position++;
  return undefined;
}

function scalarProblem(scanner: Scanner, character: string): string | undefined {
  if (character === '"') return stringProblem(scanner);
  if (character === "-" || (character >= "0" && character <= "9")) return numberProblem(scanner);
  for (const literal of ["true", "false", "null"]) {
    if (character === literal[0]) return literalProblem(scanner, literal);
  }
  return invalid(character, "looking for beginning of value");
}

function literalProblem(scanner: Scanner, literal: string): string | undefined {
  for (const expected of literal) {
    const character = scanner.text[scanner.position];
    if (character === undefined) return endOfInput;
    if (character !== expected) return invalid(character, `in literal ${literal} (expecting '${expected}')`);
    scanner.position++;
  }
  return undefined;
}

function stringProblem(scanner: Scanner): string | undefined {
  const { text } = scanner;
  scanner.position++;
  for (;;) {
    const character = text[scanner.position];
    if (character === undefined) return endOfInput;
    if (character < " ") return invalid(character, "in string literal");
    scanner.position++;
    if (character === '"') return undefined;
    if (character !== "\\") continue;
    const escaped = text[scanner.position];
    if (escaped === undefined) return endOfInput;
    if (!'"\\/bfnrtu'.includes(escaped)) return invalid(escaped, "in string escape code");
    scanner.position++;
    for (let digits = 0; escaped === "u" && digits < 4; digits++) {
      const digit = text[scanner.position];
      if (digit === undefined) return endOfInput;
      if (!/[0-9a-fA-F]/.test(digit)) return invalid(digit, "in \\u hexadecimal character escape");
      scanner.position++;
    }
  }
}

function numberProblem(scanner: Scanner): string | undefined {
  const { text } = scanner;
  const isDigit = () => /[0-9]/.test(text[scanner.position] ?? "");
  const digits = (context: string): string | undefined => {
    const character = text[scanner.position];
    if (character === undefined) return endOfInput;
    if (!isDigit()) return invalid(character, context);
    while (isDigit()) scanner.position++;
    return undefined;
  };
  if (text[scanner.position] === "-") scanner.position++;
  if (text[scanner.position] === "0") scanner.position++;
  else {
    const problem = digits("in numeric literal");
    if (problem !== undefined) return problem;
  }
  if (text[scanner.position] === ".") {
    scanner.position++;
    const problem = digits("after decimal point in numeric literal");
    if (problem !== undefined) return problem;
  }
  if (/[eE]/.test(text[scanner.position] ?? "")) {
    scanner.position++;
    if (/[-+]/.test(text[scanner.position] ?? "")) scanner.position++;
    return digits("in exponent of numeric literal");
  }
  return undefined;
}
