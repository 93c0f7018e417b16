// Values with a text form of their own: quantities, durations, times, addresses, base64, names.
import { base64Problem, decodeBase64, encodeBase64 } from "../../../src/apimachinery/base64.ts";
import { formatDuration, parseDuration } from "../../../src/apimachinery/duration.ts";
import { scaledValue } from "../../../src/apimachinery/int-or-string.ts";
import { cidrText, ipText, isValidCidr, isValidIp, parseCidr, parseIp } from "../../../src/apimachinery/ip-address.ts";
import * as names from "../../../src/apimachinery/names.ts";
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  parseQuantity,
  QuantityError,
  quantityText,
  subtractQuantities,
} from "../../../src/apimachinery/quantity.ts";
import { hasFormat } from "../../../src/apimachinery/schema/formats.ts";
import { canonicalMicroTime, canonicalTime, parseTime, timeProblem } from "../../../src/apimachinery/time.ts";
import { parseCronSchedule } from "../../../src/kinds/batch/cron-schedule.ts";
import { countIndexes, firstOverlap } from "../../../src/kinds/batch/index-list.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { hostileText } from "../generate/text.ts";
import { answerOf, check, checkSame, type Target } from "../target.ts";

const suffixes: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 1000n,
  m: 10n ** 6n,
  "": 10n ** 9n,
  k: 10n ** 12n,
  M: 10n ** 15n,
  G: 10n ** 18n,
  T: 10n ** 21n,
  P: 10n ** 24n,
  E: 10n ** 27n,
  Ki: 2n ** 10n * 10n ** 9n,
  Mi: 2n ** 20n * 10n ** 9n,
  Gi: 2n ** 30n * 10n ** 9n,
  Ti: 2n ** 40n * 10n ** 9n,
  e3: 10n ** 12n,
  E2: 10n ** 11n,
};

/** Upstream holds binary quantities in an int64. */
const binaryMax = (2n ** 63n - 1n) * 10n ** 9n;

/** A quantity whose billionths we know without the parser. */
function knownQuantity(random: SeededRandom): { text: string; nano: bigint } {
  const whole = random.integer(random.pick([10, 100_000, 2 ** 31]));
  const digits = random.chance(0.3) ? String(random.integer(1000)) : "";
  const suffix = random.pick(Object.keys(suffixes));
  const sign = random.pick(["", "-", "+"]);
  const text = `${sign}${whole}${digits === "" ? "" : `.${digits}`}${suffix}`;
  const scale = 10n ** BigInt(digits.length);
  const scaled = (BigInt(whole) * scale + BigInt(digits === "" ? 0 : digits)) * (suffixes[suffix] as bigint);
  // Finer than a billionth is rounded away from zero.
  const exact = (scaled + scale - 1n) / scale;
  const size = suffix.endsWith("i") && exact > binaryMax ? binaryMax : exact;
  return { text, nano: sign === "-" ? -size : size };
}

export const quantity: Target = {
  name: "quantity",
  cases: 50_000,
  prepare: () => (random, note) => {
    if (random.chance(0.3)) return knownCase(random, note);
    const text = hostileText(random, ["-1.50e3Gi", "500m", "1Ki", "9223372036854775807", "1e3", "0.5", "12E", "+.5n"]);
    note(text);
    const canonical = answerOf(() => canonicalQuantity(text), QuantityError);
    if (canonical === undefined) return;
    checkSame(canonicalQuantity(canonical), canonical, "the canonical form is its own");
    checkSame(compareQuantities(parseQuantity(canonical), parseQuantity(text.trim())), 0, "and of the same size");
  },
};

function knownCase(random: SeededRandom, note: (input: unknown) => void): void {
  const [one, other] = [knownQuantity(random), knownQuantity(random)];
  note([one.text, other.text]);
  const [left, right] = [parseQuantity(one.text), parseQuantity(other.text)];
  checkSame(String(left.nano), String(one.nano), "it is as large as it says");
  const sum = addQuantities(left, right);
  checkSame(String(subtractQuantities(sum, right).nano), String(left.nano), "what is added can be taken away");
  // A text with a binary suffix is read no larger than an int64.
  if (sum.format === "BinarySI" && (sum.nano > binaryMax || sum.nano < -binaryMax)) return;
  checkSame(String(parseQuantity(quantityText(sum)).nano), String(sum.nano), "a sum's text is the sum");
}

export const duration: Target = {
  name: "duration",
  cases: 40_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, ["1h30m5.5s", "-2.5h", "100ms", "1us", "0", "1h1m1s1ms1us1ns", "9223372036s"]);
    note(text);
    const ms = parseDuration(text);
    if (ms === undefined) return;
    check(Number.isFinite(ms), "a duration is a number");
    if (!Number.isInteger(ms)) return;
    checkSame(parseDuration(formatDuration(ms)), ms, "a duration's text is the duration");
  },
};

export const time: Target = {
  name: "time",
  cases: 45_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, [
      "2026-01-02T03:04:05.678901+02:00",
      "2026-01-02T03:04:05Z",
      "0000-02-29T23:59:60-23:59",
      "9999-12-31T23:59:59.999999999Z",
    ]);
    note(text);
    const ms = parseTime(text);
    checkSame(ms === undefined, timeProblem(text) !== undefined, "what is no time has a problem");
    if (ms === undefined) return;
    const canonical = canonicalTime(text) as string;
    checkSame(canonicalTime(canonical), canonical, "the canonical form is its own");
    const micro = canonicalMicroTime(text);
    if (micro === undefined) return;
    checkSame(canonicalMicroTime(micro), micro, "and the one with microseconds");
    check(Math.abs((parseTime(micro) as number) - ms) < 1, "and of the same time");
  },
};

export const address: Target = {
  name: "address",
  cases: 25_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, [
      "2001:db8::ffff:1.2.3.4/96",
      "10.0.0.1",
      "::1",
      "fe80::1%eth0",
      "10.0.0.0/8",
      "::/0",
    ]);
    note(text);
    isValidIp(text);
    isValidCidr(text);
    const ip = parseIp(text);
    if (ip !== undefined) checkSame(ipText(parseIp(ipText(ip)) as never), ipText(ip), "an address prints as itself");
    const cidr = parseCidr(text);
    if (cidr !== undefined)
      checkSame(cidrText(parseCidr(cidrText(cidr)) as never), cidrText(cidr), "a range prints as itself");
  },
};

export const base64: Target = {
  name: "base64",
  cases: 25_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, ["Zm9vYg==", "AAECAwQ=", "/+8=", "Zm9v\nYmFy"]);
    note(text);
    const bytes = decodeBase64(text);
    checkSame(bytes === undefined, base64Problem(text) !== undefined, "what is not base64 has a problem");
    if (bytes !== undefined) checkSame(decodeBase64(encodeBase64(bytes)), bytes, "bytes come back");
  },
};

const takesNumber = new Set(["isValidPortNumber", "isValidUserId", "isValidGroupId"]);
const nameRules = Object.values(names).filter((rule): rule is (value: string) => readonly string[] => {
  return typeof rule === "function" && rule.length === 1 && rule.name.startsWith("is") && !takesNumber.has(rule.name);
});
const formats = ["date", "datetime", "email", "hostname", "ipv4", "ipv6", "uri", "uuid", "mac", "cidr", "password"];
const moreFormats = [
  "byte",
  "isbn",
  "creditcard",
  "ssn",
  "hexcolor",
  "rgbcolor",
  "bsonobjectid",
  "duration",
  "__proto__",
];

export const name: Target = {
  name: "name",
  cases: 15_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, [
      "example.com/Name_1.x",
      "a-b.c",
      "*.example.com",
      "my_env.VAR",
      "50%",
      "a@b.c",
      "http://x/y",
    ]);
    note(text);
    for (const rule of nameRules) check(Array.isArray(rule(text)), `${rule.name} answers messages`);
    for (const format of [...formats, ...moreFormats]) checkSame(typeof hasFormat(format, text), "boolean", format);
  },
};

export const schedule: Target = {
  name: "schedule",
  cases: 25_000,
  prepare: () => (random, note) => {
    const text = hostileText(random, [
      "*/5 0-23/2 1,15 * MON-FRI",
      "@every 1h30m",
      "@daily",
      "TZ=UTC 0 0 * * *",
      "0 0 29 2 ?",
      "1-5,7,9-12",
    ]);
    note(text);
    parseCronSchedule(text);
    const counted = countIndexes(text, 100);
    if (counted.type === "count")
      check(firstOverlap(text, text, 100) !== undefined || counted.count === 0, "overlaps itself");
    const scaled = scaledValue(text, { total: random.integer(1000), round: random.pick(["up", "down"]) });
    if (scaled.type === "value") check(Number.isFinite(scaled.value), "a share is a number");
  },
};
