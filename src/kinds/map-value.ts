// Reading maps whose keys come from outside: what every object inherits (`constructor`) is no entry of theirs.

export function mapValue<Value>(map: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
