// Durations and timestamps in text, to the nanosecond, as Go reads and CEL prints them.

const unitNanos: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const secondNanos = 1_000_000_000n;
/** Go's time.Duration is an int64 of nanoseconds. */
export const durationNanosMax = 2n ** 63n - 1n;
/** CEL's timestamps: years 1 to 9999. */
export const timestampNanosMin = -62_135_596_800n * secondNanos;
export const timestampNanosMax = 253_402_300_799n * secondNanos + 999_999_999n;

/** Nanoseconds of `1h30m`, `1.5s`, `-2ms`, `0`; undefined: it is none. Kubernetes' day (`1d`) is none in CEL. */
export function parseDuration(text: string): bigint | undefined {
  const whole = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text);
  if (whole === null || text.length > 200) return undefined;
  let nanos = 0n;
  for (const [, count, unit] of (whole[2] as string).matchAll(/([\d.]+)([a-zµμ]+)/g)) {
    const [units, fraction = ""] = (count as string).split(".");
    const one = unitNanos[unit as string] as bigint;
    nanos += BigInt(units || "0") * one;
    // Beyond the fifteenth digit no unit has a whole nanosecond.
    const digits = fraction.slice(0, 15);
    if (digits !== "") nanos += (BigInt(digits) * one) / 10n ** BigInt(digits.length);
  }
  if (whole[1] === "-") nanos = -nanos;
  return nanos > durationNanosMax || nanos < -durationNanosMax - 1n ? undefined : nanos;
}

/** `5400s`, `0.5s`: seconds, as CEL's string() has it. */
export function durationText(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = (size % secondNanos).toString().padStart(9, "0").replace(/0+$/, "");
  return `${nanos < 0n ? "-" : ""}${size / secondNanos}${fraction === "" ? "" : `.${fraction}`}s`;
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9})\d*)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Nanoseconds since 1970 of an RFC 3339 time; undefined: it is none. */
export function parseTimestamp(text: string): bigint | undefined {
  const found = rfc3339.exec(text);
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  date.setUTCHours(hour, minute, second);
  const [offsetHours, offsetMinutes] = [Number(found[9] ?? 0), Number(found[10] ?? 0)];
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (offsetHours * 3600 + offsetMinutes * 60) * (found[8] === "-" ? -1 : 1);
  const seconds = BigInt(Math.round(date.getTime() / 1000) - offset);
  const nanos = seconds * secondNanos + BigInt((found[7] ?? "").padEnd(9, "0"));
  return nanos < timestampNanosMin || nanos > timestampNanosMax ? undefined : nanos;
}

/** Whole seconds since 1970, and the nanoseconds beyond them. */
export function secondsOf(nanos: bigint): { seconds: bigint; rest: bigint } {
  const rest = ((nanos % secondNanos) + secondNanos) % secondNanos;
  return { seconds: (nanos - rest) / secondNanos, rest };
}

/** `2020-01-01T00:00:00.5Z` */
export function timestampText(nanos: bigint): string {
  const { seconds, rest } = secondsOf(nanos);
  const fraction = rest.toString().padStart(9, "0").replace(/0+$/, "");
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${text}${fraction === "" ? "" : `.${fraction}`}Z`;
}

// Made in some 50 us, asked in 2; an expression names one zone, or a few.
const zoneFormatsMax = 20;
const zoneFormats = new Map<string, Intl.DateTimeFormat>();

/** Throws for a zone that there is none of. */
function zoneFormat(zone: string): Intl.DateTimeFormat {
  const known = zoneFormats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    era: "short",
  });
  if (zoneFormats.size >= zoneFormatsMax) zoneFormats.clear();
  zoneFormats.set(zone, format);
  return format;
}

/** A time's fields in a zone: `Europe/Paris`, `-08:00`, `UTC`. Undefined: there is no such zone. */
export function zonedDate(nanos: bigint, zone: string): Date | undefined {
  const ms = Number(secondsOf(nanos).seconds) * 1000;
  if (zone === "UTC" || zone === "") return new Date(ms);
  const fixed = /^([+-]?)(\d\d):(\d\d)$/.exec(zone);
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
    return new Date(ms + (fixed[1] === "-" ? -minutes : minutes) * 60_000);
  }
  if (!/^[A-Za-z]/.test(zone)) return undefined;
  try {
    const format = zoneFormat(zone);
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const year = part["era"] === "BC" ? 1 - Number(part["year"]) : Number(part["year"]);
    const date = new Date(0);
    date.setUTCFullYear(year, Number(part["month"]) - 1, Number(part["day"]));
    date.setUTCHours(Number(part["hour"]), Number(part["minute"]), Number(part["second"]));
    return date;
  } catch {
    return undefined;
  }
}
