// Amounts of resources: `100m`, `1.5Gi`, `2e3`. Read, compared, added, and printed in upstream's canonical form.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go
import { quantityCacheMax, quantityDigitsMax, quantityExponentMax } from "./limits.ts";

export type QuantityFormat = "DecimalSI" | "BinarySI" | "DecimalExponent";

export interface Quantity {
  /** In billionths, the smallest step that a quantity knows: exact at any size. */
  readonly nano: bigint;
  /** How it is printed. */
  readonly format: QuantityFormat;
}

/** Thrown for a text that is no quantity; the message is upstream's. */
export class QuantityError extends Error {
  override readonly name = "QuantityError";
}

const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const numericWrong = "unable to parse numeric part of quantity";
const suffixWrong = "unable to parse quantity's suffix";

// The suffix begins with a letter or a sign, so no text matches in two ways.
const shape = /^([+-]?)(\d*)(?:\.(\d*))?((?:[eEinumkKMGTP]+[-+]?|[-+])\d*)?$/;

const decimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

const nanosPerUnit = 1_000_000_000n;
const nanosPerMilli = 1_000_000n;
/** What a binary quantity is capped at, in units. */
const binaryMax = 2n ** 63n - 1n;

interface Parsed extends Quantity {
  /** The text as given, when upstream keeps it; else the canonical one. */
  readonly text: string;
}

const cache = new Map<string, Parsed>();

export const zeroQuantity: Quantity = { nano: 0n, format: "DecimalSI" };

/** Reads a quantity. Throws QuantityError. */
export function parseQuantity(text: string): Quantity {
  return parseCached(text);
}

export function isQuantity(text: string): boolean {
  try {
    parseCached(text);
    return true;
  } catch (error) {
    if (error instanceof QuantityError) return false;
    throw error;
  }
}

/** The text that an object stores for the quantity it was sent: mostly canonical. Throws QuantityError. */
export function canonicalQuantity(text: string): string {
  return parseCached(text.trim()).text;
}

function parseCached(text: string): Parsed {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  if (cache.size >= quantityCacheMax) cache.clear();
  cache.set(text, parsed);
  return parsed;
}

interface Suffix {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

function readSuffix(suffix: string): Suffix {
  const decimal = decimalSuffixes.indexOf(suffix);
  if (decimal >= 0) return { base: 10, exponent: decimal * 3 - 9, format: "DecimalSI" };
  const binary = binarySuffixes.indexOf(suffix);
  if (binary >= 0) return { base: 2, exponent: binary * 10, format: "BinarySI" };
  if (!/^[eE][-+]?[0-9]+$/.test(suffix)) throw new QuantityError(suffixWrong);
  const exponent = Number(suffix.slice(1));
  if (Math.abs(exponent) > quantityExponentMax) throw new QuantityError(suffixWrong);
  return { base: 10, exponent, format: "DecimalExponent" };
}

function parse(text: string): Parsed {
  if (text === "") throw new QuantityError(formatWrong);
  if (text.length > quantityDigitsMax) throw new QuantityError(numericWrong);
  const match = shape.exec(text);
  if (match === null) throw new QuantityError(formatWrong);
  const [, sign, whole = "", decimals = "", suffixText = ""] = match;
  const digits = whole.replace(/^0+/, "") || "0";
  const suffix = readSuffix(suffixText);
  const unscaled = BigInt(digits + decimals);
  // To billionths; what is smaller is rounded away from zero: who asks for a little gets a little.
  const scale = 9 - decimals.length + (suffix.base === 10 ? suffix.exponent : 0);
  const factor = suffix.base === 2 ? 2n ** BigInt(suffix.exponent) : 1n;
  let nano = scale >= 0 ? unscaled * factor * 10n ** BigInt(scale) : divideUp(unscaled * factor, 10n ** BigInt(-scale));
  let format = suffix.format;
  if (format === "BinarySI") {
    if (nano > binaryMax * nanosPerUnit) nano = binaryMax * nanosPerUnit;
    if (nano > 0n && nano < nanosPerUnit) format = "DecimalSI";
  }
  if (sign === "-") nano = -nano;
  const quantity = { nano, format };
  const kept = text === "0" || keepsText(digits, decimals, suffix, unscaled);
  return { ...quantity, text: kept ? text : quantityText(quantity) };
}

/** Upstream's fast path keeps the text when the amount stands in steps of a thousand: "1.500" stays, "1.5" becomes "1500m". */
function keepsText(digits: string, decimals: string, suffix: Suffix, unscaled: bigint): boolean {
  if (suffix.base === 2) {
    const precision = 15 - digits.length - Math.trunc((suffix.exponent * 3) / 10) - 1;
    return decimals === "" && precision >= 0 && (unscaled & 7n) !== 0n;
  }
  const shifted = digits + decimals;
  const scale = suffix.exponent - decimals.length;
  if (shifted.length > 18 || scale < -9) return false;
  return scale % 3 === 0 && !shifted.endsWith("000") && !shifted.startsWith("0");
}

/** Of numbers that are not negative. */
function divideUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

/** The canonical text: no decimals, the largest suffix that leaves none. */
export function quantityText({ nano, format }: Quantity): string {
  if (nano === 0n) return "0";
  if (format === "BinarySI") {
    const units = nano / nanosPerUnit;
    // Small or fractional amounts are shown as decimals, which loses nothing.
    if (units * nanosPerUnit === nano && (units >= 1024n || units <= -1024n)) return binaryText(units);
  }
  return decimalText(nano, format === "DecimalExponent");
}

function binaryText(units: bigint): string {
  let amount = units;
  let step = 0;
  while (step < binarySuffixes.length - 1 && amount % 1024n === 0n) {
    amount /= 1024n;
    step++;
  }
  return `${amount}${binarySuffixes[step]}`;
}

function decimalText(nano: bigint, asExponent: boolean): string {
  const digits = nano.toString();
  const significant = digits.replace(/0+$/, "");
  let exponent = digits.length - significant.length - 9;
  // Exponents come in threes, and the suffixes end at 10^18.
  let padding = ((exponent % 3) + 3) % 3;
  if (!asExponent && exponent - padding > 18) padding = exponent - 18;
  exponent -= padding;
  const suffix = asExponent ? (exponent === 0 ? "" : `e${exponent}`) : decimalSuffixes[(exponent + 9) / 3];
  return `${significant}${"0".repeat(padding)}${suffix}`;
}

/** -1, 0 or 1. */
export function compareQuantities(left: Quantity, right: Quantity): -1 | 0 | 1 {
  return left.nano < right.nano ? -1 : left.nano > right.nano ? 1 : 0;
}

/** The sum, printed as `left` is; a zero takes the other's format. */
export function addQuantities(left: Quantity, right: Quantity): Quantity {
  return { nano: left.nano + right.nano, format: left.nano === 0n ? right.format : left.format };
}

export function subtractQuantities(left: Quantity, right: Quantity): Quantity {
  return { nano: left.nano - right.nano, format: left.nano === 0n ? right.format : left.format };
}

/** `quantity` times a whole number. */
export function multiplyQuantity(quantity: Quantity, factor: number): Quantity {
  return { nano: quantity.nano * BigInt(factor), format: quantity.format };
}

export function quantityOf(units: number, format: QuantityFormat = "DecimalSI"): Quantity {
  return { nano: BigInt(units) * nanosPerUnit, format };
}

export function milliQuantityOf(millis: number, format: QuantityFormat = "DecimalSI"): Quantity {
  return { nano: BigInt(millis) * nanosPerMilli, format };
}

/** In units, rounded away from zero. Above 2^53 the nearest number that JavaScript has. */
export function quantityValue(quantity: Quantity): number {
  return scaled(quantity.nano, nanosPerUnit);
}

/** In thousandths, rounded away from zero. */
export function quantityMilliValue(quantity: Quantity): number {
  return scaled(quantity.nano, nanosPerMilli);
}

function scaled(nano: bigint, by: bigint): number {
  return Number(nano < 0n ? -divideUp(-nano, by) : divideUp(nano, by));
}

/** With decimals, as near as a float comes. */
export function quantityNumber(quantity: Quantity): number {
  return Number(quantity.nano / nanosPerUnit) + Number(quantity.nano % nanosPerUnit) / 1e9;
}
