// The strings extension in its second version. Places in a text are counted in characters.
// cel-go: ext/strings.go
import { shortEscapes } from "../../short-escapes.ts";
import { fail } from "../evaluation-error.ts";
import { formatText } from "../format-text.ts";
import { builtSizeMax } from "../limits.ts";
import { declareFunction as fn, declareMethod as method, type Overload } from "../overload.ts";
import { isBasic } from "../text.ts";
import { ArrayList, type CelValue, type ListValue } from "../value.ts";
import { work } from "../work.ts";

/** A text by its characters; where each is one unit, the text itself will do. */
function characters(text: string): string | string[] {
  if (isBasic(text)) return text;
  work(text.length * 10);
  return [...text];
}

function slice(text: string | readonly string[], from: number, to: number): string {
  return typeof text === "string" ? text.slice(from, to) : text.slice(from, to).join("");
}

function charAt(text: string, index: bigint): string {
  const all = characters(text);
  const place = Number(index);
  if (place < 0 || place > all.length) fail(`index out of range: ${index}`);
  return all[place] ?? "";
}

function indexOf(text: string, part: string, from = 0n): bigint {
  const all = characters(text);
  const start = Number(from);
  if (part === "" && from === 0n) return 0n;
  if (start < 0) fail(`index out of range: ${from}`);
  if (start > all.length) return start > all.length ? fail(`index out of range: ${from}`) : -1n;
  work(text.length >> 2);
  if (typeof all === "string") return BigInt(all.indexOf(part, start));
  const prefix = slice(all, 0, start).length;
  const place = text.indexOf(part, prefix);
  return place < 0 ? -1n : BigInt([...text.slice(0, place)].length);
}

function lastIndexOf(text: string, part: string, upTo?: bigint): bigint {
  const all = characters(text);
  const end = upTo === undefined ? all.length : Number(upTo);
  if (upTo !== undefined && (end < 0 || end > all.length)) fail(`index out of range: ${upTo}`);
  work(text.length >> 2);
  if (typeof all === "string") return BigInt(all.lastIndexOf(part, end));
  const place = text.lastIndexOf(part, slice(all, 0, end).length);
  return place < 0 ? -1n : BigInt([...text.slice(0, place)].length);
}

function substring(text: string, from: bigint, to?: bigint): string {
  const all = characters(text);
  const [start, end] = [Number(from), to === undefined ? all.length : Number(to)];
  if (start < 0 || start > all.length) fail(`index out of range: ${from}`);
  if (end < 0 || end > all.length) fail(`index out of range: ${to}`);
  if (start > end) fail(`invalid substring range. start: ${from}, end: ${to}`);
  return slice(all, start, end);
}

function replace(text: string, part: string, by: string, count = -1n): string {
  if (count === 0n) return text;
  const pieces = part === "" ? ["", ...text, ""] : text.split(part);
  if (part === "" && text === "") pieces.length = 1;
  const most = part === "" ? [...text].length + 1 : pieces.length - 1;
  const times = count < 0n ? most : Math.min(Number(count), most);
  if (text.length + times * by.length > builtSizeMax) fail("string is too large");
  work(text.length + times * by.length);
  if (part === "") {
    const all = [...text];
    return all.map((one, i) => (i < times ? by + one : one)).join("") + (times > all.length ? by : "");
  }
  const head = pieces.slice(0, times + 1).join(by);
  const rest = pieces.slice(times + 1);
  return rest.length === 0 ? head : `${head}${part}${rest.join(part)}`;
}

function split(text: string, by: string, count = -1n): ListValue {
  work(text.length * 2);
  if (count === 0n) return new ArrayList([]);
  const pieces = by === "" ? [...text] : text.split(by);
  if (count < 0n || pieces.length <= Number(count)) return new ArrayList(pieces);
  const kept = pieces.slice(0, Number(count) - 1);
  return new ArrayList([...kept, pieces.slice(kept.length).join(by)]);
}

function join(list: ListValue, by = ""): string {
  const parts: string[] = [];
  let size = 0;
  for (let i = 0; i < list.size; i++) {
    const part = list.at(i);
    if (typeof part !== "string") return fail("no such overload");
    size += part.length + by.length;
    if (size > builtSizeMax) fail("string is too large");
    parts.push(part);
  }
  work(size);
  return parts.join(by);
}

/** Go's unicode.White_Space, which has U+0085 and not U+FEFF. */
const edges =
  /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

/** The text as a literal of CEL. */
export function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
  return `"${text.replace(/[\x07\b\f\n\r\t\v\\"]/g, (one) => shortEscapes[one] ?? one)}"`;
}

export const strings: readonly Overload[] = [
  method("string_char_at_int", "string.charAt(int): string", charAt),
  method("string_index_of_string", "string.indexOf(string): int", indexOf),
  method("string_index_of_string_int", "string.indexOf(string, int): int", indexOf),
  method("string_last_index_of_string", "string.lastIndexOf(string): int", lastIndexOf),
  method("string_last_index_of_string_int", "string.lastIndexOf(string, int): int", lastIndexOf),
  method("string_lower_ascii", "string.lowerAscii(): string", (text: string) =>
    text.replace(/[A-Z]+/g, (found) => found.toLowerCase()),
  ),
  method("string_upper_ascii", "string.upperAscii(): string", (text: string) =>
    text.replace(/[a-z]+/g, (found) => found.toUpperCase()),
  ),
  method("string_trim", "string.trim(): string", (text: string) => text.replace(edges, "")),
  method("string_substring_int", "string.substring(int): string", substring),
  method("string_substring_int_int", "string.substring(int, int): string", substring),
  method("string_replace_string_string", "string.replace(string, string): string", replace),
  method("string_replace_string_string_int", "string.replace(string, string, int): string", replace),
  method("string_split_string", "string.split(string): list<string>", split),
  method("string_split_string_int", "string.split(string, int): list<string>", split),
  method("list_join", "list<string>.join(): string", join),
  method("list_join_string", "list<string>.join(string): string", join),
  method(
    "string_format",
    "string.format(list<dyn>): string",
    (text: string, values: ListValue): CelValue => formatText(text, values),
  ),
  fn("strings_quote", "strings.quote(string): string", quoted),
];
