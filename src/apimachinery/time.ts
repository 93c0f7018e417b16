// Time and MicroTime: RFC 3339 in UTC, whole seconds or six decimals, read as Go's time.Parse reads them.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/{time,micro_time}.go; Go: time/format.go parse

/** Go's layouts, which messages quote. */
const timeLayout = "2006-01-02T15:04:05Z07:00";
const microTimeLayout = "2006-01-02T15:04:05.000000Z07:00";

const plainTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

interface Instant {
  readonly type: "instant";
  /** Since the epoch. */
  readonly seconds: number;
  readonly nanoseconds: number;
}

interface Malformed {
  readonly type: "malformed";
  /** Go's message. */
  readonly message: string;
}

/** `2026-01-02T03:04:05Z` of a time in ms. */
export function formatTime(timeMs: number): string {
  return `${new Date(Math.floor(timeMs / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-02T03:04:05.678000Z` of a time in ms, which may have decimals. */
export function formatMicroTime(timeMs: number): string {
  const ms = Math.floor(timeMs);
  const micros = Math.floor((timeMs - ms) * 1000);
  return `${new Date(ms).toISOString().slice(0, 23)}${String(micros).padStart(3, "0")}Z`;
}

/** A time's ms since the epoch, from any RFC 3339 text, with decimals or without; undefined when it is none. */
export function parseTime(text: string): number | undefined {
  const found = parse(text, timeLayout);
  return found.type === "instant" ? found.seconds * 1000 + Math.floor(found.nanoseconds / 1e6) : undefined;
}

/** The form a Time is stored in: UTC, whole seconds. Undefined when the text is no time. */
export function canonicalTime(text: string): string | undefined {
  const found = parse(text, timeLayout);
  if (found.type === "malformed") return undefined;
  return plainTime.test(text) ? text : formatTime(found.seconds * 1000);
}

/** The form a MicroTime is stored in: UTC, six decimals, which must be there. */
export function canonicalMicroTime(text: string): string | undefined {
  const found = parse(text, microTimeLayout);
  if (found.type === "malformed") return undefined;
  const micros = String(Math.floor(found.nanoseconds / 1000)).padStart(6, "0");
  return `${formatTime(found.seconds * 1000).slice(0, 19)}.${micros}Z`;
}

/** Why a text is no Time (or, with `micro`, no MicroTime), in Go's words; undefined when it is one. */
export function timeProblem(text: string, form: "time" | "micro-time" = "time"): string | undefined {
  const found = parse(text, form === "time" ? timeLayout : microTimeLayout);
  return found.type === "malformed" ? found.message : undefined;
}

/** Walks the text along the layout; the first thing that does not fit is named with the layout's element. */
function parse(text: string, layout: string): Instant | Malformed {
  let rest = text;
  const bad = (element: string): Malformed => ({
    type: "malformed",
    message: `parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(element)}`,
  });
  const outOfRange = (what: string): Malformed => ({
    type: "malformed",
    message: `parsing time ${JSON.stringify(text)}: ${what} out of range`,
  });
  const numbers: number[] = [];
  for (const { element, pattern, after, max, name } of dateElements) {
    const match = pattern.exec(rest);
    if (match === null) return bad(element);
    const value = Number(match[0]);
    if (value > max) return outOfRange(name);
    numbers.push(value);
    rest = rest.slice(match[0].length);
    if (after === "") continue;
    if (!rest.startsWith(after)) return bad(after);
    rest = rest.slice(1);
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  if (month === 0) return outOfRange("month");
  const fraction = (layout === microTimeLayout ? /^[.,][0-9]{6}/ : /^[.,][0-9]+/).exec(rest)?.[0] ?? "";
  if (layout === microTimeLayout && fraction === "") return bad(".000000");
  rest = rest.slice(fraction.length);
  const zone = /^(?:Z|([+-])([0-9]{2}):([0-9]{2}))/.exec(rest);
  if (zone === null) return bad("Z07:00");
  if (Number(zone[2] ?? 0) > 24) return outOfRange("time zone offset hour");
  if (Number(zone[3] ?? 0) > 60) return outOfRange("time zone offset minute");
  rest = rest.slice(zone[0].length);
  if (rest !== "") {
    return {
      type: "malformed",
      message: `parsing time ${JSON.stringify(text)}: extra text: ${JSON.stringify(rest)}`,
    };
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (day === 0 || date.getUTCDate() !== day) return outOfRange("day");
  const offset = (Number(zone[2] ?? 0) * 60 + Number(zone[3] ?? 0)) * 60 * (zone[1] === "-" ? -1 : 1);
  const seconds = date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
  // What only its zone keeps within four digits could not be written in UTC.
  if (seconds < firstSecond || seconds > lastSecond) return outOfRange("year");
  return {
    type: "instant",
    seconds,
    nanoseconds: Number(fraction.slice(1, 10).padEnd(9, "0")),
  };
}

/** 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
const firstSecond = -62_167_219_200;
const lastSecond = 253_402_300_799;

const twoDigits = /^[0-9]{2}/;
const dateElements = [
  { element: "2006", pattern: /^[0-9]{4}/, after: "-", max: 9999, name: "year" },
  { element: "01", pattern: twoDigits, after: "-", max: 12, name: "month" },
  { element: "02", pattern: twoDigits, after: "T", max: 31, name: "day" },
  { element: "15", pattern: /^[0-9]{1,2}/, after: ":", max: 23, name: "hour" },
  { element: "04", pattern: twoDigits, after: ":", max: 59, name: "minute" },
  { element: "05", pattern: twoDigits, after: "", max: 59, name: "second" },
];
