// CEL's values as programs hold them. An int is a bigint, a double is a number; JSON is adapted where it is looked at.
import { compareText } from "./text.ts";
import type { ListKind } from "./type.ts";
import { work } from "./work.ts";

export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Uint
  | Timestamp
  | Duration
  | ListValue
  | MapValue
  | TypeValue
  | Optional
  | OpaqueValue;

export class Uint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** Nanoseconds since 1970. */
export class Timestamp {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class Duration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** A type as a value: `type(1)`. */
export class TypeValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class Optional {
  /** undefined: none. */
  readonly value: CelValue | undefined;
  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}

/** A value of a library's own: an IP address, a URL. */
export abstract class OpaqueValue {
  abstract readonly typeName: string;
  abstract equals(other: OpaqueValue): boolean;
  /** What `size` of it costs to look at, as upstream's Sizer. */
  get costSize(): number {
    return 1;
  }
}

export abstract class ListValue {
  abstract readonly size: number;
  abstract at(index: number): CelValue;
  get kind(): ListKind | undefined {
    return undefined;
  }
}

export class ArrayList extends ListValue {
  readonly items: readonly CelValue[];
  constructor(items: readonly CelValue[]) {
    super();
    this.items = items;
  }
  get size(): number {
    return this.items.length;
  }
  at(index: number): CelValue {
    return this.items[index] as CelValue;
  }
}

/** What a comprehension gathers into: it grows in place, and nothing else sees it until it is done. */
export class GrowingList extends ListValue {
  readonly items: CelValue[] = [];
  get size(): number {
    return this.items.length;
  }
  at(index: number): CelValue {
    return this.items[index] as CelValue;
  }
}

/** Two lists one after the other, not copied. */
export class JoinedList extends ListValue {
  readonly #left: ListValue;
  readonly #right: ListValue;
  constructor(left: ListValue, right: ListValue) {
    super();
    this.#left = left;
    this.#right = right;
  }
  get size(): number {
    return this.#left.size + this.#right.size;
  }
  at(index: number): CelValue {
    const { size } = this.#left;
    return index < size ? this.#left.at(index) : this.#right.at(index - size);
  }
}

export abstract class MapValue {
  abstract readonly size: number;
  /** The value of a key, or undefined; numbers find each other across int, uint and double. */
  abstract find(key: CelValue): CelValue | undefined;
  abstract keys(): readonly CelValue[];
}

/** A map that an expression made. */
export class EntryMap extends MapValue {
  readonly #entries = new Map<string | bigint | boolean, { key: CelValue; value: CelValue }>();

  get size(): number {
    return this.#entries.size;
  }
  find(key: CelValue): CelValue | undefined {
    const known = mapKey(key);
    return known === undefined ? undefined : this.#entries.get(known)?.value;
  }
  keys(): readonly CelValue[] {
    return [...this.#entries.values()].map((entry) => entry.key);
  }
  /** False when there is such a key already, or it can be none. */
  add(key: CelValue, value: CelValue): boolean {
    const known = mapKey(key);
    if (known === undefined || this.#entries.has(known)) return false;
    this.#entries.set(known, { key, value });
    return true;
  }
}

/** Under what a key is kept; undefined: it can be no key. */
export function mapKey(key: CelValue): string | bigint | boolean | undefined {
  switch (typeof key) {
    case "string":
    case "bigint":
    case "boolean":
      return key;
    case "number":
      return Number.isInteger(key) ? BigInt(key) : undefined;
    default:
      return key instanceof Uint ? key.value : undefined;
  }
}

/** The name of a value's type: what `type()` answers and messages quote. */
export function typeNameOf(value: CelValue): string {
  switch (typeof value) {
    case "string":
      return "string";
    case "bigint":
      return "int";
    case "number":
      return "double";
    case "boolean":
      return "bool";
  }
  if (value === null) return "null_type";
  if (value instanceof ListValue) return "list";
  if (value instanceof MapValue) return "map";
  if (value instanceof Uint) return "uint";
  if (value instanceof Timestamp) return "google.protobuf.Timestamp";
  if (value instanceof Duration) return "google.protobuf.Duration";
  if (value instanceof TypeValue) return "type";
  if (value instanceof Optional) return "optional_type";
  if (value instanceof OpaqueValue) return value.typeName;
  return "bytes";
}

/** The number of a numeric value, comparable with any other. */
export function numberOf(value: CelValue): bigint | number | undefined {
  if (typeof value === "bigint" || typeof value === "number") return value;
  return value instanceof Uint ? value.value : undefined;
}

/** CEL's ==, across types too: values of different types differ, save that numbers are compared as numbers. */
export function equals(left: CelValue, right: CelValue): boolean {
  if (left === right) return typeof left !== "number" || !Number.isNaN(left);
  if (typeof left === "string" || typeof left === "boolean" || left === null || right === null) return false;
  const number = numberOf(left);
  if (number !== undefined) {
    const other = numberOf(right);
    // biome-ignore lint/suspicious/noDoubleEquals: a bigint equals a number only so, and exactly
    return other !== undefined && number == other;
  }
  work(10);
  if (left instanceof ListValue) return right instanceof ListValue && equalLists(left, right);
  if (left instanceof MapValue) return right instanceof MapValue && equalMaps(left, right);
  if (left instanceof Timestamp) return right instanceof Timestamp && left.nanos === right.nanos;
  if (left instanceof Duration) return right instanceof Duration && left.nanos === right.nanos;
  if (left instanceof TypeValue) return right instanceof TypeValue && left.name === right.name;
  if (left instanceof Optional) return right instanceof Optional && equalOptionals(left, right);
  if (left instanceof OpaqueValue) {
    return right instanceof OpaqueValue && left.typeName === right.typeName && left.equals(right);
  }
  return left instanceof Uint8Array && right instanceof Uint8Array && compareBytes(left, right) === 0;
}

function equalOptionals(left: Optional, right: Optional): boolean {
  if (left.value === undefined || right.value === undefined) return left.value === right.value;
  return equals(left.value, right.value);
}

function equalLists(left: ListValue, right: ListValue): boolean {
  const { size, kind } = left;
  if (size !== right.size) return false;
  work(size * 10);
  if (kind !== undefined) return equalUnordered(left, right, kind);
  for (let i = 0; i < size; i++) if (!equals(left.at(i), right.at(i))) return false;
  return true;
}

/** Sets and lists by key are the same in any order. */
function equalUnordered(left: ListValue, right: ListValue, kind: ListKind): boolean {
  for (let i = 0; i < left.size; i++) {
    const j = placeOf(left.at(i), right, kind);
    if (j < 0 || !equals(left.at(i), right.at(j))) return false;
  }
  return true;
}

/** Where an item of a set, or the one of the same keys, stands in a list; or -1. */
export function placeOf(item: CelValue, list: ListValue, kind: ListKind): number {
  for (let i = 0; i < list.size; i++) {
    work(20);
    if (kind.type === "set" ? equals(item, list.at(i)) : haveEqualKeys(item, list.at(i), kind.keys)) return i;
  }
  return -1;
}

function haveEqualKeys(left: CelValue, right: CelValue, keys: readonly string[]): boolean {
  if (!(left instanceof MapValue) || !(right instanceof MapValue)) return false;
  return keys.every((key) => {
    const [one, other] = [left.find(key), right.find(key)];
    return one === undefined || other === undefined ? one === other : equals(one, other);
  });
}

function equalMaps(left: MapValue, right: MapValue): boolean {
  if (left.size !== right.size) return false;
  work(left.size * 20);
  for (const key of left.keys()) {
    const other = right.find(key);
    if (other === undefined || !equals(left.find(key) as CelValue, other)) return false;
  }
  return true;
}

export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const size = Math.min(left.length, right.length);
  for (let i = 0; i < size; i++) {
    const difference = (left[i] as number) - (right[i] as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Below 0, 0, above 0; NaN when a number is none; undefined when the two cannot be compared. */
export function compare(left: CelValue, right: CelValue): number | undefined {
  if (typeof left === "string") return typeof right === "string" ? compareText(left, right) : undefined;
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one !== undefined && other !== undefined) {
    return one < other ? -1 : one > other ? 1 : Number.isNaN(one) || Number.isNaN(other) ? Number.NaN : 0;
  }
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  if (left instanceof Timestamp && right instanceof Timestamp) return compareBig(left.nanos, right.nanos);
  if (left instanceof Duration && right instanceof Duration) return compareBig(left.nanos, right.nanos);
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(left, right);
  return undefined;
}

function compareBig(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
