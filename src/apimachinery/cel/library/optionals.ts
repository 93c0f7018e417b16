// Optional values: `optional.of(x)`, `a.?b.orValue(c)`; and what two-variable comprehensions gather into.
// cel-go: cel/library.go OptionalTypes, ext/comprehensions.go
import { fail } from "../evaluation-error.ts";
import { declareFunction as fn, declareMethod as method, type Overload } from "../overload.ts";
import {
  ArrayList,
  type CelValue,
  Duration,
  type EntryMap,
  ListValue,
  MapValue,
  Optional,
  Timestamp,
  Uint,
} from "../value.ts";

const none = new Optional(undefined);

function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === "" || value === 0n || value === 0) return true;
  if (value instanceof ListValue || value instanceof MapValue) return value.size === 0;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Duration || value instanceof Timestamp) return value.nanos === 0n;
  return value instanceof Uint8Array && value.length === 0;
}

function present(list: ListValue): ListValue {
  const items: CelValue[] = [];
  for (let i = 0; i < list.size; i++) {
    const item = list.at(i);
    if (!(item instanceof Optional)) fail("no such overload");
    else if (item.value !== undefined) items.push(item.value);
  }
  return new ArrayList(items);
}

function insert(map: EntryMap, key: CelValue, value: CelValue): EntryMap {
  if (!map.add(key, value)) fail(`insert failed: key ${String(key)} already exists`);
  return map;
}

function insertAll(map: EntryMap, entries: MapValue): EntryMap {
  for (const key of entries.keys()) insert(map, key, entries.find(key) as CelValue);
  return map;
}

export const optionals: readonly Overload[] = [
  fn("optional_of", "optional.of(V): optional<V>", (value: CelValue) => new Optional(value)),
  fn("optional_ofNonZeroValue", "optional.ofNonZeroValue(V): optional<V>", (value: CelValue) =>
    isZero(value) ? none : new Optional(value),
  ),
  fn("optional_none", "optional.none(): optional<V>", () => none),
  fn("optional_unwrap", "optional.unwrap(list<optional<V>>): list<V>", present),
  method("optional_unwrapOpt", "list<optional<V>>.unwrapOpt(): list<V>", present),
  method("optional_hasValue", "optional<V>.hasValue(): bool", (optional: Optional) => optional.value !== undefined),
  method("optional_value", "optional<V>.value(): V", (optional: Optional) => optional.value ?? absent(optional)),
  method("optional_or_optional", "optional<V>.or(optional<V>): optional<V>", (optional: Optional, other: Optional) =>
    optional.value === undefined ? other : optional,
  ),
  method("optional_orValue_value", "optional<V>.orValue(V): V", (optional: Optional, other: CelValue) =>
    optional.value === undefined ? other : optional.value,
  ),
  fn("optional_list_index_int", "_[_](optional<list<V>>, int): optional<V>", () => none),
  fn("optional_map_index_value", "_[_](optional<map<K, V>>, K): optional<V>", () => none),
  fn("list_optindex_optional_int", "_[?_](list<V>, int): optional<V>", () => none),
  fn("optional_list_optindex_optional_int", "_[?_](optional<list<V>>, int): optional<V>", () => none),
  fn("map_optindex_optional_value", "_[?_](map<K, V>, K): optional<V>", () => none),
  fn("optional_map_optindex_optional_value", "_[?_](optional<map<K, V>>, K): optional<V>", () => none),
  method("list_first", "list<V>.first(): optional<V>", (list: ListValue) =>
    list.size === 0 ? none : new Optional(list.at(0)),
  ),
  method("list_last", "list<V>.last(): optional<V>", (list: ListValue) =>
    list.size === 0 ? none : new Optional(list.at(list.size - 1)),
  ),
  fn("@mapInsert_map_key_value", "cel.@mapInsert(map<K, V>, K, V): map<K, V>", insert),
  fn("@mapInsert_map_map", "cel.@mapInsert(map<K, V>, map<K, V>): map<K, V>", insertAll),
];

/** null is a value like any other. */
function absent(optional: Optional): CelValue {
  return optional.value === undefined ? fail("optional.none() dereference") : optional.value;
}
