// Writes protobuf's wire format: fields one after the other into a buffer that grows.
// https://protobuf.dev/programming-guides/encoding/
import { bytesWire, fixed64Wire, varintWire } from "./wire-reader.ts";

const encoder = new TextEncoder();
const firstBytes = 256;

export class WireWriter {
  #bytes = new Uint8Array(firstBytes);
  #length = 0;

  /** What was written: a view, valid until more is written. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  bool(field: number, value: boolean): void {
    this.#varint(field * 8 + varintWire);
    this.#varint(value ? 1 : 0);
  }

  /** Integers only, exact up to 2^53. */
  int64(field: number, value: number): void {
    this.#varint(field * 8 + varintWire);
    if (value >= 0) this.#varint(value);
    else this.#varint(BigInt.asUintN(64, BigInt(value)));
  }

  double(field: number, value: number): void {
    this.#varint(field * 8 + fixed64Wire);
    this.#room(8);
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  string(field: number, value: string): void {
    this.bytes(field, encoder.encode(value));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#varint(field * 8 + bytesWire);
    this.#varint(value.length);
    this.#room(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** A message within this one, which `fill` writes. */
  message(field: number, fill: (inner: WireWriter) => void): void {
    const inner = new WireWriter();
    fill(inner);
    this.bytes(field, inner.written);
  }

  #varint(value: number | bigint): void {
    this.#room(10);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = Number(typeof rest === "bigint" ? rest & 127n : rest % 128) | 128;
      rest = typeof rest === "bigint" ? rest >> 7n : Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  #room(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
