// Finds the marks of writes in the bytes of a watch, without parsing what is around them.

/** A write's number, in a form that appears nowhere else in an object. */
export function mark(write: number): string {
  return `bench-mark-${String(write).padStart(markDigits, "0")}`;
}

const markDigits = 6;
const markPrefix = Buffer.from("bench-mark-");
const markLength = markPrefix.length + markDigits;
/** Between two events of a watch. */
const newline = 10;
const none = Buffer.alloc(0);

export class SentMarks {
  #rest: Buffer = none;

  /** The writes whose events are complete with `bytes`, in order. An event has one mark, the first in its line. */
  read(bytes: Buffer): number[] {
    const data = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const writes: number[] = [];
    let start = 0;
    for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, start)) {
      const write = markIn(data, start, end);
      if (write !== undefined) writes.push(write);
      start = end + 1;
    }
    this.#rest = start === data.length ? none : data.subarray(start);
    return writes;
  }
}

function markIn(data: Buffer, start: number, end: number): number | undefined {
  const at = data.indexOf(markPrefix, start);
  if (at < 0 || at + markLength > end) return undefined;
  return Number(data.toString("latin1", at + markPrefix.length, at + markLength));
}
