// Names the fields in which two values differ, for messages that refuse a change.
import { mapValue } from "./map-value.ts";
import { semanticEqual } from "./semantic-equal.ts";

const changesMax = 20;

/** A line for each field: `  spec.nodeName: "a" -> "b"`. */
export function changesText(old: unknown, value: unknown): string {
  const lines: string[] = [];
  collect(lines, "", old, value);
  const more = lines.length > changesMax ? [`  and ${lines.length - changesMax} more`] : [];
  return [...lines.slice(0, changesMax), ...more].join("\n");
}

function collect(lines: string[], path: string, old: unknown, value: unknown): void {
  if (semanticEqual(old, value)) return;
  if (isRecord(old) && isRecord(value)) {
    for (const key of new Set([...Object.keys(old), ...Object.keys(value)])) {
      collect(lines, path === "" ? key : `${path}.${key}`, mapValue(old, key), mapValue(value, key));
    }
  } else if (Array.isArray(old) && Array.isArray(value) && old.length === value.length) {
    old.forEach((item, index) => {
      collect(lines, `${path}[${index}]`, item, value[index]);
    });
  } else {
    const before = text(old);
    const after = text(value);
    if (before !== after) lines.push(`  ${path}: ${before} -> ${after}`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return value === undefined ? "nil" : JSON.stringify(value);
}
