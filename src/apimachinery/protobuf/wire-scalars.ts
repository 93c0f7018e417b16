// Values that are messages on the wire and scalars in JSON.
import { canonicalQuantity, QuantityError } from "../quantity.ts";
import { formatTime } from "../time.ts";
import { bytesWire, expectWire, varintWire, WireError, type WireReader } from "./wire-reader.ts";

/** Seconds and nanoseconds; nothing at all is Go's zero time, which JSON writes as null. */
export function readTime(reader: WireReader, { withMicros }: { readonly withMicros: boolean }): string | undefined {
  if (reader.isAtEnd) return undefined;
  let seconds = 0;
  let nanoseconds = 0;
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    if (tag >>> 3 > 2) {
      reader.skip(tag & 7);
      continue;
    }
    expectWire(tag, varintWire, "time");
    if (tag >>> 3 === 1) seconds = reader.int64();
    else nanoseconds = reader.int32();
  }
  const isInRange = seconds >= firstSecond && seconds <= lastSecond && nanoseconds >= 0 && nanoseconds < 1e9;
  if (!isInRange) throw new WireError("proto: a time out of range");
  const text = formatTime(seconds * 1000);
  return withMicros ? `${text.slice(0, -1)}.${String(Math.floor(nanoseconds / 1000)).padStart(6, "0")}Z` : text;
}

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: the years that RFC 3339 can write. */
const firstSecond = -62_135_596_800;
const lastSecond = 253_402_300_799;

/** The canonical text. */
export function readQuantity(reader: WireReader): string {
  let text = "";
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    if (tag >>> 3 !== 1) {
      reader.skip(tag & 7);
      continue;
    }
    expectWire(tag, bytesWire, "string");
    text = reader.string();
  }
  try {
    return text === "" ? "0" : canonicalQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) throw new WireError(error.message);
    throw error;
  }
}

/** A number or a string, as its first field says. */
export function readIntOrString(reader: WireReader): number | string {
  let isString = false;
  let number = 0;
  let text = "";
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    switch (tag >>> 3) {
      case 1:
        expectWire(tag, varintWire, "type");
        isString = reader.int64() !== 0;
        break;
      case 2:
        expectWire(tag, varintWire, "intVal");
        number = reader.int32();
        break;
      case 3:
        expectWire(tag, bytesWire, "strVal");
        text = reader.string();
        break;
      default:
        reader.skip(tag & 7);
    }
  }
  return isString ? text : number;
}
