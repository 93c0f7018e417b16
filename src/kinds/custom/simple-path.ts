// `.spec.replicas`: fields only, as scales and selectable fields name them.

/** Undefined where nothing stands. */
export function valueAtPath(object: object, path: string): unknown {
  let value: unknown = object;
  for (const key of path.replace(/^\./, "").split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
