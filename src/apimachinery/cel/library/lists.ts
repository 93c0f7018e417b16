// Kubernetes' functions on lists.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/lists.go
import { fail, noSuchOverload } from "../evaluation-error.ts";
import { declareFunction as fn, declareMethod as method, type Overload } from "../overload.ts";
import { type CelValue, compare, Duration, equals, type ListValue, Uint } from "../value.ts";
import { work } from "../work.ts";
import { checkedDuration, checkedInt, checkedUint } from "./operators.ts";

const ordered = ["int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes"];

function isSorted(list: ListValue): boolean {
  for (let i = 1; i < list.size; i++) {
    const order = compare(list.at(i - 1), list.at(i)) ?? noSuchOverload();
    if (order > 0) return false;
  }
  return true;
}

function extreme(list: ListValue, sign: 1 | -1): CelValue {
  if (list.size === 0) return fail(`${sign < 0 ? "min" : "max"} called on empty list`);
  let found = list.at(0);
  for (let i = 1; i < list.size; i++) {
    const order = compare(list.at(i), found) ?? noSuchOverload();
    if (order * sign > 0) found = list.at(i);
  }
  return found;
}

const zeros: Readonly<Record<string, CelValue>> = {
  int: 0n,
  uint: new Uint(0n),
  double: 0,
  duration: new Duration(0n),
};

function add(left: CelValue, right: CelValue): CelValue {
  if (typeof left === "bigint" && typeof right === "bigint") return checkedInt(left + right);
  if (typeof left === "number" && typeof right === "number") return left + right;
  if (left instanceof Uint && right instanceof Uint) return checkedUint(left.value + right.value);
  if (left instanceof Duration && right instanceof Duration) return checkedDuration(left.nanos + right.nanos);
  return noSuchOverload();
}

/** An empty list's sum is the zero of its type, as far as that was known when the expression was checked. */
function sum(zero: CelValue): (list: ListValue) => CelValue {
  return (list) => {
    if (list.size === 0) return zero;
    let total = list.at(0);
    for (let i = 1; i < list.size; i++) total = add(total, list.at(i));
    return total;
  };
}

function indexOf(list: ListValue, item: CelValue): bigint {
  for (let i = 0; i < list.size; i++) {
    work(10);
    if (equals(list.at(i), item)) return BigInt(i);
  }
  return -1n;
}

function lastIndexOf(list: ListValue, item: CelValue): bigint {
  for (let i = list.size - 1; i >= 0; i--) {
    work(10);
    if (equals(list.at(i), item)) return BigInt(i);
  }
  return -1n;
}

function sets(name: string, run: (left: ListValue, right: ListValue) => boolean): Overload {
  return fn(`list_sets_${name}_list`, `sets.${name}(list<T>, list<T>): bool`, run);
}

function containsAll(left: ListValue, right: ListValue): boolean {
  for (let i = 0; i < right.size; i++) if (indexOf(left, right.at(i)) < 0n) return false;
  return true;
}

function containsAny(left: ListValue, right: ListValue): boolean {
  for (let i = 0; i < right.size; i++) if (indexOf(left, right.at(i)) >= 0n) return true;
  return false;
}

export const lists: readonly Overload[] = [
  ...ordered.flatMap((type) => [
    method(`list_${type}_is_sorted_bool`, `list<${type}>.isSorted(): bool`, isSorted),
    method(`list_${type}_min_${type}`, `list<${type}>.min(): ${type}`, (list: ListValue) => extreme(list, -1)),
    method(`list_${type}_max_${type}`, `list<${type}>.max(): ${type}`, (list: ListValue) => extreme(list, 1)),
  ]),
  ...Object.entries(zeros).map(([type, zero]) =>
    method(`list_${type}_sum_${type}`, `list<${type}>.sum(): ${type}`, sum(zero)),
  ),
  method("list_a_index_of_int", "list<T>.indexOf(T): int", indexOf),
  method("list_a_last_index_of_int", "list<T>.lastIndexOf(T): int", lastIndexOf),
  sets("contains", containsAll),
  sets("intersects", containsAny),
  sets("equivalent", (left, right) => containsAll(left, right) && containsAll(right, left)),
];
