// What a field manager may be called.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateFieldManager
import { byteLength, isLongerThan } from "./byte-length.ts";
import { type FieldError, invalidValue, tooLong } from "./field-error.ts";
import { managerNameBytesMax } from "./limits.ts";

// Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the plain blank.
const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** Nearly every name: nothing in it needs a closer look. */
function isPlain(name: string): boolean {
  return name.length <= managerNameBytesMax && /^[ -~]*$/.test(name);
}

export function validateManager(manager: string, field: string): FieldError[] {
  if (isPlain(manager)) return [];
  const errors: FieldError[] = [];
  if (isLongerThan(manager, managerNameBytesMax)) errors.push(tooLong(field, managerNameBytesMax));
  for (const match of manager.matchAll(unprintable)) {
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const position = byteLength(manager.slice(0, match.index));
    errors.push(invalidValue(field, manager, `invalid character U+${code} (at position ${position})`));
    // A name of a megabyte of control characters is told once.
    if (errors.length > 10) break;
  }
  return errors;
}

/**
 * The manager's name when the request gave none: the client's name out of its User-Agent.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go managerOrUserAgent, prefixFromUserAgent
 */
export function managerOf(fieldManager: string | undefined, userAgent: string): string {
  if (fieldManager !== undefined && fieldManager !== "") return fieldManager;
  const client = userAgent.split("/", 1)[0] ?? "";
  if (isPlain(client)) return client;
  let prefix = "";
  for (const character of client) {
    unprintable.lastIndex = 0;
    if (unprintable.test(character)) continue;
    if (isLongerThan(prefix + character, managerNameBytesMax)) break;
    prefix += character;
  }
  return prefix;
}
