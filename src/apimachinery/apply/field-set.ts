// Sets of paths into an object. A set is its own FieldsV1 form: a tree of path elements, in which a path is a member
// when its node is empty or has ".". So nothing is translated between what is stored and what is computed with.
// Kubernetes: sigs.k8s.io/structured-merge-diff fieldpath/{set,serialize}.go
import type { Json, JsonObject } from "../json.ts";
import { isJsonObject, setField } from "../set-field.ts";
import { canonicalElement, compareElements, elementText, PathElementError, sortElements } from "./path-element.ts";

/** Below the root: a node. The root itself is never a member: an empty root is the empty set. */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

const member = ".";

/** The node of a member that has nothing below it. */
export const leaf: FieldSet = Object.freeze({});

export const emptySet: FieldSet = Object.freeze({});

export function isEmptySet(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

/** Whether the node's own path is in the set. */
export function isMember(node: FieldSet): boolean {
  return node === leaf || Object.hasOwn(node, member) || isEmptySet(node);
}

export function childNode(node: FieldSet, element: string): FieldSet | undefined {
  return Object.hasOwn(node, element) ? node[element] : undefined;
}

/** A node while it is being built. Elements begin with a kind and a colon, so none is a name like `__proto__`. */
export type Draft = { [element: string]: FieldSet };

export function asMember(node: FieldSet): FieldSet {
  return isMember(node) ? node : { [member]: leaf, ...node };
}

/** The draft with one more child; begun when there is none yet. Without a child it stays as it is. */
export function withChild(draft: Draft | undefined, element: string, node: FieldSet | undefined): Draft | undefined {
  if (node === undefined) return draft;
  if (draft === undefined) return { [element]: node };
  draft[element] = node;
  return draft;
}

/** A node whose path is a member, with children to be put. */
export function memberDraft(): Draft {
  return { [member]: leaf };
}

export function unionSets(left: FieldSet, right: FieldSet): FieldSet {
  if (left === right || isEmptySet(right)) return left;
  if (isEmptySet(left)) return right;
  return unionChildren(left, right);
}

/** In halves: one after the other, the growing union would be gone through for each. */
export function unionOfAll(sets: readonly FieldSet[]): FieldSet {
  if (sets.length <= 1) return sets[0] ?? emptySet;
  const half = sets.length >> 1;
  return unionSets(unionOfAll(sets.slice(0, half)), unionOfAll(sets.slice(half)));
}

function unionNodes(left: FieldSet, right: FieldSet): FieldSet {
  if (left === right) return left;
  if (isEmptySet(right)) return asMember(left);
  if (isEmptySet(left)) return asMember(right);
  return unionChildren(left, right);
}

function unionChildren(left: FieldSet, right: FieldSet): FieldSet {
  let union: Draft | undefined;
  for (const element in right) {
    const other = right[element] as FieldSet;
    const own = childNode(left, element);
    const both = own === undefined ? other : unionNodes(own, other);
    if (both === own) continue;
    union ??= { ...left };
    union[element] = both;
  }
  return union ?? left;
}

/** The members of `left` that are not members of `right`; what lies below a member of `right` stays. */
export function subtractSet(left: FieldSet, right: FieldSet): FieldSet {
  return subtractChildren(left, right) ?? emptySet;
}

/** Undefined when nothing is left; `left` itself when nothing was taken. */
function subtractNode(left: FieldSet, right: FieldSet): FieldSet | undefined {
  if (left === right) return undefined;
  if (isEmptySet(left)) return isMember(right) ? undefined : left;
  const rest = subtractChildren(left, right);
  // Only "." is left: then the node is written as a leaf.
  return rest !== undefined && rest !== left && hasOnlyMember(rest) ? leaf : rest;
}

function hasOnlyMember(node: FieldSet): boolean {
  for (const element in node) if (element !== member) return false;
  return true;
}

function subtractChildren(left: FieldSet, right: FieldSet): FieldSet | undefined {
  let rest: Draft | undefined;
  for (const element in right) {
    const own = childNode(left, element);
    if (own === undefined) continue;
    const less = subtractNode(own, right[element] as FieldSet);
    if (less === own) continue;
    rest ??= { ...left };
    if (less === undefined) delete rest[element];
    else rest[element] = less;
  }
  // A leaf of `right` takes the "." of a `left` that has children.
  if (isEmptySet(right) && Object.hasOwn(left, member)) {
    rest ??= { ...left };
    delete rest[member];
  }
  if (rest === undefined) return left;
  return isEmptySet(rest) ? undefined : rest;
}

export function intersectSets(left: FieldSet, right: FieldSet): FieldSet {
  return intersectChildren(left, right) ?? emptySet;
}

function intersectNodes(left: FieldSet, right: FieldSet): FieldSet | undefined {
  if (left === right) return left;
  const both = isMember(left) && isMember(right);
  const children = intersectChildren(left, right);
  if (children === undefined) return both ? leaf : undefined;
  return both ? asMember(children) : children;
}

function intersectChildren(left: FieldSet, right: FieldSet): FieldSet | undefined {
  let common: Draft | undefined;
  for (const element in right) {
    const own = element === member ? undefined : childNode(left, element);
    const both = own === undefined ? undefined : intersectNodes(own, right[element] as FieldSet);
    if (both === undefined) continue;
    common ??= {};
    common[element] = both;
  }
  return common;
}

/** The set without the paths given, and without all that lies below them. */
export function withoutPaths(set: FieldSet, paths: readonly (readonly string[])[]): FieldSet {
  let rest = set;
  for (const path of paths) rest = withoutPath(rest, path, 0) ?? emptySet;
  return rest;
}

function withoutPath(node: FieldSet, path: readonly string[], at: number): FieldSet | undefined {
  const element = path[at];
  const child = element === undefined ? undefined : childNode(node, element);
  if (element === undefined || child === undefined) return element === undefined ? undefined : node;
  const less = withoutPath(child, path, at + 1);
  if (less === child) return node;
  const { [element]: _, ...others } = node;
  if (less !== undefined) return { ...others, [element]: less };
  return isEmptySet(others) ? undefined : others;
}

export function hasPath(set: FieldSet, path: readonly string[]): boolean {
  let node: FieldSet | undefined = set;
  for (const element of path) node = node === undefined ? undefined : childNode(node, element);
  return node !== undefined && path.length > 0 && isMember(node);
}

/** Every member, in the order of the set. */
export function* pathsOf(set: FieldSet): Generator<readonly string[]> {
  yield* pathsBelow(set, []);
}

function* pathsBelow(node: FieldSet, path: readonly string[]): Generator<readonly string[]> {
  for (const element in node) {
    if (element === member) continue;
    const child = node[element] as FieldSet;
    const at = [...path, element];
    if (isMember(child)) yield at;
    yield* pathsBelow(child, at);
  }
}

/** `.spec.containers[name="a"].image` */
export function pathText(path: readonly string[]): string {
  return path.map(elementText).join("");
}

export function setOfPaths(paths: Iterable<readonly string[]>): FieldSet {
  let set = emptySet;
  for (const path of paths) {
    set = unionSets(
      set,
      path.reduceRight<FieldSet>((below, element) => ({ [element]: below }), leaf),
    );
  }
  return set;
}

/** The set with its elements in upstream's order, at every level; itself when they are. */
export function sortedSet(set: FieldSet): FieldSet {
  let changed: Draft | undefined;
  let isSorted = true;
  let previous: string | undefined;
  for (const element in set) {
    const child = set[element] as FieldSet;
    const ordered = isEmptySet(child) ? child : sortedSet(child);
    if (ordered !== child) {
      changed ??= { ...set };
      changed[element] = ordered;
    }
    if (isSorted && previous !== undefined) isSorted = compareElements(previous, element) < 0;
    previous = element;
  }
  const nodes = changed ?? set;
  if (isSorted) return nodes;
  const sorted: Draft = {};
  for (const element of sortElements(Object.keys(nodes))) sorted[element] = nodes[element] as FieldSet;
  return sorted;
}

/** A set as a client sent it, in its one written form. Throws PathElementError when it is none. */
export function readFieldSet(fields: Json | undefined): FieldSet {
  if (fields === undefined || fields === null) return emptySet;
  return readNode(fields);
}

function readNode(fields: Json): FieldSet {
  if (!isJsonObject(fields)) throw new PathElementError("expected a map of path elements");
  const node: JsonObject = {};
  for (const [element, below] of Object.entries(fields)) {
    if (element === member) setField(node, member, {});
    else {
      const canonical = canonicalElement(element);
      if (canonical !== undefined) setField(node, canonical, readNode(below) as JsonObject);
    }
  }
  return node as unknown as FieldSet;
}
