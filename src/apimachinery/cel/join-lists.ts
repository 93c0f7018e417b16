// How lists are added: one after the other, save those of a schema that are sets or have keys.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/common/values.go unstructuredSetList.Add, unstructuredMapList.Add
import { fail } from "./evaluation-error.ts";
import { builtSizeMax } from "./limits.ts";
import { ArrayList, type CelValue, GrowingList, JoinedList, type ListValue, placeOf } from "./value.ts";
import { work } from "./work.ts";

export function joinLists(left: ListValue, right: ListValue): ListValue {
  if (left instanceof GrowingList) {
    for (let i = 0; i < right.size; i++) left.items.push(right.at(i));
    return left;
  }
  if (left.kind !== undefined) return joinByIdentity(left, right);
  if (right.size === 0) return left;
  if (left.size === 0 && right.kind === undefined) return right;
  if (left.size + right.size > builtSizeMax) fail("list is too large");
  return new JoinedList(left, right);
}

/** What is in both keeps the left one's place; of a keyed list the right one's value. */
function joinByIdentity(left: ListValue, right: ListValue): ListValue {
  const kind = left.kind;
  const items: CelValue[] = [];
  for (let i = 0; i < left.size; i++) items.push(left.at(i));
  for (let i = 0; i < right.size; i++) {
    const item = right.at(i);
    const place = kind === undefined ? -1 : placeOf(item, left, kind);
    if (place < 0) items.push(item);
    else items[place] = item;
  }
  work(items.length);
  return new KindedList(items, left);
}

/** Still a set, or still a list by key. */
class KindedList extends ArrayList {
  readonly #like: ListValue;
  constructor(items: readonly CelValue[], like: ListValue) {
    super(items);
    this.#like = like;
  }
  override get kind(): ListValue["kind"] {
    return this.#like.kind;
  }
}
