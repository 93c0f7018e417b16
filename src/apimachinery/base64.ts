// Standard base64, as Go's encoding/json reads and writes []byte: padded, line breaks skipped.
// Go: encoding/base64 StdEncoding

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values = new Uint8Array(256).fill(255);
for (let index = 0; index < 64; index++) values[alphabet.charCodeAt(index)] = index;
const lineFeed = 10;
const carriageReturn = 13;
const padding = 61;

export function encodeBase64(bytes: Uint8Array): string {
  // btoa takes a text of bytes; in pieces, because arguments of one call are limited.
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(text);
}

/** The bytes, or undefined when the text is not base64 (`base64Problem` says why). */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.ceil(text.length / 4) * 3);
  let length = 0;
  const problem = scan(text, (first, second, third, fourth, count) => {
    bytes[length++] = (first << 2) | (second >> 4);
    if (count > 1) bytes[length++] = ((second & 15) << 4) | (third >> 2);
    if (count > 2) bytes[length++] = ((third & 3) << 6) | fourth;
  });
  return problem === undefined ? bytes.subarray(0, length) : undefined;
}

/** `illegal base64 data at input byte 4`, Go's words; undefined when all is well. */
export function base64Problem(text: string): string | undefined {
  return scan(text, () => {});
}

/** How many bytes a base64 text stands for, without decoding it. */
export function base64ByteLength(text: string): number {
  let length = 0;
  scan(text, (_first, _second, _third, _fourth, count) => {
    length += count;
  });
  return length;
}

type Quantum = (first: number, second: number, third: number, fourth: number, byteCount: number) => void;

function scan(text: string, take: Quantum): string | undefined {
  const quantum = [0, 0, 0, 0];
  let filled = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === lineFeed || code === carriageReturn) continue;
    const value = code < 256 ? (values[code] as number) : 255;
    if (value !== 255) {
      quantum[filled++] = value;
      if (filled < 4) continue;
      take(quantum[0] as number, quantum[1] as number, quantum[2] as number, value, 3);
      filled = 0;
      continue;
    }
    if (code !== padding || filled < 2) return illegalAt(text, index);
    return endWithPadding(text, index, filled, quantum, take);
  }
  return filled === 0 ? undefined : illegalAt(text, text.length - filled);
}

/** From the first `=` on: one or two of them, then nothing but line breaks. */
function endWithPadding(
  text: string,
  start: number,
  filled: number,
  quantum: readonly number[],
  take: Quantum,
): string | undefined {
  let index = start + 1;
  const skipBreaks = () => {
    while (text.charCodeAt(index) === lineFeed || text.charCodeAt(index) === carriageReturn) index++;
  };
  skipBreaks();
  if (filled === 2) {
    if (index >= text.length) return illegalAt(text, text.length);
    if (text.charCodeAt(index) !== padding) return illegalAt(text, index - 1);
    index++;
    skipBreaks();
  }
  if (index < text.length) return illegalAt(text, index);
  take(quantum[0] as number, quantum[1] as number, filled === 3 ? (quantum[2] as number) : 0, 0, filled - 1);
  return undefined;
}

function illegalAt(text: string, index: number): string {
  return `illegal base64 data at input byte ${new TextEncoder().encode(text.slice(0, index)).length}`;
}
