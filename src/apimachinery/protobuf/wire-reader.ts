// Reads protobuf's wire format: a cursor over bytes that never runs past their end.
// https://protobuf.dev/programming-guides/encoding/

export const varintWire = 0;
export const fixed64Wire = 1;
export const bytesWire = 2;
const startGroupWire = 3;
const endGroupWire = 4;
export const fixed32Wire = 5;

/** The bytes are no message of the expected shape. The message is for the client. */
export class WireError extends Error {}

/** Throws when the tag is not of the wire type that the field has. */
export function expectWire(tag: number, wire: number, name: string): void {
  if ((tag & 7) !== wire) throw new WireError(`proto: wrong wireType = ${tag & 7} for field ${name}`);
}

// A byte order mark is a character like any other.
const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
/** Strings up to this length are cheaper to read by hand. */
const shortStringBytesMax = 24;
const groupNestingMax = 100;

export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** The next field's number times 8 plus its wire type. */
  tag(): number {
    const tag = this.uint32();
    if (tag >>> 3 === 0) throw new WireError(`proto: illegal tag 0 (wire type ${tag & 7})`);
    return tag;
  }

  /** The low 32 bits of a varint, unsigned: lengths and tags. */
  uint32(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      if (shift < 32) value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new WireError("proto: integer overflow");
  }

  /** Exact up to 2^53, beyond it the nearest number. Negative numbers take ten bytes on the wire. */
  int64(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 128) return (high | 0) * 2 ** 32 + (low >>> 0);
    }
    throw new WireError("proto: integer overflow");
  }

  int32(): number {
    return this.uint32() | 0;
  }

  double(): number {
    this.#need(8);
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  /** A view of the bytes, not a copy. */
  bytes(): Uint8Array {
    const length = this.uint32();
    this.#need(length);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** A reader of the message that comes next. */
  message(): WireReader {
    const length = this.uint32();
    this.#need(length);
    this.#at += length;
    return new WireReader(this.#bytes, this.#at - length, this.#at);
  }

  string(): string {
    const length = this.uint32();
    this.#need(length);
    const start = this.#at;
    this.#at += length;
    if (length > shortStringBytesMax) return decoder.decode(this.#bytes.subarray(start, this.#at));
    let text = "";
    for (let i = start; i < this.#at; i++) {
      const byte = this.#bytes[i] as number;
      if (byte > 127) return decoder.decode(this.#bytes.subarray(start, this.#at));
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** Passes over a field that nobody knows. */
  skip(wire: number, nesting = 0): void {
    switch (wire) {
      case varintWire:
        this.uint32();
        return;
      case fixed64Wire:
        this.#need(8);
        this.#at += 8;
        return;
      case bytesWire:
        this.bytes();
        return;
      case fixed32Wire:
        this.#need(4);
        this.#at += 4;
        return;
      case startGroupWire:
        if (nesting >= groupNestingMax) throw new WireError("proto: groups nest too deep");
        for (let tag = this.tag(); (tag & 7) !== endGroupWire; tag = this.tag()) this.skip(tag & 7, nesting + 1);
        return;
      case endGroupWire:
        throw new WireError("proto: unexpected end of group");
      default:
        throw new WireError(`proto: illegal wireType ${wire}`);
    }
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new WireError("unexpected EOF");
    return this.#bytes[this.#at++] as number;
  }

  #need(count: number): void {
    if (count > this.#end - this.#at) throw new WireError("unexpected EOF");
  }
}
