// DER, as far as certificates need it: values in, bytes out.

export type Bytes = Uint8Array<ArrayBuffer>;

export function concat(parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A tag, its length, and what it holds. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const content = concat(parts);
  return concat([Uint8Array.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  return length < 0x100 ? Uint8Array.of(0x81, length) : Uint8Array.of(0x82, length >> 8, length & 0xff);
}

export function sequence(...parts: readonly Uint8Array[]): Bytes {
  return tagged(0x30, ...parts);
}

export function setOf(...parts: readonly Uint8Array[]): Bytes {
  return tagged(0x31, ...parts);
}

/** A number that is not negative, its most significant byte first. */
export function integer(bytes: Uint8Array): Bytes {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  const significant = bytes.slice(from);
  const isHigh = ((significant[0] ?? 0) & 0x80) !== 0;
  return tagged(0x02, ...(isHigh ? [Uint8Array.of(0)] : []), significant);
}

/** `text`: "1.2.840.10045.4.3.2" */
export function objectIdentifier(text: string): Bytes {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  return tagged(0x06, Uint8Array.of(first * 40 + second), ...rest.map(base128));
}

function base128(value: number): Uint8Array {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return Uint8Array.from(digits);
}

export function utf8String(text: string): Bytes {
  return tagged(0x0c, new TextEncoder().encode(text));
}

export function octetString(content: Uint8Array): Bytes {
  return tagged(0x04, content);
}

/** `unused`: how many bits of the last byte don't count. */
export function bitString(content: Uint8Array, unused = 0): Bytes {
  return tagged(0x03, Uint8Array.of(unused), content);
}

export const trueValue: Bytes = tagged(0x01, Uint8Array.of(0xff));

/** UTCTime until 2049, GeneralizedTime from then on: RFC 5280, 4.1.2.5. */
export function time(ms: number): Bytes {
  const digits = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, "");
  const isUtc = digits < "2050";
  return tagged(isUtc ? 0x17 : 0x18, new TextEncoder().encode(isUtc ? digits.slice(2) : digits));
}
