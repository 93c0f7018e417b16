// Where a list in pages goes on: opaque to clients.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/storage/continue.go
import { decodeBase64, encodeBase64 } from "../apimachinery/base64.ts";
import { badRequest } from "../apimachinery/status-error.ts";

export interface ContinueToken {
  /** All pages show the state at this revision; undefined: what is there now, for who came too late for the rest. */
  readonly revision: number | undefined;
  /** The namespace of the last object, for a list of all of them; "" otherwise. */
  readonly namespace: string;
  /** The name of the last object; "" when its namespace is done. */
  readonly name: string;
  /** When the list's first page was read, in ms since the epoch. */
  readonly begunMs: number;
}

export function continueText({ revision, namespace, name, begunMs }: ContinueToken): string {
  const bytes = new TextEncoder().encode(JSON.stringify([revision ?? 0, namespace, name, begunMs]));
  return encodeBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Throws BadRequest for a text that is not one of ours. */
export function readContinue(text: string): ContinueToken {
  const refused = badRequest("continue key is not valid: it must be a token from an earlier list of the same resource");
  const bytes = /^[A-Za-z0-9_-]{1,2048}$/.test(text) ? decodeBase64(padded(text)) : undefined;
  if (bytes === undefined) throw refused;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw refused;
  }
  if (!Array.isArray(value) || value.length !== 4) throw refused;
  const [revision, namespace, name, begunMs] = value as unknown[];
  if (!Number.isSafeInteger(revision) || typeof namespace !== "string" || typeof name !== "string") throw refused;
  if (!Number.isSafeInteger(begunMs)) throw refused;
  // No state has revision 0.
  return { revision: (revision as number) || undefined, namespace, name, begunMs: begunMs as number };
}

function padded(text: string): string {
  const standard = text.replaceAll("-", "+").replaceAll("_", "/");
  return standard + "=".repeat((4 - (standard.length % 4)) % 4);
}
