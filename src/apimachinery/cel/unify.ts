// Whether a type may stand where another is declared, finding out type parameters on the way.
// cel-go: checker/types.go
import type { CelType } from "./type.ts";

/** Type parameters that are known so far. */
export type Bindings = Map<string, CelType>;

/** True when each may stand for its counterpart; then, and only then, the bindings learn from it. */
export function areAssignable(bindings: Bindings, from: readonly CelType[], to: readonly CelType[]): boolean {
  const trial = new Map(bindings);
  if (!from.every((type, i) => assign(trial, type, to[i] as CelType))) return false;
  for (const [name, type] of trial) bindings.set(name, type);
  return true;
}

function resolved(bindings: Bindings, type: CelType): CelType {
  let found = type;
  while (found.kind === "parameter") {
    const next = bindings.get(found.name);
    if (next === undefined) break;
    found = next;
  }
  return found;
}

function assign(bindings: Bindings, from: CelType, to: CelType): boolean {
  const [one, other] = [resolved(bindings, from), resolved(bindings, to)];
  if (other.kind === "parameter") return bind(bindings, other.name, one);
  if (one.kind === "parameter") return bind(bindings, one.name, other);
  if (isLoose(one) || isLoose(other)) {
    // What was found to be dyn stays dyn: `[1, dyn("a")]`.
    if (to.kind === "parameter" && isLoose(one)) bindings.set(to.name, one);
    return true;
  }
  if (one.kind === "null") return ["null", "opaque", "object", "timestamp", "duration"].includes(other.kind);
  if (one.kind !== other.kind) return false;
  if (one.kind === "list" && other.kind === "list") return assign(bindings, one.element, other.element);
  if (one.kind === "map" && other.kind === "map") {
    return assign(bindings, one.key, other.key) && assign(bindings, one.value, other.value);
  }
  // Objects of schemas have no name of their own: two are the same only if they are one.
  if (one.kind === "object" && other.kind === "object") {
    return one === other || (one.name === other.name && one.name !== "object");
  }
  if (one.kind === "opaque" && other.kind === "opaque") {
    const parts = other.parameters;
    return one.name === other.name && one.parameters.every((part, i) => assign(bindings, part, parts[i] as CelType));
  }
  return true;
}

function isLoose(type: CelType): boolean {
  return type.kind === "dyn" || type.kind === "error";
}

function bind(bindings: Bindings, name: string, type: CelType): boolean {
  if (type.kind === "parameter" && type.name === name) return true;
  if (mentions(bindings, type, name)) return false;
  bindings.set(name, type);
  return true;
}

function mentions(bindings: Bindings, type: CelType, name: string): boolean {
  const found = resolved(bindings, type);
  switch (found.kind) {
    case "parameter":
      return found.name === name;
    case "list":
      return found.element.kind !== "object" && mentions(bindings, found.element, name);
    case "map":
      return mentions(bindings, found.key, name) || mentions(bindings, found.value, name);
    case "opaque":
      return found.parameters.some((part) => mentions(bindings, part, name));
    default:
      return false;
  }
}

/** The type with what is known put in; what is not known becomes dyn when `isFinal`. */
export function substitute(bindings: Bindings, type: CelType, isFinal = false): CelType {
  const found = resolved(bindings, type);
  switch (found.kind) {
    case "parameter":
      return isFinal ? { kind: "dyn" } : found;
    case "list": {
      const element = found.element.kind === "object" ? found.element : substitute(bindings, found.element, isFinal);
      return element === found.element ? found : { kind: "list", element };
    }
    case "map": {
      if (found.value.kind === "object" && found.key.kind !== "parameter") return found;
      const [key, value] = [substitute(bindings, found.key, isFinal), substitute(bindings, found.value, isFinal)];
      return key === found.key && value === found.value ? found : { kind: "map", key, value };
    }
    case "opaque":
      if (found.parameters.length === 0) return found;
      return { ...found, parameters: found.parameters.map((part) => substitute(bindings, part, isFinal)) };
    case "type":
      return { kind: "type", of: substitute(bindings, found.of, isFinal) };
    default:
      return found;
  }
}

/** A declaration's parameters under names of their own. */
export function renamed(type: CelType, suffix: string): CelType {
  switch (type.kind) {
    case "parameter":
      return { kind: "parameter", name: type.name + suffix };
    case "list":
      return { kind: "list", element: renamed(type.element, suffix) };
    case "map":
      return { kind: "map", key: renamed(type.key, suffix), value: renamed(type.value, suffix) };
    case "opaque":
      return { ...type, parameters: type.parameters.map((part) => renamed(part, suffix)) };
    case "type":
      return { kind: "type", of: renamed(type.of, suffix) };
    default:
      return type;
  }
}
